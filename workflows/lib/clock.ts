/** the clocks of a matter, as an application's (deadline.ts): due times from the calendar activity, frozen in the history. */
import { condition, proxyLocalActivities } from '@temporalio/workflow'
import type { CalendarActivities } from '../../activities/calendar.ts'
import type { DateRule } from '../../domain/date-deadline.ts'
import type { MatterDeadline, MatterDeadlineKind, MatterState } from '../../domain/matter.ts'
import type { DeadlineRule } from '../../domain/working-time.ts'
import { CALENDAR } from './activity-profiles.ts'
import type { Matter } from './matter.ts'

const { dueTime } = proxyLocalActivities<CalendarActivities>(CALENDAR)

/** `from` is an ISO UTC instant; `rule` the number of the rule that sets the length. */
export interface ClockStart {
  readonly id: string
  readonly kind: MatterDeadlineKind
  readonly owner: string
  readonly from: string
  readonly rule: string
  readonly length: DeadlineRule | DateRule
  readonly line?: string
}

/** Starts a clock once, also after continue-as-new. */
export function startClock<State extends MatterState, Body>(the: Matter<State, Body>, start: ClockStart): Promise<void> {
  if (the.state.deadlines[start.id] !== undefined) return Promise.resolve()
  const starting = the.startingClocks.get(start.id) ?? computeDue(the, start)
  the.startingClocks.set(start.id, starting)
  return starting
}

async function computeDue<State extends MatterState, Body>(the: Matter<State, Body>, { from, length: wanted, ...start }: ClockStart): Promise<void> {
  const { segments: _proof, rule: length, ...due } = await the.oneByOne(() => dueTime({ from, rule: wanted, hours: the.policy.hours, calendar: the.policy.calendar }))
  the.record({ type: 'deadlineStarted', rule: 'R-33', data: { deadline: { ...start, length, ...due } } })
}

/** Waits for `done`, however late; reminds at the start of the last quarter and records the passing, each once. */
export async function withDeadline<State extends MatterState, Body>(the: Matter<State, Body>, id: string, done: () => boolean): Promise<void> {
  while (!done()) {
    const clock = clockOf(the, id)
    if (clock.passedAt !== undefined) {
      await condition(done)
    } else if (!(await condition(done, left(clock.warnedAt === undefined ? clock.warnAt : clock.dueAt)))) {
      const overdue = clock.warnedAt !== undefined || left(clock.dueAt) <= 1
      the.record({ type: overdue ? 'deadlinePassed' : 'deadlineWarned', rule: 'R-33', data: { deadline: id, owner: clock.owner } })
    }
  }
}

/** Waits for `done` or for the end of a term, whichever comes first; a term that ends is nobody's fault and is not recorded by itself. */
export async function untilTerm<State extends MatterState, Body>(the: Matter<State, Body>, id: string, done: () => boolean): Promise<'done' | 'over'> {
  return (await condition(done, left(clockOf(the, id).dueAt))) ? 'done' : 'over'
}

/** Milliseconds until an instant; 1 where it is past, for `condition` takes no less. */
export function left(instant: string): number {
  return Math.max(1, Date.parse(instant) - Date.now())
}

function clockOf<State extends MatterState, Body>(the: Matter<State, Body>, id: string): MatterDeadline {
  const clock = the.state.deadlines[id]
  if (clock === undefined) throw new Error(`no clock ${id}`)
  return clock
}
