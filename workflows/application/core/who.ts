import { lineWords } from '../../../domain/case/service.ts'
import type { Actor } from '../../../domain/actor/actor.ts'
import { isOfApplicantSide, userSideOf } from '../../../domain/actor/applicant-side.ts'
import { holdsCodeOf } from '../../../domain/actor/code-holder.ts'
import type { ActType } from '../../../domain/act/act.ts'
import type { City } from '../../../domain/city/city.schema.ts'
import { requireBetween } from '../../../domain/clocks/date-reach.ts'
import { localDate } from '../../../domain/clocks/local-date.ts'
import { Refusal } from '../../../domain/problem.ts'
import type { CaseState, Line, PartyState } from './case-state.ts'
import type { ActBodies } from '../../../domain/act/act.schema.ts'
import { about, byId } from './act-rule.ts'
import type { About } from './act-rule.ts'
import { isOutsideVisit } from './held-up.ts'
import { isAwaited } from './missing.ts'
import { lineOf, linesOf } from './lines.ts'

export function requireParty(state: CaseState, org: string): PartyState {
  const party = Object.hasOwn(state.parties, org) ? state.parties[org] : undefined
  if (party === undefined) throw new Refusal('not-concerned', '本单位未参与此申请')
  return party
}

/** throws for everybody who does not speak for the user. */
export function requireApplicantSide(state: CaseState, actor: Actor): void {
  if (!speaksForUser(state, actor)) throw new Refusal('not-concerned', '只有申请人、原受理渠道或综窗可以办理')
}

export function speaksForUser(state: CaseState, actor: Actor): boolean {
  return holdsCodeOf(state.serviceNumber, actor) || isOfApplicantSide(userSideOf(state), actor)
}

/** Whom the user's own tasks wait for: who claimed the case, else who registered it. */
export function userOf({ claimed, registeredBy }: Pick<CaseState, 'claimed' | 'registeredBy'>): Actor {
  return claimed?.by ?? registeredBy
}

/** a utility whose services were all dropped is asked for nothing. */
export function requireAwaited(state: CaseState, party: PartyState): void {
  if (isOutsideVisit(state, party) && !isAwaited(state, party))
    throw new Refusal('wrong-stage', '本单位的服务尚待用户补正，需求还没有推送', undefined, { early: true })
  if (!isAwaited(state, party)) throw new Refusal('wrong-stage', '本单位的服务均已撤销')
}

/** nothing is done for a dropped service but to wind it up. */
export function requireNotDropped(line: Line, field = 'line'): void {
  if (line.status === 'withdrawn') throw new Refusal('wrong-stage', `${lineWords(line.id)}已撤销`, field)
}

/** A date (YYYY-MM-DD) on which something was done: from the registration until today. */
export function requireSince(
  state: CaseState,
  date: string,
  at: string,
  { hours }: City,
  what: string,
  field: string,
): void {
  requireBetween(
    date,
    { name: '登记之日', date: localDate(state.registeredAt, hours) },
    localDate(at, hours),
    what,
    field,
  )
}

/** An organisation as people call it. */
export function nameOf(org: string, { organisations }: City): string {
  return organisations.find(({ key }) => key === org)?.name ?? org
}

/** The same of what a body names: what is no organisation of the city is quoted. */
export function saidOf(org: string, { organisations }: City): string {
  return organisations.find(({ key }) => key === org)?.name ?? `“${org}”`
}

export function requireLine(state: CaseState, id: string, field: string): Line {
  const line = lineOf(state, id)
  if (line === undefined)
    throw new Refusal(
      'line-unknown',
      `本申请没有“${id}”这项服务；有：${Object.keys(state.lines).map(lineWords).join('、')}`,
      field,
    )
  return line
}

/** Where an act's body names one line. */
type LineAct = { [A in ActType]: ActBodies[A] extends { readonly line: string } ? A : never }[ActType]

/** The halves of an act about one line: what the line must allow, and what else its body says. */
export function aboutLine<A extends LineAct>(
  allows: About<A, Line>['allows'],
  more: Pick<About<A, Line>, 'first' | 'whose' | 'also'> = {},
) {
  return about<A, Line>({
    among: linesOf,
    offers: byId('line', 'line'),
    named: (state, body) => requireLine(state, body.line, 'line'),
    allows,
    ...more,
  })
}

/** The line's own utility; throws a {@link Refusal}. */
export function requireOwn(line: Line, org: string): void {
  if (line.utility !== org) throw new Refusal('not-concerned', `${lineWords(line.id)}不是本单位承办的服务`, 'line')
}
