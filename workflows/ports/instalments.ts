import type { CaseStanding, InstalmentPlan } from '../../domain/instalments/instalments.ts'

export interface InstalmentActivities {
  /** what a closed case leaves to be paid on one line; the same line of the same case again changes nothing. */
  openInstalments(request: { readonly city: string; readonly plan: InstalmentPlan }): Promise<void>
  /** how a case stands, to a matter of its own; the same again, or to one that is over, changes nothing. */
  tellInstalments(request: { readonly id: string; readonly standing: CaseStanding }): Promise<void>
}
