import type { CaseEvent } from '../../../domain/case/event.ts'
import type { Task } from '../../../domain/case/task.ts'
import type { Deadline } from '../../../domain/clocks/deadline.ts'
import { defined } from '../../../domain/defined.ts'
import type { CaseState } from './case-state.ts'
import type { Folds } from './change.ts'
import { opinionClocks } from './opinion-clocks.ts'
import { clockOfTask, hasOwnClock, isOpenTask } from './task-clocks.ts'

export const folds = {
  taskClocksStarted(state, { at, data: { clocks, due } }) {
    const started = clocks.map(({ id, kind, owner, line }): [string, Deadline] => {
      const isAwaited = Object.values(state.tasks).some((task) => task.deadlineId === id && isOpenTask(task))
      const clock = { id, kind, owner, ...due, ...defined({ line }) }
      return [id, isAwaited ? clock : { ...clock, supersededAt: at }]
    })
    return { ...state, deadlines: { ...state.deadlines, ...Object.fromEntries(started) } }
  },
} satisfies Partial<Folds>

/** R-33⁺: what an event that opened or closed tasks, or changed the survey's clock, does to the clocks of tasks. */
export function withTaskClocks(before: CaseState | undefined, state: CaseState, event: CaseEvent): CaseState {
  if (state.taskClocks === undefined) return state
  const closed =
    state.tasks === before?.tasks ? [] : Object.values(state.tasks).filter((task) => task.closedSeq === event.seq)
  const changed = { ...endedWith(state, closed, event), ...opinionClocks(before, state) }
  return Object.keys(changed).length === 0 ? state : { ...state, deadlines: { ...state.deadlines, ...changed } }
}

type Changed = Readonly<Record<string, Deadline>>

/** What ends a wait otherwise than by what was waited for. */
const ENDS_WAITING: readonly CaseEvent['type'][] = ['serviceDropped', 'applicationWithdrawn', 'applicationClosed']

/** met by its own organisation's act, or by the joint record of what it said; otherwise of no object any more. */
function endedWith(state: CaseState, closed: readonly Task[], event: CaseEvent): Changed {
  const by = event.type === 'opinionFiled' ? event.data.org : event.actor.org
  const ended = closed.flatMap((task): [string, Deadline][] => {
    const clock = hasOwnClock(state, task.kind) ? clockOfTask(state, task) : undefined
    if (clock === undefined) return []
    const met = by === task.org && !ENDS_WAITING.includes(event.type)
    return [[clock.id, { ...clock, ...(met ? { metAt: event.at } : { supersededAt: event.at }) }]]
  })
  return Object.fromEntries(ended)
}
