import { beyondLimits, itemsMeant } from '../../../domain/approvals/touch-item.ts'
import { closedOn } from '../../../domain/trench/closed-road.ts'
import type { ClosedRoad } from '../../../domain/trench/closed-road.ts'
import type { ApprovalNeed } from '../../../domain/case/event.ts'
import type { Approval, CaseState, Line } from './case-state.ts'
import { approvedRounds } from './rounds.ts'
import { areLanesClosed, linesOf, saidOf, touches } from './lines.ts'

/**
 * the approvals that a line's outer works need, by what its utility says and what authorities found, and
 * where they open a closed road.
 */
export function approvalsNeededBy(state: CaseState, line: Line): readonly ApprovalNeed[] {
  if (line.outerWorks === undefined) return []
  const meant = itemsMeant(state.approvalNeeds, saidOf(line))
  if (closedRoadOf(state, line) === undefined) return meant
  return state.approvalNeeds.filter((need) => need.opensClosedRoad === true || meant.includes(need))
}

/** the road that its works open, closed on the day from which they go on; any day where that is not set yet. */
export function closedRoadOf(state: CaseState, line: Line): ClosedRoad | undefined {
  const { closed = [] } = state.opinions[line.utility] ?? {}
  if (closed.length === 0 || line.outerWorks === undefined || !touches(state, line, ['road'])) return undefined
  return closedOn(closed, line.outerWorks.sections, state.schedules[line.utility]?.worksFrom ?? '')
}

/** why a promise may not replace it for this line's works, whoever signs; undefined where it may. */
export function beyondPromise({ limits }: ApprovalNeed, line: Line): string | undefined {
  const { lengthMetres = 0 } = line.outerWorks ?? {}
  return beyondLimits({ limits }, { lengthMetres, lanesClosed: areLanesClosed(line) })
}

/** what was revoked is given again by decision alone. */
export function isRevoked({ revocations = {} }: CaseState, org: string, key: string): boolean {
  return Object.values(revocations).some(
    ({ decision, utility, approvals }) => decision?.outcome === 'revoked' && utility === org && approvals.includes(key),
  )
}

export function isPromisable(state: CaseState, line: Line, need: ApprovalNeed): boolean {
  return need.replaceable && beyondPromise(need, line) === undefined && !isRevoked(state, line.utility, need.key)
}

export function isPromised(state: CaseState, line: Line, need: ApprovalNeed): boolean {
  const promised = state.commitments[line.utility]?.commitment.approvals ?? []
  return isPromisable(state, line, need) && promised.includes(need.key)
}

/** promises that works under way rest on: a later 附件3 of the utility keeps them. None in cases of before 0.7. */
export function keptPromises(state: CaseState, org: string): readonly string[] {
  if (state.verifiesPromises === undefined) return []
  const running = linesOf(state).filter(({ utility, status }) => utility === org && status === 'constructing')
  return running.flatMap((line) =>
    approvalsNeededBy(state, line)
      .filter((need) => isPromised(state, line, need))
      .map(({ key }) => key),
  )
}

/** what a line's works need and neither a promise nor a decision gives yet. */
export function lackingBy(state: CaseState, line: Line): readonly ApprovalNeed[] {
  const varied = line.works?.varied?.filter((key) => !isRevoked(state, line.utility, key)) ?? []
  return approvalsNeededBy(state, line).filter(
    (need) =>
      approvedRounds(state, line.utility, need.key).length === 0 &&
      !varied.includes(need.key) &&
      !isPromised(state, line, need),
  )
}

/** needs that grew after the line was cleared: works do not start without them. Nothing is reopened. */
export function lateNeedsOf(state: CaseState, line: Line): readonly ApprovalNeed[] {
  if (state.touchesByItem !== true) return []
  return line.status === 'committed' ? lackingBy(state, line) : revokedNeedsOf(state, line)
}

/** works that had begun stand still until what was revoked is given anew. */
export function revokedNeedsOf(state: CaseState, line: Line): readonly ApprovalNeed[] {
  if (line.status !== 'constructing' || state.revocations === undefined) return []
  return lackingBy(state, line).filter(({ key }) => isRevoked(state, line.utility, key))
}

export function awaitsClearance(state: CaseState, line: Line): boolean {
  return line.status === 'outerWorks' || lateNeedsOf(state, line).length > 0
}

/** an approval that is still to be decided: one of its lines waits for clearance, or for a longer one. */
export function isPending(state: CaseState, { status, lines, extends: longer, lapsedAt }: Approval): boolean {
  return (
    status === 'applied' &&
    lapsedAt === undefined &&
    lines.some((id) => {
      const line = state.lines[id]
      if (line === undefined) return false
      return longer === true ? isToBeBuilt(line) : awaitsClearance(state, line)
    })
  )
}

/** Cleared, and not completed. */
export function isToBeBuilt({ status }: Line): boolean {
  return status === 'committed' || status === 'constructing'
}

/** the works have dates, and each approval that they need is promised or has been applied for. */
export function isClearanceUnderWay(state: CaseState, org: string): boolean {
  const applied = Object.values(state.approvals)
    .filter((approval) => approval.org === org && approval.lapsedAt === undefined)
    .map((approval) => approval.key)
  const lines = linesOf(state).filter((line) => line.utility === org && awaitsClearance(state, line))
  return (
    state.schedules[org] !== undefined &&
    lines.every((line) =>
      approvalsNeededBy(state, line).every((need) => applied.includes(need.key) || isPromised(state, line, need)),
    )
  )
}

/** the clock of a utility's promises and applications; where its needs grew after it was met, another. */
export function clearanceClockId({ clearances }: Pick<CaseState, 'clearances'>, org: string): string {
  const later = clearances?.[org]
  return later === undefined ? `commitment:${org}` : `commitment:${org}#${later.number}`
}

/** starts another clock for those whose needs were met, and are no more. */
export function withGrownNeeds(state: CaseState, at: string): CaseState {
  if (state.touchesByItem !== true) return state
  const grown = [...new Set(linesOf(state).map(({ utility }) => utility))].filter(
    (org) =>
      state.deadlines[clearanceClockId(state, org)]?.metAt !== undefined &&
      linesOf(state).some((line) => line.utility === org && awaitsClearance(state, line)) &&
      !isClearanceUnderWay(state, org),
  )
  const clearances = grown.map((org) => [org, { number: (state.clearances?.[org]?.number ?? 1) + 1, since: at }])
  return grown.length === 0
    ? state
    : { ...state, clearances: { ...state.clearances, ...Object.fromEntries(clearances) } }
}
