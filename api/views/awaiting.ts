import type { z } from 'zod'
import { lightOf } from '../../domain/clocks/deadline.ts'
import type { Lens } from '../../domain/visibility/lens.ts'
import type { CaseState } from '../case.ts'
import type { WhyTask } from '../offers/blocked-tasks.ts'
import type { AwaitedViewSchema } from './application.schema.ts'
import { assigneeShown } from './assignee.ts'
import { taskView } from './task.ts'
import { byText } from './writing.ts'
import type { Writing } from './writing.ts'

/** Who is awaited, and for what: the open tasks. Whom its own organisation has put on one, who works there knows. */
export function awaitingView(
  state: CaseState,
  { lens, own, why }: { readonly lens: Lens; readonly own: string | undefined; readonly why: WhyTask },
  { time, nameOf, now }: Writing,
): z.infer<typeof AwaitedViewSchema>[] {
  return Object.values(state.tasks)
    .filter((task) => task.closedSeq === undefined)
    .sort((a, b) => a.openedSeq - b.openedSeq || byText(a.id, b.id))
    .map((task) => {
      const deadline = task.deadlineId === undefined ? undefined : state.deadlines[task.deadlineId]
      return {
        ...taskView(task, state.serviceNumber, why(state.serviceNumber, task.id)),
        org: task.org,
        orgName: nameOf(task.org),
        person: assigneeShown(task, own, lens),
        since: time(task.openedAt),
        ...(deadline === undefined ? {} : { due: time(deadline.dueAt), light: lightOf(deadline, now) }),
      }
    })
}
