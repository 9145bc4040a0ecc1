import type { EventBody } from '../../../domain/case/event.ts'
import type { Side } from '../../../domain/connection/side.ts'
import { defined } from '../../../domain/defined.ts'
import { Refusal } from '../../../domain/problem.ts'
import type { Option } from '../../lib/core/choices.ts'
import { about, amongThese, byId, oneOf } from './act-rule.ts'
import type { Acts, Intent } from './act-rule.ts'
import type { CaseState, Line, MissedClaim } from './case-state.ts'
import { withLines } from './change.ts'
import type { EventOf, Folds } from './change.ts'
import { isOpen, linesOf } from './lines.ts'
import { claimOn, claimsOf, settledClaim, standingOf, withoutAppointment } from './missed-claims.ts'
import type { Awaited, Wanted } from './wanted.ts'
import { requireApplicantSide, requireLine, speaksForUser, userOf } from './who.ts'

/**
 * “missed” is one side's word: the other confirms or contests it, and the window decides who it was. Until then
 * the clock runs on, charged as it stood; a new time can be agreed at once. In cases of before, one side's word stands.
 */
export const acts = {
  reportMissedAppointment: {
    names: true,
    may: oneOf(linesOf, requireReportable),
    choices: (state, intent, policy) => [
      ...amongThese(byId('line', 'line'), linesOf, requireReportable)(state, intent, policy),
      { field: 'by', of: 'side', options: linesOf(state).flatMap((line) => missingSides(state, line, intent)) },
    ],
    check(state, { actor, at, body }) {
      const line = requireLine(state, body.line, 'line')
      if (body.by === 'utility') requireApplicantSide(state, actor)
      else if (line.utility !== actor.org) throw new Refusal('not-concerned', '用户失约由承办单位报告', 'line')
      requireMissed(state, line, at)
      if (body.by === 'user') requireNoOffer(line)
    },
    events: (state, { body }) => {
      const claim = state.agreesTimes === undefined ? undefined : claimId(requireLine(state, body.line, 'line'))
      return [{ type: 'appointmentMissed', rule: 'R-25', data: { ...body, ...defined({ claim }) } }]
    },
  },
  answerMissed: {
    windsUp: true,
    ...about<'answerMissed', MissedClaim>({
      among: claimsOf,
      offers: byId('claim', 'claim'),
      named: (state, body) => requireClaim(state, body.claim),
      allows(state, claim, { actor }) {
        requireOtherSide(state, claim, actor)
        if (claim.answer !== undefined || claim.settled !== undefined)
          throw new Refusal('already-done', '该失约报告已经答复', 'claim')
      },
      also(_state, { body }) {
        if (!body.confirmed && body.note === undefined)
          throw new Refusal('validation-failed', '不属实的，请说明当时情形', 'note')
      },
    }),
    events: (state, { body: { claim: id, confirmed, note } }) => {
      const { line, by } = requireClaim(state, id)
      return [{ type: 'missedAnswered', rule: 'R-25', data: { claim: id, line, by, confirmed, ...defined({ note }) } }]
    },
  },
  decideMissed: {
    windsUp: true,
    ...about<'decideMissed', MissedClaim>({
      first(state, { actor }) {
        if (actor.org !== state.agreesTimes?.decider) throw new Refusal('not-concerned', '有异议的失约由综窗认定')
      },
      among: claimsOf,
      offers: byId('claim', 'claim'),
      named: (state, body) => requireClaim(state, body.claim),
      allows(_state, claim, { actor }) {
        const standing = standingOf(claim)
        if (standing === 'settled') throw new Refusal('already-done', '该次失约已经了结', 'claim')
        if (standing === 'told') throw new Refusal('wrong-stage', '等待对方确认或提出异议', 'claim', { early: true })
        if ([claim.toldBy, claim.answer?.answeredBy].includes(actor.sub))
          throw new Refusal('second-person-required', '代为报告或答复的人不能认定，请由综窗另一人办理', 'claim')
      },
    }),
    events: (state, { body: { claim: id, missed, reason } }) => [
      { type: 'missedDecided', rule: 'R-25', data: { claim: id, line: requireClaim(state, id).line, missed, reason } },
    ],
  },
} satisfies Partial<Acts>

function claimId({ id, appointment }: Line): string {
  return `${id}:${appointment?.number ?? 1}`
}

function requireClaim({ missed = {} }: CaseState, id: string): MissedClaim {
  const claim = Object.hasOwn(missed, id) ? missed[id] : undefined
  if (claim === undefined)
    throw new Refusal('claim-unknown', `没有失约报告“${id}”；本申请共有 ${Object.keys(missed).length} 份`, 'claim')
  return claim
}

/** Whoever is said to have missed it. */
function requireOtherSide(state: CaseState, { by, line: id }: MissedClaim, actor: Intent['actor']): void {
  if (by === 'user') return requireApplicantSide(state, actor)
  if (state.lines[id]?.utility !== actor.org) throw new Refusal('not-concerned', '由被指失约的一方答复', 'claim')
}

function requireMissed(state: CaseState, line: Line, at: string): void {
  if (line.appointment === undefined || !isOpen(line))
    throw new Refusal('wrong-stage', '没有待履行的约定', 'line', { early: isOpen(line) })
  if (Date.parse(at) < Date.parse(line.appointment.at))
    throw new Refusal('wrong-stage', '约定时间未到', 'line', { early: true })
  if (line.appointment.missedAt !== undefined || claimOn(state, line) !== undefined)
    throw new Refusal('already-done', '该次约定的失约已经报告', 'line')
}

/** who has offered another time did not mean to come at the user's. */
function requireNoOffer({ appointment }: Line): void {
  if (appointment?.offer !== undefined)
    throw new Refusal('wrong-stage', '已另提时间，用户尚未答复，不能报告用户失约', 'line', { early: true })
}

/** By either side, of the other. */
function requireReportable(state: CaseState, line: Line, { actor, at }: Intent): void {
  if (line.utility !== actor.org) requireApplicantSide(state, actor)
  requireMissed(state, line, at)
  if (line.utility === actor.org) requireNoOffer(line)
}

/** Each side says it of the other. */
function missingSides(state: CaseState, { id: line, utility }: Line, { actor }: Intent): readonly Option[] {
  return [
    ...(utility === actor.org ? [{ value: 'user', line }] : []),
    ...(speaksForUser(state, actor) ? [{ value: 'utility', line }] : []),
  ]
}

export const folds = {
  appointmentMissed,
  missedAnswered(state, { at, actor, data: { claim: id, confirmed, how, note } }) {
    const claim = state.missed?.[id]
    if (claim === undefined) return state
    const answeredBy = how === undefined ? actor.sub : undefined
    const answered = { ...claim, answer: { at, confirmed, ...defined({ answeredBy, note }) } }
    return confirmed
      ? settledClaim(state, answered, { at, missed: claim.by })
      : { ...state, missed: { ...state.missed, [id]: answered } }
  },
  missedDecided(state, { at, data: { claim: id, missed, reason } }) {
    const claim = state.missed?.[id]
    return claim === undefined ? state : settledClaim(state, claim, { at, missed, reason })
  },
} satisfies Partial<Folds>

function appointmentMissed(state: CaseState, event: EventOf<'appointmentMissed'>): CaseState {
  const line = state.lines[event.data.line]
  if (line?.appointment === undefined) return state
  if (event.data.claim === undefined) return missedByWord(state, line, event)
  const { number, at, offer: _void, ...rest } = line.appointment
  const { claim: id, by, note } = event.data
  const claim: MissedClaim = {
    id,
    line: line.id,
    appointment: number,
    at,
    by,
    toldAt: event.at,
    toldBy: event.actor.sub,
    note,
  }
  const told = { ...state, missed: { ...state.missed, [id]: claim } }
  return withLines(told, [line.id], () => ({ appointment: { number, at, ...rest } }))
}

/**
 * In a case of before 0.7: missed by the user, the appointment is void and its clock ends; missed by the utility, the
 * clock goes on.
 */
function missedByWord(state: CaseState, line: Line, { at, data }: EventOf<'appointmentMissed'>): CaseState {
  if (data.by === 'user') return withoutAppointment(state, line, at)
  return withLines(state, [line.id], ({ appointment }) =>
    appointment === undefined ? {} : { appointment: { ...appointment, missedAt: at } },
  )
}

/**
 * what the other side has not answered when its term is over: a utility confirms by it; a user's silence takes
 * nothing away from anybody, and the window decides.
 */
export function unansweredClaim({ missed = {} }: CaseState, id: string): EventBody | undefined {
  const claim = missed[id]
  if (claim === undefined || standingOf(claim) !== 'told') return undefined
  const { line, by } = claim
  return {
    type: 'missedAnswered',
    rule: 'R-25',
    data: { claim: id, line, by, confirmed: by === 'utility', how: 'silence' },
  }
}

/** also of a line that is connected or dropped, and of a withdrawn case: whose figures they are, stays. */
export const tasks: Awaited<'answerMissed' | 'decideMissed'> = (state) =>
  claimsOf(state).flatMap((claim): Wanted<'answerMissed' | 'decideMissed'>[] => {
    const { id: order, line } = claim
    switch (standingOf(claim)) {
      case 'told':
        return [{ kind: 'answerMissed', org: answererOf(state, claim), line, order }]
      case 'contested':
        return [{ kind: 'decideMissed', org: state.agreesTimes?.decider ?? state.collector, line, order }]
      case 'settled':
        return []
    }
  })

function answererOf(state: CaseState, { by, line }: { readonly by: Side; readonly line: string }) {
  const user = userOf(state).org
  return by === 'user' ? user : (state.lines[line]?.utility ?? user)
}
