import { condition } from '@temporalio/workflow'
import type { Alarm } from '../lib/alarm.ts'
import { goOn, mark, once, redate } from './clock-steps.ts'
import { record } from './case.ts'
import type { Case } from './case.ts'
import type { Deadline } from '../../domain/clocks/deadline.ts'
import type { CaseState } from './core/case-state.ts'
import { silence } from './core/silence.ts'
import {
  clocksStarted,
  clocksToStart,
  nextTaskInstant,
  resumedTaskClock,
  runningTaskClocks,
  stopEnd,
  unclocked,
} from './core/task-clocks.ts'
import type { ClocksToStart } from './core/task-clocks.ts'
import { awaitedLater } from './stages/awaited-later.ts'

/**
 * R-33⁺: beside the plan, starts a clock for each task that has one of its own, and says when it is near and past. One
 * watch for them all, by the case's one alarm. A case that was registered without such clocks, or has a timer for each
 * (0.1, 0.2), goes on without.
 */
export async function withTaskClocks(the: Case, plan: () => Promise<void>): Promise<void> {
  const { alarm } = the.run
  if (the.state.taskClocks === undefined || alarm === undefined) return plan()
  let over = false
  const kept = awaitedLater(keep(the, alarm, () => over))
  await plan()
  over = true
  await kept
}

async function keep(the: Case, alarm: Alarm, over: () => boolean): Promise<void> {
  while (!over()) {
    const starting = clocksToStart(the.state, the.policy)
    const resumed = resumedTaskClock(the.state)
    if (starting !== undefined) await once(the, `tasks@${the.state.seq}`, () => start(the, starting))
    else if (resumed !== undefined) await once(the, `${resumed.id}@${resumed.resumedAt}`, () => redate(the, resumed))
    else await untilDue(the, alarm, over)
  }
}

/** their due time is computed once and then lies in the history. */
async function start(the: Case, starting: ClocksToStart): Promise<void> {
  const { from, length } = starting
  const {
    segments: _proof,
    rule,
    ...due
  } = await the.run.dueTimes.started({ from, rule: length, hours: the.policy.hours })
  const started = clocksStarted(the.state, starting, { ...due, length: rule })
  if (started !== undefined) record(the, started)
}

/** Until something is to be started or moved, or until one of them has something to say. */
async function untilDue(the: Case, alarm: Alarm, over: () => boolean): Promise<void> {
  const next = nextTaskInstant(the.state)
  const changed = changedFrom(the, next)
  const done = () => over() || changed()
  if (next === undefined) return condition(done)
  if (await alarm.until(next, done)) return
  const ended = runningTaskClocks(the.state).filter((clock) => stopEnd(clock) === next)
  for (const clock of ended) goOn(the, clock)
  const due = runningTaskClocks(the.state).filter(
    ({ stoppedAt, warnAt, dueAt, warnedAt }) =>
      stoppedAt === undefined && Date.parse(warnedAt === undefined ? warnAt : dueAt) === Date.parse(next),
  )
  for (const clock of due) mark(the, clock, undefined, insteadOf(the, clock))
}

/** what nobody's answer means, in place of a passing. */
function insteadOf(the: Case, clock: Deadline): ((at: string) => void) | undefined {
  const says = silence(the.state, clock)
  if (says === undefined) return undefined
  return (at) => {
    const body = says(at)
    if (body !== undefined) record(the, body, { at })
  }
}

/**
 * Looked into once a state: a case has many waits, and each is asked at every step. What a withdrawal changes is taken
 * up by what winds the case up.
 */
function changedFrom(the: Case, next: string | undefined): () => boolean {
  const { withdrawn } = the.state
  let seen = the.state
  let changed = false
  return () => {
    if (the.state === seen || changed) return changed
    seen = the.state
    changed = seen.withdrawn === withdrawn && isChanged(seen, next)
    return changed
  }
}

function isChanged(state: CaseState, next: string | undefined): boolean {
  return unclocked(state).length > 0 || resumedTaskClock(state) !== undefined || nextTaskInstant(state) !== next
}
