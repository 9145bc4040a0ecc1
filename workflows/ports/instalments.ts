import type { InstalmentPlan } from '../../domain/instalments/instalments.ts'

export interface InstalmentActivities {
  /** what a closed case leaves to be paid on one line; the same line of the same case again changes nothing. */
  openInstalments(request: { readonly city: string; readonly plan: InstalmentPlan }): Promise<void>
}
