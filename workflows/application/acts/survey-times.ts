import { localDate } from '../../../domain/local-date.ts'
import { Refusal } from '../../../domain/problem.ts'
import { isAwaited } from '../case-state.ts'
import type { CaseState } from '../case-state.ts'
import type { ActRule } from '../state.ts'
import { requireApplicantSide, requireParty, requireWithinReach } from './who.ts'

type SurveyTimeAct = 'waiveSurvey' | 'bookSurvey' | 'declareUnavailable' | 'scheduleSurvey'

/** R-11…R-13: a waiver in place of the survey; the day that the user moves; who cannot come when, and when the visit is. */
export const SURVEY_TIME_ACTS: { readonly [A in SurveyTimeAct]: ActRule<A> } = {
  waiveSurvey: {
    can(state, { actor }) {
      requireConvener(state, actor.org)
      requireOpenSurvey(state)
      if (state.survey?.waived !== undefined) throw new Refusal('already-done', '已免于踏勘')
    },
    events: (_state, { body }) => [{ type: 'surveyWaived', rule: 'R-11', data: body }],
  },
  bookSurvey: {
    can(state, { actor, at, body }, policy) {
      requireApplicantSide(state, actor)
      requireOpenSurvey(state)
      if (body.date < localDate(at, policy.hours)) throw new Refusal('date-past', '踏勘日期应在今日或以后', 'date')
      requireWithinReach(body.date, localDate(at, policy.hours), 'date')
    },
    events: (_state, { at, body }, policy) => [{ type: 'surveyMoved', rule: 'R-12', data: { date: body.date, stops: body.date > localDate(at, policy.hours) } }],
  },
  declareUnavailable: {
    can(state, { actor }) {
      requireParty(state, actor.org)
      requireOpenSurvey(state)
    },
    events: (_state, { actor, body }) => [{ type: 'unavailabilityDeclared', rule: 'R-13', data: { org: actor.org, from: utc(body.from), to: utc(body.to) } }],
  },
  scheduleSurvey: {
    can(state, { actor, at, body }) {
      requireConvener(state, actor.org)
      requireOpenSurvey(state)
      if (Date.parse(body.at) < Date.parse(at)) throw new Refusal('date-past', '踏勘时间应在此刻之后', 'at')
      const busy = Object.entries(state.unavailable).filter(([org]) => isAwaited(state, requireParty(state, org))).filter(([, spans]) => spans.some((span) => span.from <= utc(body.at) && utc(body.at) < span.to)).map(([org]) => org)
      if (busy.length > 0) throw new Refusal('wrong-stage', `该时间不便：${busy.join('、')}`, 'at')
    },
    events: (_state, { body }) => [{ type: 'surveyScheduled', rule: 'R-13', data: { visitAt: utc(body.at) } }],
  },
}

function requireConvener(state: CaseState, org: string): void {
  if (org !== state.convener) throw new Refusal('not-concerned', '由踏勘牵头单位办理')
}

function requireOpenSurvey(state: CaseState): void {
  if (state.survey === undefined) throw new Refusal('wrong-stage', '联合踏勘尚未开始')
  if (state.survey.closedAt !== undefined) throw new Refusal('survey-closed', '联合踏勘已结束')
}

function utc(instant: string): string {
  return new Date(instant).toISOString()
}
