/**
 * the clocks of a matter, as an application's (deadline.ts): due times computed once, frozen in the history
 * (R-36).
 */
import { condition } from '@temporalio/workflow'
import type { DateRule } from '../../domain/clocks/date-deadline.ts'
import { nextInstant } from '../../domain/clocks/deadline.ts'
import type { MatterDeadline, MatterDeadlineKind, MatterState } from '../../domain/matter/matter.ts'
import type { DeadlineRule } from '../../domain/clocks/working-time.ts'
import type { Matter } from './matter.ts'

/** `from` is an ISO UTC instant; `rule` the number of the rule that sets the length. */
export interface MatterClockStart {
  readonly id: string
  readonly kind: MatterDeadlineKind
  readonly owner: string
  readonly from: string
  readonly rule: string
  readonly length: DeadlineRule | DateRule
  readonly line?: string
  /** ISO UTC: where an instant that was waited for starts it, and not what was recorded last. */
  readonly begunAt?: string
}

/** Starts a clock once, also after continue-as-new. */
export function startMatterClock<State extends MatterState, Body>(
  the: Matter<State, Body>,
  start: MatterClockStart,
): Promise<void> {
  if (the.state.deadlines[start.id] !== undefined) return Promise.resolve()
  const starting = the.startingClocks.get(start.id) ?? computeDue(the, start)
  the.startingClocks.set(start.id, starting)
  return starting
}

async function computeDue<State extends MatterState, Body>(
  the: Matter<State, Body>,
  start: MatterClockStart,
): Promise<void> {
  const { from, length: wanted, begunAt, ...named } = start
  const {
    segments: _proof,
    rule: length,
    ...due
  } = await the.run.dueTimes.started({ from, rule: wanted, hours: the.policy.hours })
  the.record(
    { type: 'deadlineStarted', rule: 'R-33', data: { deadline: { ...named, length, ...due } } },
    { at: begunAt },
  )
}

/** Waits for `done`, however late; reminds at the start of the last quarter and records the passing, each once. */
export async function withMatterDeadline<State extends MatterState, Body>(
  the: Matter<State, Body>,
  id: string,
  done: () => boolean,
): Promise<void> {
  while (!done()) {
    const clock = clockOf(the, id)
    const next = nextInstant(clock)
    if (next === undefined) {
      await condition(done)
    } else if (!(await untilInstant(the, next, done))) {
      mark(the, clock)
    }
  }
}

/** Either happened when it fell due, however late it is served. */
function mark<State extends MatterState, Body>(
  the: Matter<State, Body>,
  { id, owner, warnAt, dueAt, warnedAt }: MatterDeadline,
): void {
  const overdue = warnedAt !== undefined || (the.run.exact() ? warnAt === dueAt : left(dueAt) <= 1)
  the.record(
    { type: overdue ? 'deadlinePassed' : 'deadlineWarned', rule: 'R-33', data: { deadline: id, owner } },
    { at: overdue ? dueAt : warnAt },
  )
}

/**
 * Waits for `done` or for the end of a term, whichever comes first; a term that ends is nobody's fault and is not
 * recorded by itself.
 */
export async function untilTerm<State extends MatterState, Body>(
  the: Matter<State, Body>,
  id: string,
  done: () => boolean,
): Promise<'done' | 'over'> {
  return (await untilInstant(the, clockOf(the, id).dueAt, done)) ? 'done' : 'over'
}

/** Waits for `done` or for an instant (ISO UTC); true where it is `done`. An old matter has a timer for each. */
export function untilInstant<State extends MatterState, Body>(
  the: Matter<State, Body>,
  instant: string,
  done: () => boolean,
): Promise<boolean> {
  return the.run.alarm?.until(instant, done) ?? condition(done, left(instant))
}

/** Milliseconds until an instant; 1 where it is past, for `condition` takes no less. */
function left(instant: string): number {
  return Math.max(1, Date.parse(instant) - Date.now())
}

function clockOf<State extends MatterState, Body>(the: Matter<State, Body>, id: string): MatterDeadline {
  const clock = the.state.deadlines[id]
  if (clock === undefined) throw new Error(`no clock ${id}`)
  return clock
}
