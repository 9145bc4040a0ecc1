import { Refusal } from '../../../domain/problem.ts'
import type { CaseState, Line } from './case-state.ts'
import { approvalsNeededBy, isPromised } from './needed-approvals.ts'

/** who gave approvals of a line by promise, and has to verify it before backfill; none in cases of before 0.7. */
export function verifiersOf(state: CaseState, line: Line): readonly string[] {
  if (state.verifiesPromises === undefined) return []
  const promised = approvalsNeededBy(state, line).filter((need) => isPromised(state, line, need))
  return [...new Set(promised.map(({ authority }) => authority))]
}

/** before completion the trench is closed, on record, where a promise had to be verified. */
export function requireBackfilled(state: CaseState, line: Line): void {
  if (verifiersOf(state, line).length > 0 && line.works?.backfilledAt === undefined)
    throw new Refusal(
      'backfill-missing',
      '尚未报告回填：请先办“报告回填”（凭承诺取得的审批，须先经回填前核查），再报完工',
      'line',
    )
}
