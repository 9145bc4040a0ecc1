/** 办件状态 of the construction-approval systems (工改系统): mapped here, at the edge, and known nowhere inside. */
import type { CaseEvent } from '../domain/case/event.ts'
import type { CaseState } from '../workflows/application/core/case-state.ts'

/**
 * All that the systems know. 4 is what was asked for and never came. We never say 5, 12 (nothing is demanded
 * that could be missing: R-07), 13, 15.
 */
export const CASE_STATUS_NAMES = {
  1: '接件',
  2: '撤件',
  3: '窗口受理',
  4: '不受理',
  5: '不予受理',
  6: '补正开始',
  7: '补正结束',
  8: '部门受理',
  9: '特别程序开始',
  10: '特别程序结束',
  11: '办结通过',
  12: '容缺通过',
  13: '办结不通过',
  14: '撤回',
  15: '撤销',
} as const
export type CaseStatusCode = keyof typeof CASE_STATUS_NAMES

interface EventInState {
  readonly event: CaseEvent
  readonly state: CaseState
}

/**
 * Where a case stands in their words. A case that the user takes back is 2 before it is accepted, 14 afterwards; 7 and
 * 10 are said once, of the event itself.
 */
export function caseStatusOf({ event, state }: EventInState): CaseStatusCode {
  const { withdrawn, outcome, accepted, pushedAt, supplement, deadlines } = state
  if (withdrawn?.notTakenUp !== undefined && accepted === undefined) return 4
  if (withdrawn !== undefined || outcome === 'withdrawn') return accepted === undefined ? 2 : 14
  if (outcome === 'connected') return 11
  if (event.type === 'demandSupplemented') return 7
  if (event.type === 'clockResumed' && deadlines[event.data.deadline]?.stopReason === 'statutoryProcedure') return 10
  if (supplement !== undefined && supplement.answeredAt === undefined && accepted === undefined) return 6
  if (
    Object.values(deadlines).some(
      (clock) =>
        clock.stopReason === 'statutoryProcedure' && clock.stoppedAt !== undefined && clock.resumedAt === undefined,
    )
  )
    return 9
  if (pushedAt !== undefined) return 8
  return accepted === undefined ? 1 : 3
}
