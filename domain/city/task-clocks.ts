import type { Duty } from '../case/task.ts'
import { TASK_CLOCKS } from '../clocks/deadline.ts'
import type { TaskClock } from '../clocks/deadline.ts'
import { startOfLocalDate } from '../clocks/start-of-date.ts'
import type { DeadlineRule } from '../clocks/working-time.ts'
import { defined } from '../defined.ts'
import type { City } from './city.schema.ts'

/** R-33⁺: which tasks of a case have a clock of their own, and from when (ISO UTC) it binds: never, unless told. */
export interface ClockedTasks {
  readonly kinds: readonly TaskClock[]
  readonly adoptedAt?: string
}

/** What a case begins with; none where its city sets none. */
export function clockedTasksOf({ taskClocks, hours }: Pick<City, 'taskClocks' | 'hours'>): ClockedTasks | undefined {
  if (taskClocks === undefined) return undefined
  const { adoptedFrom, tasks } = taskClocks
  return {
    kinds: TASK_CLOCKS.filter((kind) => kind === 'fileOpinion' || 'length' in (tasks[kind] ?? {})),
    ...defined({ adoptedAt: adoptedFrom === undefined ? undefined : startOfLocalDate(adoptedFrom, hours) }),
  }
}

/** How long such a task has; `greenery`: what is to be restored touches it. Undefined where it has no clock. */
export function taskLengthOf(
  { taskClocks }: Pick<City, 'taskClocks'>,
  kind: TaskClock,
  greenery: boolean,
): DeadlineRule | undefined {
  if (taskClocks === undefined || kind === 'fileOpinion') return undefined
  if (kind === 'restoreSite' && greenery && taskClocks.greenery !== undefined) return taskClocks.greenery.length
  const clock = taskClocks.tasks[kind]
  return clock !== undefined && 'length' in clock ? clock.length : undefined
}

/** the duty lists that a case carries; none where the city has none. */
export function dutiesOf({ organisations }: Pick<City, 'organisations'>): Readonly<Record<string, Duty>> | undefined {
  const lists = organisations.flatMap(({ key, duty }) => (duty === undefined ? [] : [[key, duty] as const]))
  return lists.length === 0 ? undefined : Object.fromEntries(lists)
}
