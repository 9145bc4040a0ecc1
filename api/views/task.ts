import { namedBy, TASK_DOINGS, TASK_NAMES } from '../../domain/case/task.ts'
import type { Task } from '../../domain/case/task.ts'
import { defined } from '../../domain/defined.ts'
import type { Refusal } from '../../domain/problem.ts'
import { hrefOfAct } from './act-address.ts'
import type { TaskShown } from './task.schema.ts'
import { whyView } from './why.ts'

/** What is to be done, by which act and where, and what keeps it. */
export function taskView(
  { id, kind, line }: Pick<Task, 'id' | 'kind'> & { readonly line?: string | null | undefined },
  serviceNumber: string,
  blocked: Refusal | undefined,
): TaskShown {
  const { act } = TASK_DOINGS[kind]
  const about = namedBy({ id, kind })
  return {
    id,
    kind,
    name: TASK_NAMES[kind],
    act,
    href: hrefOfAct(serviceNumber, act),
    about: { ...about },
    ...defined({ line: line ?? undefined, order: about['order'] }),
    ...(blocked === undefined ? {} : { blockedBy: whyView(blocked) }),
  }
}
