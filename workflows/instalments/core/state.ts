import { instalmentDeadlineId, isPaid } from '../../../domain/instalments/instalments.ts'
import type { InstalmentPlan, InstalmentsStatus } from '../../../domain/instalments/instalments.ts'
import type { MatterState } from '../../../domain/matter/matter.ts'

/** a line's instalments after its case; plain JSON. */
export interface InstalmentsState extends MatterState, InstalmentPlan {
  readonly status: InstalmentsStatus
  /** Of the city's time, for dates. */
  readonly utcOffsetMinutes: number
  readonly released?: {
    readonly at: string
    readonly reason: string
    readonly org: string
    readonly remainingFen: number
  }
}

export function statusOf(state: InstalmentsState): InstalmentsStatus {
  if (state.released !== undefined) return 'released'
  if (isPaid(state)) return 'paid'
  if (!state.confirmed) return 'unconfirmed'
  const overdue = state.parts.some(
    ({ paidOn }, index) =>
      paidOn === undefined && state.deadlines[instalmentDeadlineId(index + 1)]?.passedAt !== undefined,
  )
  return overdue ? 'overdue' : 'paying'
}
