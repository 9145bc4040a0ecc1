import { Refusal } from '../../../domain/problem.ts'
import type { CaseState, Line } from './case-state.ts'
import { connectionDeadlineId, isLate, linesOf } from './case-state.ts'
import type { ActRule } from './can.ts'
import { requireApplicantSide, requireLine, requireNotDropped } from './who.ts'

/**
 * …R-26: one appointment for every line that is ready, or split; each service reports connected on its own.
 */
export const CONNECTION_ACTS: {
  appointConnection: ActRule<'appointConnection'>
  reportConnected: ActRule<'reportConnected'>
} = {
  appointConnection: {
    can(state, { actor, at, body }) {
      requireApplicantSide(state, actor)
      if (state.survey?.closedAt === undefined)
        throw new Refusal('wrong-stage', '联合踏勘结束后才能约定接入时间', undefined, { early: true })
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
    can(state, { actor, body }) {
      const line = requireLine(state, body.line, 'line')
      if (line.utility !== actor.org) throw new Refusal('not-concerned', `${line.id} 不是本单位承办的服务`, 'line')
      if (line.status === 'connected') throw new Refusal('already-done', `${line.id} 已接入`, 'line')
      requireNotDropped(line)
      if (line.appointment === undefined) throw new Refusal('line-not-ready', '用户尚未约定接入时间', 'line')
    },
    events(state, { at, body }) {
      const late = isLate(state.deadlines[connectionDeadlineId(requireLine(state, body.line, 'line'))], at)
      return [
        {
          type: 'serviceConnected',
          rule: 'R-26',
          data: { line: body.line, late, ...(body.remarks === undefined ? {} : { remarks: body.remarks }) },
        },
      ]
    },
  },
}

/** Two years, in milliseconds: as far as a calendar can be relied on. */
const FURTHEST = 2 * 366 * 86_400_000

/** Connectable at once, or its outer works accepted; an appointment can be moved. */
const READY: readonly Line['status'][] = ['connectable', 'accepted', 'appointed']

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
