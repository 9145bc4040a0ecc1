import type { Actor } from '../../../domain/actor/actor.ts'
import type { City } from '../../../domain/city/city.schema.ts'
import { survivesWithdrawal } from '../../../domain/clocks/deadline.ts'
import type { Deadline } from '../../../domain/clocks/deadline.ts'
import { requireWithinReach } from '../../../domain/clocks/date-reach.ts'
import { localDate } from '../../../domain/clocks/local-date.ts'
import { startOfLocalDate } from '../../../domain/clocks/start-of-date.ts'
import { defined } from '../../../domain/defined.ts'
import { Refusal } from '../../../domain/problem.ts'
import { about, byId } from './act-rule.ts'
import type { Acts, Command } from './act-rule.ts'
import type { CaseState } from './case-state.ts'
import { awaitsAnswer, connectionDeadlineId } from './case-deadlines.ts'
import { patchDeadline, resumed, stopped, superseded, markDeadline, withLines } from './change.ts'
import type { EventOf, Folds } from './change.ts'
import { endOf } from './ended-clock.ts'
import { withHeldClocks } from './held.ts'

/** a clock is stopped for a reason that is on record, by somebody whose clock it is not. */
export const acts = {
  suspendClock: {
    windsUp: true,
    ...about<'suspendClock', Deadline>({
      among: ({ deadlines }) => Object.values(deadlines),
      offers: byId('deadline', 'deadline'),
      named: (state, body) => requireDeadline(state, body.deadline),
      allows(state, deadline, { actor, at }, policy) {
        if (isOwn(deadline, actor, policy)) throw new Refusal('own-clock', ownClockWords(policy), 'deadline')
        if (!isKeeper(state, actor, policy))
          throw new Refusal('not-concerned', '停表由协调小组办公室或踏勘牵头单位办理')
        requireStandsIn(state, deadline, actor, policy)
        requireOfItsOwn(deadline)
        const running =
          [deadline.metAt, deadline.passedAt, deadline.supersededAt, deadline.stoppedAt].every(
            (each) => each === undefined,
          ) && Date.parse(deadline.dueAt) > Date.parse(at)
        if (!running) throw new Refusal('clock-not-running', '该时限已结束、已过期或已停表', 'deadline')
      },
      also: requireEvidence,
    }),
    events: (_state, { body: { deadline, reason, note, evidence, until } }, { hours }) => {
      const endsAt = until === undefined ? undefined : startOfLocalDate(until, hours)
      return [
        {
          type: 'clockStopped',
          rule: 'R-35',
          data: { deadline, reason, note, ...defined({ evidence, endsAt }) },
        },
      ]
    },
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
  return [coordination.office, state.convener, coordination.standIn].includes(org)
}

/** an office inside a bureau counts as the bureau. */
function isOwn({ owner }: Deadline, { org }: Actor, policy: City): boolean {
  return bureauOf(owner, policy) === bureauOf(org, policy)
}

/** the bureau that an organisation is, or is inside of. */
export function bureauOf(org: string, { organisations }: Pick<City, 'organisations'>): string {
  return organisations.find(({ key }) => key === org)?.partOf ?? org
}

function ownClockWords({ coordination: { standIn }, organisations }: City): string {
  const other = organisations.find(({ key }) => key === standIn)?.name
  return other === undefined ? '停表须由他方办理' : `不能停本单位（含其内设的办公室）的表：由${other}办理`
}

/** Who stands in does so for the clocks of who else would stop their own. */
function requireStandsIn(state: CaseState, deadline: Deadline, { org }: Actor, policy: City): void {
  const { office } = policy.coordination
  if (org === office || org === state.convener) return
  const owner = bureauOf(deadline.owner, policy)
  if (owner !== bureauOf(office, policy) && owner !== bureauOf(state.convener, policy))
    throw new Refusal('not-concerned', '该时限的停表由协调小组办公室或踏勘牵头单位办理')
}

/** on record by what, and until when it is expected to stand; in cases of before 0.8 unasked. */
function requireEvidence(
  { timesWorks }: CaseState,
  { at, body: { evidence, until } }: Command<'suspendClock'>,
  { hours }: City,
): void {
  if (until !== undefined) {
    if (until <= localDate(at, hours)) throw new Refusal('date-past', '预计恢复计时之日应在今日之后', 'until')
    requireWithinReach(until, localDate(at, hours), 'until')
  }
  if (timesWorks === undefined) return
  if (evidence === undefined) throw new Refusal('validation-failed', '请写明停表所依据的材料', 'evidence')
  if (until === undefined) throw new Refusal('validation-failed', '请写明预计恢复计时之日', 'until')
}

function requireDeadline(state: CaseState, id: string): Deadline {
  const deadline = Object.hasOwn(state.deadlines, id) ? state.deadlines[id] : undefined
  if (deadline === undefined) throw new Refusal('deadline-unknown', `没有时限“${id}”`, 'deadline')
  return deadline
}

export const folds = {
  deadlineStarted,
  deadlineWarned: (state, event) => markDeadline(state, event.data.deadline, { warnedAt: event.at }),
  deadlinePassed: (state, event) => markDeadline(state, event.data.deadline, { passedAt: event.at }),
  deadlineMoved: (state, { data: { deadline, ...moved } }) =>
    patchDeadline(state, deadline, (clock) => ({ ...withoutStop(clock), ...moved })),
  clockStopped: (state, { at, data: { deadline, reason, endsAt } }) =>
    patchDeadline(stopped(state, deadline, at, reason), deadline, (clock) =>
      endsAt === undefined || clock.stoppedAt === undefined ? clock : { ...clock, stopEndsAt: endsAt },
    ),
  clockResumed,
} satisfies Partial<Folds>

/** Where an answer was asked for meanwhile, the clock stands on until it is there. */
function clockResumed(state: CaseState, { at, data }: EventOf<'clockResumed'>): CaseState {
  if (!awaitsAnswer(state, data.deadline)) return resumed(state, data.deadline, at)
  return patchDeadline(state, data.deadline, ({ stopEndsAt: _ended, ...clock }) => ({
    ...clock,
    stopReason: 'awaitingUser',
  }))
}

function withoutStop({
  stoppedAt: _1,
  stopReason: _2,
  resumedAt: _3,
  resumeOn: _4,
  stopEndsAt: _5,
  ...clock
}: Deadline): Deadline {
  return clock
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
  if (state.holdsByService !== undefined && deadline.kind === 'registration') return withHeldClocks(started, at)
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
