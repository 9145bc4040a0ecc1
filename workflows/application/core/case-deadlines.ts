import type { Deadline } from '../../../domain/clocks/deadline.ts'
import type { CaseState, Line } from './case-state.ts'

/** A moved appointment leaves the earlier deadline as it was and starts another. */
export function connectionDeadlineId(line: Line): string {
  return connectionDeadlineOf(line.id, line.appointment?.number ?? line.appointments ?? 1)
}

/** Of one of a line's appointments. */
export function connectionDeadlineOf(line: string, number: number): string {
  return number === 1 ? `connection:${line}` : `connection:${line}:${number}`
}

/** R-19: the works' deadline is the end date of the schedule in force; a superseding one has a deadline of its own. */
export function worksDeadlineId(state: CaseState, line: Line): string {
  const version = state.schedules[line.utility]?.version ?? 1
  return version === 1 ? `works:${line.id}` : `works:${line.id}:${version}`
}

/** done after the due time; a clock that stood then had not reached it. */
export function isLate(deadline: Deadline | undefined, at: string): boolean {
  return deadline !== undefined && Date.parse(deadline.stoppedAt ?? at) > Date.parse(deadline.dueAt)
}

/** whether a clock stands because an answer is awaited, on record. */
export function awaitsAnswer(state: CaseState, deadline: string): boolean {
  const asked =
    deadline === 'registration' ? state.supplement : state.approvals[deadline.replace(/^approval:/, '')]?.supplement
  return (
    asked !== undefined &&
    ('answeredAt' in asked ? asked.answeredAt : 'suppliedAt' in asked ? asked.suppliedAt : undefined) === undefined
  )
}
