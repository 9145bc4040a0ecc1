import type { Actor } from '../../../domain/actor/actor.ts'
import type { City } from '../../../domain/city/city.schema.ts'
import { survivesWithdrawal } from '../../../domain/clocks/deadline.ts'
import type { Deadline } from '../../../domain/clocks/deadline.ts'
import { Refusal } from '../../../domain/problem.ts'
import { about, byId } from './act-rule.ts'
import type { Acts } from './act-rule.ts'
import type { CaseState } from './case-state.ts'
import { awaitsAnswer, connectionDeadlineId } from './case-deadlines.ts'
import { patchDeadline, resumed, stopped, superseded, markDeadline, withLines } from './change.ts'
import type { EventOf, Folds } from './change.ts'
import { endOf } from './ended-clock.ts'

/** a clock is stopped for a reason that is on record, by somebody whose clock it is not. */
export const acts = {
  suspendClock: {
    windsUp: true,
    ...about<'suspendClock', Deadline>({
      among: ({ deadlines }) => Object.values(deadlines),
      offers: byId('deadline', 'deadline'),
      named: (state, body) => requireDeadline(state, body.deadline),
      allows(state, deadline, { actor, at }, policy) {
        if (deadline.owner === actor.org) throw new Refusal('own-clock', '停表须由他方办理', 'deadline')
        if (!isKeeper(state, actor, policy))
          throw new Refusal('not-concerned', '停表由协调小组办公室或踏勘牵头单位办理')
        requireOfItsOwn(deadline)
        const running =
          [deadline.metAt, deadline.passedAt, deadline.supersededAt, deadline.stoppedAt].every(
            (each) => each === undefined,
          ) && Date.parse(deadline.dueAt) > Date.parse(at)
        if (!running) throw new Refusal('clock-not-running', '该时限已结束、已过期或已停表', 'deadline')
      },
    }),
    events: (_state, { body }) => [{ type: 'clockStopped', rule: 'R-35', data: body }],
  },
  resumeClock: {
    windsUp: true,
    ...about<'resumeClock', Deadline>({
      among: ({ deadlines }) => Object.values(deadlines),
      offers: byId('deadline', 'deadline'),
      named: (state, body) => requireDeadline(state, body.deadline),
      allows(state, deadline, { actor }, policy) {
        if (!isKeeper(state, actor, policy))
          throw new Refusal('not-concerned', '恢复计时由协调小组办公室或踏勘牵头单位办理')
        requireOfItsOwn(deadline)
        if (
          deadline.stoppedAt === undefined ||
          deadline.metAt !== undefined ||
          deadline.supersededAt !== undefined ||
          deadline.resumedAt !== undefined ||
          deadline.stopReason === 'booked'
        )
          throw new Refusal('clock-not-running', '该时限没有停表', 'deadline')
        if (deadline.kind === 'survey' && state.survey?.putOff !== undefined)
          throw new Refusal('wrong-stage', '踏勘已推迟，由召集单位恢复踏勘', 'deadline')
        if (deadline.stopReason === 'awaitingUser' && awaitsAnswer(state, deadline.id))
          throw new Refusal('wrong-stage', '补正之后自行恢复', 'deadline')
      },
    }),
    events: (_state, { body }) => [{ type: 'clockResumed', rule: 'R-35', data: body }],
  },
} satisfies Partial<Acts>

/** the clocks of opinions go with the survey's. */
function requireOfItsOwn({ kind }: Deadline): void {
  if (kind === 'fileOpinion') throw new Refusal('clock-not-running', '意见的时限随联合踏勘的时限停走', 'deadline')
}

function isKeeper(state: CaseState, { org }: Actor, { coordination }: City): boolean {
  return org === coordination.office || org === state.convener
}

function requireDeadline(state: CaseState, id: string): Deadline {
  const deadline = Object.hasOwn(state.deadlines, id) ? state.deadlines[id] : undefined
  if (deadline === undefined) throw new Refusal('deadline-unknown', `没有时限 ${id}`, 'deadline')
  return deadline
}

export const folds = {
  deadlineStarted,
  deadlineWarned: (state, event) => markDeadline(state, event.data.deadline, { warnedAt: event.at }),
  deadlinePassed: (state, event) => markDeadline(state, event.data.deadline, { passedAt: event.at }),
  deadlineMoved: (state, { data: { deadline, ...moved } }) =>
    patchDeadline(state, deadline, ({ stoppedAt: _1, stopReason: _2, resumedAt: _3, resumeOn: _4, ...clock }) => ({
      ...clock,
      ...moved,
    })),
  clockStopped: (state, { at, data }) => stopped(state, data.deadline, at, data.reason),
  clockResumed,
} satisfies Partial<Folds>

/** Where an answer was asked for meanwhile, the clock stands on until it is there. */
function clockResumed(state: CaseState, { at, data }: EventOf<'clockResumed'>): CaseState {
  if (!awaitsAnswer(state, data.deadline)) return resumed(state, data.deadline, at)
  return patchDeadline(state, data.deadline, (clock) => ({ ...clock, stopReason: 'awaitingUser' }))
}

/** until when the utility may offer another time than this one. */
function withOfferBy(state: CaseState, { deadline, offerBy }: EventOf<'deadlineStarted'>['data']): CaseState {
  if (offerBy === undefined || deadline.line === undefined) return state
  return withLines(state, [deadline.line], (line) =>
    line.appointment === undefined || connectionDeadlineId(line) !== deadline.id
      ? {}
      : { appointment: { ...line.appointment, offerBy } },
  )
}

/** What stopped a clock before its due time was computed stops it from its start. */
function deadlineStarted(before: CaseState, { at, data }: EventOf<'deadlineStarted'>): CaseState {
  const { deadline } = data
  const state = withOfferBy(before, data)
  const started = { ...state, deadlines: { ...state.deadlines, [deadline.id]: deadline } }
  if (state.withdrawn !== undefined) return withoutIdleClocks(started, at)
  const ended = endOf(state, deadline, at)
  if (ended !== undefined) return markDeadline(started, deadline.id, ended)
  if (awaitsAnswer(state, deadline.id)) return stopped(started, deadline.id, at, 'awaitingUser')
  if (deadline.kind === 'survey' && state.survey?.putOff !== undefined)
    return stopped(started, deadline.id, at, 'putOff')
  if (deadline.kind !== 'survey' || state.survey?.movedEarly === undefined || state.survey.date === undefined)
    return started
  const resumeOn = state.survey.date
  return patchDeadline(started, deadline.id, (clock) => ({ ...clock, stoppedAt: at, stopReason: 'booked', resumeOn }))
}

/**
 * in a withdrawn case only what is wound up runs on against its time: rectification orders and emergency
 * repairs.
 */
export function withoutIdleClocks(state: CaseState, at: string): CaseState {
  return superseded(
    state,
    Object.values(state.deadlines)
      .filter(({ kind }) => !survivesWithdrawal(kind))
      .map(({ id }) => id),
    at,
  )
}
