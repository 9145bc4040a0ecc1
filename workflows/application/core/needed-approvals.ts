import type { ApprovalNeed } from '../../../domain/case/event.ts'
import type { Approval, CaseState, Line } from './case-state.ts'
import { linesOf } from './lines.ts'

/** an approval that is still to be decided: one of its lines waits for clearance. */
export function isPending(state: CaseState, { status, lines }: Approval): boolean {
  return status === 'applied' && lines.some((id) => state.lines[id]?.status === 'outerWorks')
}

/** the works have dates, and each approval that they need is promised or has been applied for. */
export function isClearanceUnderWay(state: CaseState, org: string): boolean {
  const promised = state.commitments[org]?.commitment.approvals ?? []
  const applied = Object.values(state.approvals)
    .filter((approval) => approval.org === org)
    .map((approval) => approval.key)
  const needs = linesOf(state)
    .filter((line) => line.utility === org && line.status === 'outerWorks')
    .flatMap((line) => approvalsNeededBy(state, line))
  return (
    state.schedules[org] !== undefined &&
    needs.every(({ key, replaceable }) => applied.includes(key) || (replaceable && promised.includes(key)))
  )
}

/** the approvals that a line's outer works need. */
export function approvalsNeededBy(state: CaseState, line: Line): readonly ApprovalNeed[] {
  return state.approvalNeeds.filter((approval) => line.outerWorks?.touches.includes(approval.touches) ?? false)
}
