import { lineWords } from '../../../domain/case/service.ts'
import type { EventBody } from '../../../domain/case/event.ts'
import { Refusal } from '../../../domain/problem.ts'
import { aboutLine, requireApplicantSide, requireNotDropped, requireOwn, userOf } from './who.ts'
import type { Acts } from './act-rule.ts'
import type { Appointment, CaseState, Line } from './case-state.ts'
import { withLines } from './change.ts'
import type { Folds } from './change.ts'
import { requireToCome } from './connection.ts'
import { isOpen, linesOf } from './lines.ts'
import { claimOn } from './missed-claims.ts'
import type { Awaited } from './wanted.ts'

/**
 * the user names a time, and the utility may offer another, once, within hours. Agreed is what both said, or what
 * nobody objected to: what the user does not answer in time.
 */
export const acts = {
  offerTime: {
    ...aboutLine<'offerTime'>(
      (state, line, { actor, at }) => {
        requireOwn(line, actor.org)
        requireOfferable(state, line, at)
      },
      {
        whose: (_state, line, { actor }) => requireOwn(line, actor.org),
        also(state, { at, body }) {
          requireToCome(body.at, at)
          if (Date.parse(body.at) === Date.parse(state.lines[body.line]?.appointment?.at ?? ''))
            throw new Refusal('already-done', '用户约定的就是此时', 'at')
        },
      },
    ),
    events: (_state, { body }) => [
      { type: 'timeOffered', rule: 'R-25', data: { ...body, at: new Date(body.at).toISOString() } },
    ],
  },
  answerOffer: {
    ...aboutLine<'answerOffer'>((_state, line) => requireOffer(line), {
      first: (state, { actor }) => requireApplicantSide(state, actor),
      also(state, { at, body: { line, answer, at: time } }) {
        const offer = requireOffer(requireOf(state, line))
        if (answer === 'agreed' && Date.parse(offer.at) < Date.parse(at))
          throw new Refusal('appointment-past', '所提的时间已过，请另定时间或维持原约', 'answer')
        if ((answer === 'other') === (time === undefined))
          throw new Refusal('validation-failed', '另定时间的填写时间，其余不填', 'at')
        if (time !== undefined) requireToCome(time, at)
      },
    }),
    events: (state, { body: { line: id, answer, at } }) => {
      if (answer === 'kept') return [{ type: 'offerAnswered', rule: 'R-25', data: { line: id, how: answer } }]
      const time = answer === 'agreed' ? requireOffer(requireOf(state, id)).at : new Date(at ?? '').toISOString()
      return [
        {
          type: 'connectionAppointed',
          rule: 'R-25',
          data: { lines: [id], at: time, moved: true, answers: answer },
        },
      ]
    },
  },
} satisfies Partial<Acts>

function requireOf({ lines }: CaseState, id: string): Line {
  const line = lines[id]
  if (line === undefined) throw new Refusal('line-unknown', `本申请没有“${id}”这项服务`, 'line')
  return line
}

function requireOfferable(state: CaseState, line: Line, now: string): void {
  if (line.status === 'connected') throw new Refusal('already-done', `${lineWords(line.id)}已接入`, 'line')
  requireNotDropped(line)
  const wrong = (why: string, early = false) => new Refusal('wrong-stage', why, 'line', { early })
  if (state.agreesTimes === undefined) throw wrong('所在的申请登记在先，不能另提时间')
  const { appointment } = line
  if (appointment === undefined) throw wrong('用户尚未约定接入时间', true)
  if (appointment.offer !== undefined) throw new Refusal('already-done', '已另提时间，等待用户答复', 'line')
  if (appointment.offered === true) throw wrong('同一约定只能另提一次时间，用户已经答复')
  if (claimOn(state, line) !== undefined) throw wrong('该次约定已报告失约，由用户另约')
  if (Date.parse(now) >= Date.parse(appointment.at)) throw wrong('约定时间已到，由用户另约')
  const { offerBy } = appointment
  if (offerBy !== undefined && Date.parse(now) > Date.parse(offerBy))
    throw new Refusal('term-over', '另提时间的期限已过，以用户所约为准', 'line')
}

function requireOffer(line: Line): NonNullable<Appointment['offer']> {
  const offer = isOpen(line) ? line.appointment?.offer : undefined
  if (offer === undefined)
    throw new Refusal('wrong-stage', `${lineWords(line.id)}没有待答复的时间`, 'line', { early: true })
  return offer
}

export const folds = {
  timeOffered: (state, { at, data }) =>
    withLines(state, [data.line], ({ appointment }) =>
      appointment === undefined
        ? {}
        : { appointment: { ...appointment, offer: { at: data.at, reason: data.reason, madeAt: at } } },
    ),
  /** nobody's silence takes the utility's clock away: that of the user's time goes on as it stood. */
  offerAnswered: (state, { data: { line, at } }) =>
    withLines(state, [line], ({ appointment }) => {
      if (appointment === undefined) return {}
      const { offer: _answered, ...rest } = appointment
      return { appointment: { ...rest, offered: true, ...(at === undefined ? {} : { at }) } }
    }),
} satisfies Partial<Folds>

/** what the user has not answered when the term is over (ISO UTC); a time that has come by then is none. */
export function unanswered(state: CaseState, id: string, now: string): EventBody | undefined {
  const line = state.lines[id]
  if (line === undefined || !isOpen(line)) return undefined
  const offer = line.appointment?.offer
  if (offer === undefined) return undefined
  const lapsed = Date.parse(offer.at) <= Date.parse(now)
  return {
    type: 'offerAnswered',
    rule: 'R-25',
    data: lapsed ? { line: line.id, how: 'lapsed' } : { line: line.id, how: 'silence', at: offer.at },
  }
}

export const tasks: Awaited<'answerOffer'> = (state) =>
  linesOf(state)
    .filter((line) => line.appointment?.offer !== undefined && isOpen(line))
    .map(({ id }) => ({ kind: 'answerOffer', org: userOf(state).org, line: id }))
