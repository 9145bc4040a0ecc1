import type { Deadline } from '../../../domain/clocks/deadline.ts'
import type { CaseState, Line } from './case-state.ts'
import { heldClockId, isWholeHeldUp, servicesHeldUp } from './held-up.ts'

/** A moved appointment leaves the earlier deadline as it was and starts another. */
export function connectionDeadlineId(line: Line): string {
  return connectionDeadlineOf(line.id, line.appointment?.number ?? line.appointments ?? 1)
}

/** Of one of a line's appointments. */
export function connectionDeadlineOf(line: string, number: number): string {
  return number === 1 ? `connection:${line}` : `connection:${line}:${number}`
}

/** R-19: the clock of the works' first date. */
export function firstWorksClock(line: string): string {
  return `works:${line}`
}

/**
 * R-19: the works' deadline in force: the first date, or the last that was granted. In cases of before 0.8 it is the
 * end date of the schedule in force, and a superseding one has a deadline of its own.
 */
export function worksDeadlineId(state: CaseState, line: Line): string {
  if (state.timesWorks !== undefined) {
    const granted = line.works?.extensions?.filter(({ decision }) => decision?.granted === true).length ?? 0
    return granted === 0 ? firstWorksClock(line.id) : `${firstWorksClock(line.id)}:${granted + 1}`
  }
  const version = state.schedules[line.utility]?.version ?? 1
  return version === 1 ? `works:${line.id}` : `works:${line.id}:${version}`
}

/** all that run until the works are completed: the first date stays beside what was granted later. */
export function worksClockIds(state: CaseState, line: Line): readonly string[] {
  const current = worksDeadlineId(state, line)
  if (state.timesWorks === undefined) return [current]
  const number = Number(current.split(':')[3] ?? 1)
  const later = Array.from({ length: number - 1 }, (_, index) => `${firstWorksClock(line.id)}:${index + 2}`)
  return [firstWorksClock(line.id), ...later]
}

/** done after the due time; a clock that stood then had not reached it. */
export function isLate(deadline: Deadline | undefined, at: string): boolean {
  return deadline !== undefined && Date.parse(deadline.stoppedAt ?? at) > Date.parse(deadline.dueAt)
}

/** whether a clock stands because an answer is awaited, on record. */
export function awaitsAnswer(state: CaseState, deadline: string): boolean {
  if (state.holdsByService !== undefined && deadline.startsWith('registration'))
    return deadline === 'registration'
      ? state.pushedAt === undefined && isWholeHeldUp(state)
      : servicesHeldUp(state).some((service) => heldClockId(service) === deadline)
  const asked =
    deadline === 'registration' ? state.supplement : state.approvals[deadline.replace(/^approval:/, '')]?.supplement
  return (
    asked !== undefined &&
    ('answeredAt' in asked ? asked.answeredAt : 'suppliedAt' in asked ? asked.suppliedAt : undefined) === undefined
  )
}
