import type { z } from 'zod'
import { signerShown } from '../../domain/case/form-masking.ts'
import { TASK_NAMES } from '../../domain/case/task.ts'
import type { TaskKind } from '../../domain/case/task.ts'
import { lightOf } from '../../domain/clocks/deadline.ts'
import { maskPerson } from '../../domain/masking/masking.ts'
import type { Lens } from '../../domain/visibility/lens.ts'
import type { CaseState } from '../case.ts'
import type { AwaitedViewSchema } from './application.schema.ts'
import { byText } from './writing.ts'
import type { Writing } from './writing.ts'

/** Who is awaited, and for what: the open tasks. Whom its own organisation has put on one, everybody of it knows. */
export function awaitingView(
  state: CaseState,
  { lens, own }: { readonly lens: Lens; readonly own: string },
  { time, nameOf, now }: Writing,
): z.infer<typeof AwaitedViewSchema>[] {
  return Object.values(state.tasks)
    .filter((task) => task.closedSeq === undefined)
    .sort((a, b) => a.openedSeq - b.openedSeq || byText(a.id, b.id))
    .map((task) => {
      const deadline = task.deadlineId === undefined ? undefined : state.deadlines[task.deadlineId]
      return {
        id: task.id,
        org: task.org,
        orgName: nameOf(task.org),
        kind: task.kind,
        name: TASK_NAMES[task.kind],
        person: task.person === null || task.org === own ? task.person : personShown(task.kind, task.person, lens),
        since: time(task.openedAt),
        line: task.line,
        ...(deadline === undefined ? {} : { due: time(deadline.dueAt), light: lightOf(deadline, now) }),
      }
    })
}

/** What the user is asked for names whom the form names. */
function personShown(kind: TaskKind, person: string, lens: Lens): string {
  return kind === 'supplementDemand' ? lens.show('contact', person, maskPerson) : signerShown(person, lens)
}
