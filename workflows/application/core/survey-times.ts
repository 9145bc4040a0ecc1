import type { City } from '../../../domain/city/city.schema.ts'
import { localDate, localTime } from '../../../domain/clocks/local-date.ts'
import { requireWithinReach } from '../../../domain/clocks/date-reach.ts'
import { defined } from '../../../domain/defined.ts'
import { Refusal } from '../../../domain/problem.ts'
import type { Acts } from './act-rule.ts'
import { conveningOf } from './letter.ts'
import { comes } from './missing.ts'
import type { CaseState } from './case-state.ts'
import { patchDeadline, resumed } from './change.ts'
import type { EventOf, Folds } from './change.ts'
import { nameOf, requireApplicantSide, requireAwaited, requireParty } from './who.ts'

/**
 * R-11…R-13: a waiver in place of the survey; the day that the user moves; who cannot come when, and when the visit is.
 */
export const acts = {
  waiveSurvey: {
    may(state, { actor }) {
      requireConvener(state, actor.org)
      requireOpenSurvey(state)
      if (state.survey?.waived !== undefined) throw new Refusal('already-done', '已免于踏勘')
    },
    events: (_state, { body }) => [{ type: 'surveyWaived', rule: 'R-11', data: body }],
  },
  bookSurvey: {
    may(state, { actor }) {
      requireApplicantSide(state, actor)
      requireVisited(state)
    },
    check(state, { at, body }, policy) {
      if (body.date < localDate(at, policy.hours)) throw new Refusal('date-past', '踏勘日期应在今日或以后', 'date')
      requireWithinReach(body.date, localDate(at, policy.hours), 'date')
      if (state.survey?.date === body.date) throw new Refusal('already-done', `已约定 ${body.date} 踏勘`, 'date')
    },
    events: (_state, { at, body }, policy) => [
      { type: 'surveyMoved', rule: 'R-12', data: { date: body.date, stops: body.date > localDate(at, policy.hours) } },
    ],
  },
  declareUnavailable: {
    may(state, { actor }) {
      const party = requireParty(state, actor.org)
      requireOpenSurvey(state)
      requireAwaited(state, party)
    },
    check(state, { actor, at, body }) {
      if (Date.parse(body.to) <= Date.parse(at)) throw new Refusal('date-past', '不便时间已经过去', 'to')
      if (
        state.unavailable[actor.org]?.some((span) => span.from === utc(body.from) && span.to === utc(body.to)) === true
      )
        throw new Refusal('already-done', '该时间已经申报')
    },
    events: (_state, { actor, body }) => [
      {
        type: 'unavailabilityDeclared',
        rule: 'R-13',
        data: { org: actor.org, from: utc(body.from), to: utc(body.to) },
      },
    ],
  },
  scheduleSurvey: {
    may(state, { actor }) {
      requireConvener(state, actor.org)
      requireVisited(state)
      requireNotPutOff(state)
    },
    check(state, { at, body }, policy) {
      requireVisit(state, { at, visit: body.at }, policy)
    },
    // before the letter has gone out it goes out with that time.
    events: (state, { body }) =>
      state.survey?.proposal === undefined
        ? [{ type: 'surveyScheduled', rule: 'R-13', data: { visitAt: utc(body.at) } }]
        : [
            {
              type: 'surveyConvened',
              rule: 'R-11',
              data: conveningOf(state, { how: 'changed', visitAt: utc(body.at) }),
            },
          ],
  },
} satisfies Partial<Acts>

export function requireConvener(state: CaseState, org: string): void {
  if (org !== state.convener) throw new Refusal('not-concerned', '由踏勘牵头单位办理')
}

function requireOpenSurvey(state: CaseState): void {
  if (state.survey === undefined) throw new Refusal('wrong-stage', '联合踏勘尚未开始', undefined, { early: true })
  if (state.survey.closedAt !== undefined) throw new Refusal('survey-closed', '联合踏勘已结束')
}

/** an open survey that was not waived, for which nobody comes. */
export function requireVisited(state: CaseState): void {
  requireOpenSurvey(state)
  if (state.convenes !== undefined && state.survey?.waived !== undefined)
    throw new Refusal('wrong-stage', '已免于踏勘，只由承办单位答复')
}

export function requireNotPutOff({ survey }: CaseState): void {
  if (survey?.putOff !== undefined) throw new Refusal('wrong-stage', '踏勘已推迟，恢复之后再定时间')
}

/** When the visit may be: to come, another than it is, and {@link requireSuitable}. */
export function requireVisit(state: CaseState, { at, visit }: { at: string; visit: string }, policy: City): void {
  if (Date.parse(visit) < Date.parse(at)) throw new Refusal('date-past', '踏勘时间应在此刻之后', 'at')
  if (state.survey?.visitAt === utc(visit)) throw new Refusal('already-done', '踏勘时间已定于此时', 'at')
  requireSuitable(state, visit, policy)
}

/**
 * In working hours, not before the day that the user booked, not after the survey has closed by its deadline, and when
 * all can come.
 */
function requireSuitable(state: CaseState, at: string, policy: City): void {
  const unsuitable = (why: string) => new Refusal('visit-time-unsuitable', why, 'at')
  const { hours } = policy
  const clock = state.deadlines['survey']
  const sessions = hours.sessions.map(({ from, to }) => `${from}–${to}`).join('、')
  if (!hours.sessions.some(({ from, to }) => from <= localTime(at, hours) && localTime(at, hours) < to))
    throw unsuitable(`踏勘时间应在工作时间之内：${sessions}`)
  if (state.survey?.date !== undefined && localDate(at, hours) < state.survey.date)
    throw unsuitable(`用户约定 ${state.survey.date} 踏勘，不能早于该日`)
  if (clock !== undefined && clock.stoppedAt === undefined && Date.parse(at) > Date.parse(clock.dueAt))
    throw unsuitable(
      `踏勘时限为 ${localDate(clock.dueAt, hours)} ${localTime(clock.dueAt, hours)}，应在此前；需延后的由用户改约踏勘日期`,
    )
  const busy = Object.entries(state.unavailable)
    .filter(([org]) => comes(state, requireParty(state, org)))
    .filter(([, spans]) => spans.some((span) => span.from <= utc(at) && utc(at) < span.to))
  if (busy.length > 0) throw unsuitable(`该时间不便：${busy.map(([org]) => nameOf(org, policy)).join('、')}`)
}

/** ISO UTC. */
export function utc(instant: string): string {
  return new Date(instant).toISOString()
}

export const folds = {
  surveyWaivedByClass: (state, { at, data: { name, date } }) => ({
    ...state,
    survey: { convenedAt: at, absent: [], ...state.survey, waived: { reason: name }, ...defined({ date }) },
  }),
  surveyWaived(state, { at, data }) {
    if (state.survey === undefined) return state
    const { putOff, ...survey } = state.survey
    const waived = { ...state, survey: { ...survey, waived: data } }
    return putOff === undefined ? waived : resumed(waived, 'survey', at)
  },
  surveyMoved,
  unavailabilityDeclared: (state, { data: { org, from, to } }) => ({
    ...state,
    unavailable: { ...state.unavailable, [org]: [...(state.unavailable[org] ?? []), { from, to }] },
  }),
  surveyScheduled: (state, { data }) =>
    state.survey === undefined ? state : { ...state, survey: { ...state.survey, visitAt: data.visitAt } },
} satisfies Partial<Folds>

/**
 * a later day stops the clock, where it stands, until the day's first working minute; today starts one that waits
 * for a later day. The visit is set anew.
 */
function surveyMoved(state: CaseState, { at, data }: EventOf<'surveyMoved'>): CaseState {
  if (state.survey === undefined) return state
  const { visitAt: _1, proposal: _2, letterAt: _3, putOff: _4, ...survey } = state.survey
  const moved = { ...state, survey: { ...survey, date: data.date } }
  if (state.deadlines['survey'] === undefined) return { ...moved, survey: { ...moved.survey, movedEarly: true } }
  return patchDeadline(moved, 'survey', (clock) => {
    if (clock.passedAt !== undefined) return clock
    const { resumedAt: _at, resumeOn: _on, ...standing } = clock
    if (data.stops) return { ...standing, stoppedAt: clock.stoppedAt ?? at, stopReason: 'booked', resumeOn: data.date }
    const waits =
      clock.stopReason === 'booked' ||
      clock.stopReason === 'putOff' ||
      Date.parse(clock.runsFrom ?? clock.startedAt) > Date.parse(at)
    return waits ? { ...standing, stoppedAt: clock.stoppedAt ?? at, stopReason: 'booked', resumedAt: at } : clock
  })
}
