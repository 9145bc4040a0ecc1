import type { Task } from '../../domain/case/task.ts'
import type { City } from '../../domain/city/city.schema.ts'
import { isTaskClock } from '../../domain/clocks/deadline.ts'
import type { CaseState } from '../../workflows/application/core/case-state.ts'
import { clockOfTask, isOpenTask } from '../../workflows/application/core/task-clocks.ts'
import { lineIn } from './machine.ts'

/** what was looked at, and what of it has no running clock of its owner, or names nobody. */
export interface FoundTasks {
  looked: number
  readonly unclocked: Set<string>
  readonly unnamed: Set<string>
}

/** Of one situation. */
export function lookAtTasks(state: CaseState, city: City, found: FoundTasks): void {
  for (const task of Object.values(state.tasks).filter(isOpenTask)) {
    found.looked += 1
    if (clockOfTask(state, task) === undefined && !isWithout(task, city)) found.unclocked.add(placeOf(state, task))
    if (task.person === null) found.unnamed.add(placeOf(state, task))
  }
}

/** the configuration says by name that it has no clock. */
function isWithout({ kind }: Task, { taskClocks }: City): boolean {
  if (taskClocks === undefined || !isTaskClock(kind) || kind === 'fileOpinion') return false
  return 'none' in (taskClocks.tasks[kind] ?? {})
}

function placeOf(state: CaseState, { kind, org }: Task): string {
  return `${kind} ${org} ${state.stage}|${lineIn(state).status}${state.withdrawn === undefined ? '' : '|withdrawn'}`
}
