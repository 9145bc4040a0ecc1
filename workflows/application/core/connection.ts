import { Refusal } from '../../../domain/problem.ts'
import type { Actor } from '../../../domain/actor/actor.ts'
import type { Option } from '../../lib/core/choices.ts'
import { amongThese, byId, oneOf } from './act-rule.ts'
import type { Acts, Intent } from './act-rule.ts'
import type { CaseState, Line } from './case-state.ts'
import { connectionDeadlineId, isLate } from './case-deadlines.ts'
import { hasResult } from './line-results.ts'
import { isOpen, linesOf } from './lines.ts'
import { markDeadline, withLines } from './change.ts'
import type { EventOf, Folds } from './change.ts'
import type { Awaited } from './wanted.ts'
import { aboutLine, requireApplicantSide, requireLine, requireNotDropped, requireOwn, speaksForUser } from './who.ts'
import { defined } from '../../../domain/defined.ts'

/** Two years, in milliseconds: as far as a calendar can be relied on. */
const FURTHEST = 2 * 366 * 86_400_000

/** Connectable at once, or its outer works accepted; an appointment can be moved. */
const READY: readonly Line['status'][] = ['connectable', 'accepted', 'appointed']

/**
 * …R-26: one appointment for every line that is ready, or split; each service reports connected on its own.
 */
export const acts = {
  appointConnection: {
    names: true,
    may: oneOf(
      linesOf,
      (_state, line) => requireReady(line, 'lines'),
      (state, { actor }) => requireAppointing(state, actor),
    ),
    choices: amongThese(byId('lines.*', 'line'), linesOf, (_state, line) => requireReady(line, 'lines')),
    check(state, { actor, at, body }) {
      requireAppointing(state, actor)
      if (Date.parse(body.at) < Date.parse(at))
        throw new Refusal('appointment-past', '约定的接入时间应在此刻之后', 'at')
      if (Date.parse(body.at) > Date.parse(at) + FURTHEST)
        throw new Refusal('appointment-too-far', '约定的接入时间应在两年之内', 'at')
      const lines = wanted(state, body.lines)
      if (lines.length === 0) throw new Refusal('line-not-ready', '没有具备接入条件、尚未接入的服务', 'lines')
      lines.forEach((line, index) => requireReady(line, `lines.${index}`))
      if (lines.every((line) => line.appointment?.at === new Date(body.at).toISOString()))
        throw new Refusal('already-done', '已约定在此时接入', 'at')
    },
    events(state, { body }) {
      const lines = wanted(state, body.lines)
      const moved = lines.some((line) => line.appointment !== undefined)
      return [
        {
          type: 'connectionAppointed',
          rule: 'R-24',
          data: { lines: lines.map((line) => line.id), at: new Date(body.at).toISOString(), moved },
        },
      ]
    },
  },
  reportConnected: {
    ...aboutLine<'reportConnected'>((_state, line, { actor }) => {
      requireOwn(line, actor.org)
      if (line.status === 'connected') throw new Refusal('already-done', `${line.id} 已接入`, 'line')
      requireNotDropped(line)
      if (line.appointment === undefined) throw new Refusal('line-not-ready', '用户尚未约定接入时间', 'line')
    }),
    events(state, { at, body }) {
      const late = isLate(state.deadlines[connectionDeadlineId(requireLine(state, body.line, 'line'))], at)
      return [
        {
          type: 'serviceConnected',
          rule: 'R-26',
          data: { line: body.line, late, ...defined({ remarks: body.remarks }) },
        },
      ]
    },
  },
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
      requireMissed(line, at)
    },
    events: (_state, { body }) => [{ type: 'appointmentMissed', rule: 'R-25', data: body }],
  },
} satisfies Partial<Acts>

function requireAppointing(state: CaseState, actor: Actor): void {
  requireApplicantSide(state, actor)
  if (!hasResult(state)) throw new Refusal('wrong-stage', '踏勘结果形成后才能约定接入时间', undefined, { early: true })
}

function requireMissed(line: Line, at: string): void {
  if (line.appointment === undefined || !isOpen(line))
    throw new Refusal('wrong-stage', '没有待履行的约定', 'line', { early: isOpen(line) })
  if (Date.parse(at) < Date.parse(line.appointment.at))
    throw new Refusal('wrong-stage', '约定时间未到', 'line', { early: true })
  if (line.appointment.missedAt !== undefined) throw new Refusal('already-done', '该次约定的失约已经报告', 'line')
}

/** By either side, of the other. */
function requireReportable(state: CaseState, line: Line, { actor, at }: Intent): void {
  if (line.utility !== actor.org) requireApplicantSide(state, actor)
  requireMissed(line, at)
}

/** Each side says it of the other. */
function missingSides(state: CaseState, { id: line, utility }: Line, { actor }: Intent): readonly Option[] {
  return [
    ...(utility === actor.org ? [{ value: 'user', line }] : []),
    ...(speaksForUser(state, actor) ? [{ value: 'utility', line }] : []),
  ]
}

/** The lines asked for, once each; with none named, all that are ready. */
function wanted(state: CaseState, ids: readonly string[] | undefined): readonly Line[] {
  if (ids === undefined) return linesOf(state).filter((line) => READY.includes(line.status))
  return [...new Set(ids)].map((id, index) => requireLine(state, id, `lines.${index}`))
}

function requireReady(line: Line, field: string): void {
  if (line.status === 'connected') throw new Refusal('already-done', `${line.id} 已接入`, field)
  requireNotDropped(line, field)
  if (!READY.includes(line.status)) throw new Refusal('line-not-ready', `${line.id} 尚不具备接入条件`, field)
}

export const folds = {
  connectionAppointed,
  serviceConnected,
  appointmentMissed,
} satisfies Partial<Folds>

function connectionAppointed(state: CaseState, event: EventOf<'connectionAppointed'>): CaseState {
  const superseded = linesOf(state)
    .filter((line) => event.data.lines.includes(line.id) && line.appointment !== undefined)
    .reduce((next, line) => markDeadline(next, connectionDeadlineId(line), { supersededAt: event.at }), state)
  return withLines(superseded, event.data.lines, (line) => ({
    status: 'appointed',
    appointment: { at: event.data.at, number: (line.appointment?.number ?? line.appointments ?? 0) + 1 },
  }))
}

function serviceConnected(state: CaseState, event: EventOf<'serviceConnected'>): CaseState {
  const line = state.lines[event.data.line]
  const connected = withLines(state, [event.data.line], () => ({ status: 'connected', connectedAt: event.at }))
  return line === undefined ? connected : markDeadline(connected, connectionDeadlineId(line), { metAt: event.at })
}

/** missed by the user, the appointment is void and its clock ends; missed by the utility, the clock goes on. */
function appointmentMissed(state: CaseState, { at, data }: EventOf<'appointmentMissed'>): CaseState {
  const line = state.lines[data.line]
  if (line?.appointment === undefined) return state
  const { appointment: missed } = line
  if (data.by === 'utility') return withLines(state, [line.id], () => ({ appointment: { ...missed, missedAt: at } }))
  const ended = markDeadline(state, connectionDeadlineId(line), { supersededAt: at })
  const { appointment: _missed, ...rest } = line
  const status = line.works === undefined ? ('connectable' as const) : ('accepted' as const)
  return { ...ended, lines: { ...ended.lines, [line.id]: { ...rest, status, appointments: missed.number } } }
}

export const tasks: Awaited<'reportConnected'> = (state) =>
  linesOf(state)
    .filter((line) => line.appointment !== undefined && isOpen(line))
    .map((line) => ({
      kind: 'reportConnected',
      org: line.utility,
      line: line.id,
      deadlineId: connectionDeadlineId(line),
    }))
