import { lineWords } from '../../../domain/case/service.ts'
import { Refusal } from '../../../domain/problem.ts'
import { amongThese, byId, oneOf } from './act-rule.ts'
import type { Acts } from './act-rule.ts'
import type { CaseState, Line } from './case-state.ts'
import { connectionDeadlineId, worksClockIds } from './case-deadlines.ts'
import { notTakenUp, withoutDropped } from './held.ts'
import { isOpen, linesOf } from './lines.ts'
import { awaitsClearance, clearanceClockId, isPending } from './needed-approvals.ts'
import { superseded, withLines } from './change.ts'
import type { EventOf, Folds } from './change.ts'
import { withoutIdleClocks } from './clocks.ts'
import { requireApplicantSide, requireLine } from './who.ts'

/** the applicant's side may drop some services, or withdraw the whole case, at any moment. */
export const acts = {
  dropServices: {
    names: true,
    may: oneOf(linesOf, requireDroppable, (state, { actor }) => requireApplicantSide(state, actor)),
    choices: amongThese(byId('lines.*', 'line'), linesOf, requireDroppable),
    check(state, { actor, body }) {
      requireApplicantSide(state, actor)
      body.lines.forEach((id, index) => {
        const line = requireLine(state, id, `lines.${index}`)
        if (!isOpen(line)) throw new Refusal('already-done', `${lineWords(id)}已接入或已撤销`, `lines.${index}`)
      })
      requireSomeLeft(state, body.lines)
    },
    events: (_state, { body }) => [{ type: 'serviceDropped', rule: 'R-37', data: body }],
  },
  withdrawApplication: {
    may(state, { actor }) {
      requireApplicantSide(state, actor)
      if (!linesOf(state).some(isOpen)) throw new Refusal('wrong-stage', '各项服务均已接入或撤销，不能撤回')
    },
    events: (_state, { body }) => [{ type: 'applicationWithdrawn', rule: 'R-37', data: { reason: body.reason } }],
  },
} satisfies Partial<Acts>

function requireDroppable(state: CaseState, line: Line): void {
  if (!isOpen(line)) throw new Refusal('already-done', `${lineWords(line.id)}已接入或已撤销`, 'lines')
  requireSomeLeft(state, [line.id])
}

function requireSomeLeft(state: CaseState, dropped: readonly string[]): void {
  if (linesOf(state).every((line) => line.status === 'withdrawn' || dropped.includes(line.id)))
    throw new Refusal('wrong-stage', '全部撤销请撤回申请', 'lines')
}

export const folds = {
  serviceDropped,
  demandNotTakenUp,
  applicationWithdrawn: (state, event) =>
    withoutIdleClocks(
      {
        ...withLines(
          state,
          linesOf(state)
            .filter(isOpen)
            .map((line) => line.id),
          () => ({ status: 'withdrawn' }),
        ),
        withdrawn: { at: event.at, reason: event.data.reason },
      },
      event.at,
    ),
  applicationClosed: (state, event) => ({ ...state, closedAt: event.at, outcome: event.data.outcome }),
} satisfies Partial<Folds>

/** nobody is waited for any more on account of a dropped service; what its works began is wound up. */
function serviceDropped(state: CaseState, event: EventOf<'serviceDropped'>): CaseState {
  return dropped(state, event.data.lines, event.at)
}

/** as dropped, though nobody wished it. */
function demandNotTakenUp(state: CaseState, { at, data }: EventOf<'demandNotTakenUp'>): CaseState {
  const next = notTakenUp(dropped(state, data.lines, at), data.lines, at)
  return next.withdrawn === undefined ? next : withoutIdleClocks(next, at)
}

function dropped(state: CaseState, ids: readonly string[], at: string): CaseState {
  const without = withLines(state, ids, () => ({ status: 'withdrawn' }))
  const lines = ids.flatMap((id) => (state.lines[id] === undefined ? [] : [state.lines[id]]))
  const utilities = [...new Set(lines.map((line) => line.utility))].filter(
    (org) => !linesOf(without).some((line) => line.utility === org && awaitsClearance(without, line)),
  )
  const idle = [
    ...lines.flatMap((line) => [connectionDeadlineId(line), ...worksClockIds(state, line)]),
    ...utilities.map((org) => clearanceClockId(state, org)),
    ...Object.values(state.approvals)
      .filter((approval) => isPending(state, approval) && !isPending(without, approval))
      .map((approval) => `approval:${approval.id}`),
  ]
  return withoutDropped(superseded(without, idle, at), ids, at)
}
