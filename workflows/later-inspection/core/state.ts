import type { Actor } from '../../../domain/actor/actor.ts'
import type { LaterFinding, LaterInspectionStatus } from '../../../domain/later-inspection/later-inspection.ts'
import type { MatterState } from '../../../domain/matter/matter.ts'
import type { WorkingHours } from '../../../domain/clocks/working-time.ts'
import type { RectificationOrder } from '../../../domain/supervision/rectification.ts'

/** one inspection after its case has closed; plain JSON. */
export interface LaterInspectionState extends MatterState, LaterFinding {
  readonly status: LaterInspectionStatus
  readonly inspectedBy: Actor
  /** Of the city, for dates. */
  readonly hours: WorkingHours
  readonly order?: RectificationOrder
  /** the credit file has the record that the order names. */
  readonly creditRecordOpenedAt?: string
  /** Each re-inspection in turn. */
  readonly reinspections: readonly { readonly at: string; readonly passed: boolean; readonly evidence?: string }[]
}

export function statusOf({ passed, order }: LaterInspectionState): LaterInspectionStatus {
  if (passed) return 'passed'
  if (order?.closedAt !== undefined) return 'rectified'
  return order?.reportedAt === undefined ? 'rectifying' : 'reported'
}

/**
 * As the tasks of a case: the utility until it reports, then the authority, and the authority for what was asked of it.
 */
export function awaitedBy({ passed, order, utility, org }: LaterInspectionState): string[] {
  if (passed || order?.closedAt !== undefined) return []
  const asked = order?.extension !== undefined && order.brokenAt === undefined ? [org] : []
  return [...new Set([order?.reportedAt === undefined ? utility : org, ...asked])]
}
