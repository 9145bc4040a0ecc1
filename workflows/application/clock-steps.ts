import type { Deadline } from '../../domain/clocks/deadline.ts'
import type { EventData } from '../../domain/case/event.ts'
import { defined } from '../../domain/defined.ts'
import { record } from './case.ts'
import type { Case } from './case.ts'
import { opinionsAwaited } from './core/opinion-clocks.ts'
import { goesWithSurvey } from './core/task-clocks.ts'

/**
 * Shared by all lines that ask meanwhile; forgotten when it ends, so that one that a withdrawal cancelled is begun
 * again.
 */
export function once(the: Case, key: string, compute: () => Promise<void>): Promise<void> {
  const running = the.startingClocks.get(key) ?? compute().finally(() => the.startingClocks.delete(key))
  the.startingClocks.set(key, running)
  return running
}

/** the new due time of a clock that was told to go on. */
export async function redate(the: Case, clock: Deadline): Promise<void> {
  const { stoppedAt, resumedAt, resumeOn, dueAt, warnAt, length } = clock
  // Before its start (an appointment to come, a booked day) nothing is used, and only a new booking brings the start
  // forward.
  const runsFrom = clock.runsFrom ?? clock.startedAt
  const goesOn =
    resumedAt !== undefined && clock.stopReason !== 'booked' && Date.parse(resumedAt) < Date.parse(runsFrom)
      ? runsFrom
      : resumedAt
  const moved = await the.run.dueTimes.resumed({
    stoppedAt: stoppedAt ?? clock.startedAt,
    dueAt,
    warnAt,
    length,
    hours: the.policy.hours,
    runsFrom,
    ...defined({ resumedAt: goesOn, resumeOn }),
  })
  const current = deadlineOf(the, clock.id)
  // Stopped or booked anew while the calendar was asked: the newer wish is taken up by the next round.
  if (current.stoppedAt !== stoppedAt || current.resumedAt !== resumedAt || current.resumeOn !== resumeOn) return
  record(the, { type: 'deadlineMoved', rule: 'R-35', data: { deadline: clock.id, ...moved } })
}

/** a stop that has come to its end: the clock goes on by itself, from that instant. */
export function goOn(the: Case, { id, stopEndsAt }: Deadline): void {
  record(the, { type: 'clockResumed', rule: 'R-35', data: { deadline: id } }, { at: stopEndsAt })
}

export function deadlineOf(the: Case, id: string): Deadline {
  const deadline = the.state.deadlines[id]
  if (deadline === undefined) throw new Error(`no deadline ${id}`)
  return deadline
}

/**
 * Yellow reminds the owner; red is recorded for good, and told with who was absent. Either happened when it fell due,
 * however late it is served. The clocks of opinions go with the survey's, and first: it closes with its own.
 * `instead`: what takes the place of its passing, at that instant.
 */
export function mark(the: Case, clock: Deadline, absent: string[] | undefined, instead?: (at: string) => void): void {
  const { id, owner, dueAt, warnAt, warnedAt } = clock
  const overdue = the.run.exact() ? warnedAt !== undefined || warnAt === dueAt : Date.parse(dueAt) <= Date.now()
  const tell = (data: EventData['deadlinePassed']) => {
    if (overdue) return record(the, { type: 'deadlinePassed', rule: 'R-33', data }, { at: dueAt })
    const { absent: _absent, ...warned } = data
    record(the, { type: 'deadlineWarned', rule: 'R-33', data: warned }, { at: warnAt })
  }
  if (clock.kind === 'survey') {
    markEarlierOpinions(the, overdue ? dueAt : warnAt)
    for (const { deadlineId = '', org } of opinionsAwaited(the.state)) {
      const own = the.state.deadlines[deadlineId]
      if (own === undefined || goesWithSurvey(the.state, own)) tell({ deadline: deadlineId, owner: org })
    }
  }
  if (overdue && instead !== undefined) instead(dueAt)
  else tell({ deadline: id, owner, ...defined({ absent }) })
}

/**
 * served late, several instants are there at once, and the survey's own may be found before those of opinions
 * that were dated only now: they were before it.
 */
function markEarlierOpinions(the: Case, instant: string): void {
  for (const { deadlineId = '' } of opinionsAwaited(the.state)) {
    const isDue = (own: Deadline) =>
      !goesWithSurvey(the.state, own) &&
      [own.stoppedAt, own.passedAt, own.metAt, own.supersededAt].every((each) => each === undefined) &&
      Date.parse(own.warnedAt === undefined ? own.warnAt : own.dueAt) < Date.parse(instant)
    for (let own = the.state.deadlines[deadlineId]; own !== undefined && isDue(own);) {
      mark(the, own, undefined)
      own = the.state.deadlines[deadlineId]
    }
  }
}
