import type { TaskKind } from '../../../domain/case/task.ts'
import type { CaseState, Line } from './case-state.ts'

/** Somebody is awaited; `order` tells two of a kind on one line apart. */
export interface Wanted<K extends TaskKind = TaskKind> {
  readonly kind: K
  readonly org: string
  readonly line?: string
  readonly order?: string
  readonly deadlineId?: string
}

/** Who is awaited in a subject. */
export type Awaited<K extends TaskKind> = (state: CaseState) => readonly Wanted<K>[]
export type AwaitedOnLine<K extends TaskKind> = (state: CaseState, line: Line) => readonly Wanted<K>[]

/** Which kinds a subject's tasks are. */
export type KindOf<F> = F extends Awaited<infer K> | AwaitedOnLine<infer K> ? K : never

/** What the subjects want, together; where a kind of task is no subject's, something that nothing is. */
export type Complete<K> = [Exclude<TaskKind, K>] extends [never] ? Wanted : { readonly lacking: Exclude<TaskKind, K> }
