import { lineWords } from '../../../domain/case/service.ts'
import { Refusal } from '../../../domain/problem.ts'
import type { Actor } from '../../../domain/actor/actor.ts'
import { amongThese, byId, oneOf } from './act-rule.ts'
import type { Acts } from './act-rule.ts'
import type { CaseState, Line } from './case-state.ts'
import { connectionDeadlineId, isLate } from './case-deadlines.ts'
import { hasResult } from './line-results.ts'
import { isOpen, linesOf } from './lines.ts'
import { markDeadline, withLines } from './change.ts'
import type { EventOf, Folds } from './change.ts'
import type { Awaited } from './wanted.ts'
import { withoutAppointment } from './missed-claims.ts'
import { aboutLine, requireApplicantSide, requireLine, requireNotDropped, requireOwn } from './who.ts'
import { defined } from '../../../domain/defined.ts'

/** Two years, in milliseconds: as far as a calendar can be relied on. */
const FURTHEST = 2 * 366 * 86_400_000

/** Connectable at once, or its outer works accepted; an appointment can be moved. */
const READY: readonly Line['status'][] = ['connectable', 'accepted', 'appointed']

/**
 * …R-26: one appointment for every line that is ready, or split, moved or cancelled by the user; each service
 * reports connected on its own.
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
      requireToCome(body.at, at)
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
      if (line.status === 'connected') throw new Refusal('already-done', `${lineWords(line.id)}已接入`, 'line')
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
  cancelAppointment: {
    names: true,
    may: oneOf(
      linesOf,
      (_state, line) => requireAppointed(line, 'lines'),
      (state, { actor }) => requireApplicantSide(state, actor),
    ),
    choices: amongThese(byId('lines.*', 'line'), linesOf, (_state, line) => requireAppointed(line, 'lines')),
    check(state, { actor, body }) {
      requireApplicantSide(state, actor)
      const lines = named(state, body.lines, isAppointed)
      if (lines.length === 0) throw new Refusal('wrong-stage', '没有待履行的约定', 'lines')
      lines.forEach((line, index) => requireAppointed(line, `lines.${index}`))
    },
    events: (state, { body: { lines, reason } }) => [
      {
        type: 'appointmentCancelled',
        rule: 'R-25',
        data: {
          lines: named(state, lines, isAppointed).map(({ id }) => id),
          reason,
        },
      },
    ],
  },
} satisfies Partial<Acts>

/** From now until the calendar's reach, both ISO. */
export function requireToCome(time: string, now: string): void {
  if (Date.parse(time) < Date.parse(now)) throw new Refusal('appointment-past', '约定的接入时间应在此刻之后', 'at')
  if (Date.parse(time) > Date.parse(now) + FURTHEST)
    throw new Refusal('appointment-too-far', '约定的接入时间应在两年之内', 'at')
}

function requireAppointing(state: CaseState, actor: Actor): void {
  requireApplicantSide(state, actor)
  if (!hasResult(state)) throw new Refusal('wrong-stage', '踏勘结果形成后才能约定接入时间', undefined, { early: true })
}

function isAppointed(line: Line): boolean {
  return line.appointment !== undefined && isOpen(line)
}

function requireAppointed(line: Line, field: string): void {
  if (line.status === 'connected') throw new Refusal('already-done', `${lineWords(line.id)}已接入`, field)
  requireNotDropped(line, field)
  if (line.appointment === undefined) throw new Refusal('wrong-stage', `${lineWords(line.id)}没有待履行的约定`, field)
}

/** The lines asked for, once each; with none named, all that are ready. */
function wanted(state: CaseState, ids: readonly string[] | undefined): readonly Line[] {
  return named(state, ids, (line) => READY.includes(line.status))
}

function named(
  state: CaseState,
  ids: readonly string[] | undefined,
  otherwise: (line: Line) => boolean,
): readonly Line[] {
  if (ids === undefined) return linesOf(state).filter(otherwise)
  return [...new Set(ids)].map((id, index) => requireLine(state, id, `lines.${index}`))
}

function requireReady(line: Line, field: string): void {
  if (line.status === 'connected') throw new Refusal('already-done', `${lineWords(line.id)}已接入`, field)
  requireNotDropped(line, field)
  if (!READY.includes(line.status)) throw new Refusal('line-not-ready', `${lineWords(line.id)}尚不具备接入条件`, field)
}

export const folds = {
  connectionAppointed,
  serviceConnected,
  /** nobody comes, and the next time has a clock of its own. */
  appointmentCancelled: (state, { at, data }) =>
    linesOf(state)
      .filter(({ id }) => data.lines.includes(id))
      .reduce((next, line) => withoutAppointment(next, line, at), state),
} satisfies Partial<Folds>

function connectionAppointed(state: CaseState, event: EventOf<'connectionAppointed'>): CaseState {
  const superseded = linesOf(state)
    .filter((line) => event.data.lines.includes(line.id) && line.appointment !== undefined)
    .reduce((next, line) => markDeadline(next, connectionDeadlineId(line), { supersededAt: event.at }), state)
  return withLines(superseded, event.data.lines, (line) => ({
    status: 'appointed',
    appointment: {
      at: event.data.at,
      number: (line.appointment?.number ?? line.appointments ?? 0) + 1,
      ...(state.agreesTimes === undefined ? {} : { namedAt: event.at }),
      ...(event.data.answers === undefined && line.appointment?.offer === undefined ? {} : { offered: true as const }),
    },
  }))
}

function serviceConnected(state: CaseState, event: EventOf<'serviceConnected'>): CaseState {
  const line = state.lines[event.data.line]
  const connected = withLines(state, [event.data.line], () => ({ status: 'connected', connectedAt: event.at }))
  return line === undefined ? connected : markDeadline(connected, connectionDeadlineId(line), { metAt: event.at })
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
