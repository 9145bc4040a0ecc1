import { condition, patched } from '@temporalio/workflow'
import { nextInstant } from '../../domain/clocks/deadline.ts'
import type { Deadline, DeadlineKind } from '../../domain/clocks/deadline.ts'
import type { DeadlineRule } from '../../domain/clocks/working-time.ts'
import { deadlineOf, goOn, mark, once, redate } from './clock-steps.ts'
import { record } from './case.ts'
import type { Case } from './case.ts'
import { defined } from '../../domain/defined.ts'

/**
 * When a clock starts: at an instant (ISO UTC), or at the first working minute of a date (YYYY-MM-DD) where that is
 * later.
 */
export interface ClockStart {
  readonly kind: DeadlineKind
  /** The kind, unless a case has several of it. */
  readonly id?: string
  readonly owner: string
  readonly from: string
  readonly notBefore?: string
  readonly line?: string
  /** What the policy sets, or a date that somebody named. */
  readonly policy: { readonly rule: string; readonly length: Deadline['length'] }
  /** since when, and how long, another time than its own may be offered. */
  readonly offer?: { readonly from: string; readonly length: Deadline['length'] }
  /** ends so long after `from` at the latest. */
  readonly atMost?: DeadlineRule
}

/** Starts a clock once, however many lines ask for it, also after continue-as-new. */
export function startClock(the: Case, start: ClockStart): Promise<void> {
  const id = start.id ?? start.kind
  if (the.state.deadlines[id] !== undefined) return Promise.resolve()
  return once(the, id, () => computeDue(the, id, start))
}

/** the due time is computed once and then lies in the history. */
async function computeDue(the: Case, id: string, start: ClockStart): Promise<void> {
  const { policy } = start
  const computed = await the.run.dueTimes.started({
    from: start.from,
    rule: policy.length,
    hours: the.policy.hours,
    ...defined({ notBefore: start.notBefore }),
  })
  const { segments: _proof, rule: length, ...due } = await earlierOf(the, computed, start)
  const deadline: Deadline = {
    id,
    kind: start.kind,
    owner: start.owner,
    rule: policy.rule,
    length,
    ...due,
    advisory: the.state.registration.area === 'elsewhere',
    ...defined({ line: start.line }),
  }
  const offerBy = start.offer === undefined ? undefined : await offerByOf(the, start.offer)
  record(the, { type: 'deadlineStarted', rule: 'R-33', data: { deadline, ...defined({ offerBy }) } })
}

type Due = Awaited<ReturnType<Case['run']['dueTimes']['started']>>

/** of a date that somebody named and a length that is prescribed, what is over first. */
async function earlierOf(the: Case, named: Due, { from, atMost }: ClockStart): Promise<Due> {
  if (atMost === undefined) return named
  const prescribed = await the.run.dueTimes.started({ from, rule: atMost, hours: the.policy.hours })
  return Date.parse(prescribed.dueAt) < Date.parse(named.dueAt) ? prescribed : named
}

async function offerByOf(the: Case, { from, length }: NonNullable<ClockStart['offer']>): Promise<string> {
  const due = await the.run.dueTimes.started({ from, rule: length, hours: the.policy.hours })
  return due.dueAt
}

/**
 * Waits for `done`; reminds at the start of the last quarter and records the passing, each once.
 * A deadline never blocks: with `untilDue` the wait ends when it passes, otherwise it goes on. One movable clock:
 * whatever changes `dueAt` in the state is taken up by the next round.
 */
export async function withDeadline(the: Case, id: string, done: () => boolean, late: Late): Promise<'done' | 'late'> {
  // Two lines of one utility share its commitment's clock: one line watches it for both, and the other takes over
  // where that one is done first.
  if (the.watchedClocks.has(id) && patched(ONE_WATCH)) await condition(() => done() || !the.watchedClocks.has(id))
  the.watchedClocks.add(id)
  try {
    return await watch(the, id, done, late)
  } finally {
    the.watchedClocks.delete(id)
  }
}

interface Late {
  readonly untilDue: boolean
  readonly absent?: () => string[]
  /** What is recorded in place of the passing, and makes it done; with an alarm only. */
  readonly instead?: (at: string) => void
}

/** Since 0.2; in cases of 0.1 each line set timers of its own. */
const ONE_WATCH = 'one-watch-for-each-clock'

async function watch(the: Case, id: string, done: () => boolean, late: Late): Promise<'done' | 'late'> {
  while (!done() || isGoingOn(deadlineOf(the, id))) {
    const clock = deadlineOf(the, id)
    const next = nextInstant(clock)
    const moved = () => deadlineOf(the, id) !== clock && !isCancelled(the, id)
    if (clock.stoppedAt !== undefined && clock.passedAt === undefined) {
      await standStill(the, clock, () => done() || moved())
    } else if (next === undefined) {
      if (late.untilDue) return 'late'
      await condition(() => done() || moved())
    } else if (the.run.alarm !== undefined) {
      if (!(await the.run.alarm.until(next, () => done() || moved()))) mark(the, clock, late.absent?.(), late.instead)
    } else if (Date.parse(next) > Date.now()) {
      await condition(() => done() || moved() || isOver(the, next), Date.parse(next) - Date.now())
    } else {
      mark(the, clock, late.absent?.())
    }
  }
  return 'done'
}

/** In an old case, whose clock has a timer of its own: an act that comes before that timer finds it passed. */
function isOver(the: Case, instant: string): boolean {
  return the.run.wasExact() && the.run.horizon.reaches(Date.parse(instant))
}

/** what a withdrawal supersedes has not moved: its line is being cancelled, and is not to wake before that. */
function isCancelled(the: Case, id: string): boolean {
  return the.state.withdrawn !== undefined && deadlineOf(the, id).supersededAt === the.state.withdrawn.at
}

/** a stopped clock waits until it is told to go on, and then where: it goes on where it stood. */
async function standStill(the: Case, clock: Deadline, over: () => boolean): Promise<void> {
  if (clock.resumedAt === undefined && clock.resumeOn === undefined) {
    const { stopEndsAt } = clock
    if (stopEndsAt === undefined || the.run.alarm === undefined) await condition(over)
    else if (!(await the.run.alarm.until(stopEndsAt, over))) goOn(the, clock)
    return
  }
  const key = `${clock.id}@${clock.stoppedAt}/${clock.resumedAt ?? clock.resumeOn}`
  await once(the, key, () => redate(the, clock))
}

/**
 * Told to go on: its new due time is needed even where it is done by the same act (a supplement that completes the
 * demand).
 */
function isGoingOn({ stoppedAt, resumedAt, passedAt, metAt, supersededAt }: Deadline): boolean {
  return (
    stoppedAt !== undefined &&
    resumedAt !== undefined &&
    passedAt === undefined &&
    metAt === undefined &&
    supersededAt === undefined
  )
}
