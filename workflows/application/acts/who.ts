import type { Actor } from '../../../domain/actor.ts'
import { Refusal } from '../../../domain/problem.ts'
import type { CaseState, Line, PartyState } from '../case-state.ts'
import { lineOf } from '../case-state.ts'

export function requireParty(state: CaseState, org: string): PartyState {
  const party = Object.hasOwn(state.parties, org) ? state.parties[org] : undefined
  if (party === undefined) throw new Refusal('not-concerned', '本单位未参与此申请')
  return party
}

/** The applicant, the intake system that registered the case, or the window. */
export function requireApplicantSide(state: CaseState, actor: Actor): void {
  const applicant = actor.role === 'applicant' && isApplicant(state, actor)
  const intake = actor.role === 'system' && actor.org === state.registeredBy.org
  if (!applicant && !intake && actor.role !== 'clerk') throw new Refusal('not-concerned', '只有申请人、原受理渠道或综窗可以办理')
}

export function isApplicant(state: CaseState, actor: Actor): boolean {
  const subject = state.registration.applicantSubject ?? (state.registeredBy.role === 'applicant' ? state.registeredBy.sub : undefined)
  return actor.sub === subject
}

/** nothing is done for a dropped service but to wind it up. */
export function requireNotDropped(line: Line): void {
  if (line.status === 'withdrawn') throw new Refusal('wrong-stage', `${line.id} 已撤销`, 'line')
}

/** As far as a calendar can be relied on: beyond it no due time can be computed. `date` and `today` are YYYY-MM-DD. */
export function requireWithinReach(date: string, today: string, field: string): void {
  if (Number(date.slice(0, 4)) > Number(today.slice(0, 4)) + REACH_YEARS) throw new Refusal('calendar-year-unknown', `日期应在 ${REACH_YEARS} 年之内`, field)
}

const REACH_YEARS = 5

export function requireLine(state: CaseState, id: string, field: string): Line {
  const line = lineOf(state, id)
  if (line === undefined) throw new Refusal('line-unknown', `本申请没有 ${id}；有：${Object.keys(state.lines).join('、')}`, field)
  return line
}
