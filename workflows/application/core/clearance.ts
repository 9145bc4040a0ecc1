import type { CaseState, Line } from './case-state.ts'
import { approvalsNeededBy, linesOf } from './case-state.ts'
import { withLines } from './change.ts'

/** a line whose every approval is given, by the promise or by decision, is cleared for works. */
export function clearForWorks(state: CaseState, org: string): CaseState {
  const cleared = linesOf(state)
    .filter((line) => line.utility === org && line.status === 'outerWorks' && isCleared(state, line))
    .map((line) => line.id)
  return withLines(state, cleared, () => ({ status: 'committed' }))
}

function isCleared(state: CaseState, line: Line): boolean {
  const promised = state.commitments[line.utility]?.commitment.approvals ?? []
  const approved = Object.values(state.approvals)
    .filter((approval) => approval.org === line.utility && approval.status === 'approved')
    .map((approval) => approval.key)
  const scheduled = state.schedules[line.utility] !== undefined
  return (
    scheduled &&
    approvalsNeededBy(state, line).every(
      ({ key, replaceable }) => approved.includes(key) || (replaceable && promised.includes(key)),
    )
  )
}
