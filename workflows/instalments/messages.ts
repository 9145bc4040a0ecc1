import type { InstalmentPlan } from '../../domain/instalments/instalments.ts'
import type { MatterInput } from '../matter/messages.ts'

export const INSTALMENTS_WORKFLOW = 'instalments'

/** The workflow id is `instalments:`, the service number and the line. */
export interface InstalmentsInput extends MatterInput {
  readonly plan: InstalmentPlan
}
