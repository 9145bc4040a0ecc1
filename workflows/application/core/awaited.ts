import type { Task } from '../../../domain/case/task.ts'
import * as acceptance from './acceptance.ts'
import * as acceptanceFiling from './acceptance-filing.ts'
import * as approvalDecisions from './approval-decisions.ts'
import * as approvals from './approvals.ts'
import type { CaseState } from './case-state.ts'
import { linesOf } from './lines.ts'
import * as commitment from './commitment.ts'
import * as connection from './connection.ts'
import * as convening from './convening.ts'
import * as demand from './demand.ts'
import * as jointResult from './joint-result.ts'
import * as missed from './missed.ts'
import * as offeredTimes from './offered-times.ts'
import * as rectification from './rectification.ts'
import * as repairs from './repairs.ts'
import * as resurvey from './resurvey.ts'
import * as revocation from './revocation.ts'
import * as supervision from './supervision.ts'
import * as survey from './survey.ts'
import { hasOwnClock, isOpenTask, isUsersOwn, ownClockId } from './task-clocks.ts'
import type { Complete, KindOf, Wanted } from './wanted.ts'
import * as verification from './verification.ts'
import * as variation from './variation.ts'
import * as works from './works.ts'
import * as worksTime from './works-time.ts'

const BEFORE_THE_WORKS = [demand.tasks, convening.tasks, survey.tasks, resurvey.tasks] as const
const ON_A_LINE = [
  commitment.tasks,
  approvals.tasks,
  works.tasks,
  worksTime.tasks,
  verification.tasks,
  supervision.tasks,
  acceptance.tasks,
  acceptanceFiling.tasks,
] as const
const BESIDE_AND_AFTER = [
  approvalDecisions.tasks,
  jointResult.tasks,
  variation.tasks,
  revocation.tasks,
  rectification.tasks,
  repairs.tasks,
  connection.tasks,
  offeredTimes.tasks,
  missed.tasks,
] as const

type EachWanted = Complete<
  KindOf<(typeof BEFORE_THE_WORKS)[number] | (typeof ON_A_LINE)[number] | (typeof BESIDE_AND_AFTER)[number]>
>

/** Who is awaited, and for what, in this state. */
function wantedTasks(state: CaseState): readonly EachWanted[] {
  if (state.closedAt !== undefined) return []
  if (state.withdrawn !== undefined)
    return [
      ...linesOf(state).flatMap((line) => [
        ...acceptance.restorationTasks(state, line),
        ...acceptanceFiling.surfaceTasks(state, line),
      ]),
      ...rectification.tasks(state),
      ...repairs.tasks(state),
      ...missed.tasks(state),
    ]
  return [
    ...BEFORE_THE_WORKS.flatMap((tasks): readonly Wanted[] => tasks(state)),
    ...linesOf(state).flatMap((line) => ON_A_LINE.flatMap((tasks): readonly Wanted[] => tasks(state, line))),
    ...BESIDE_AND_AFTER.flatMap((tasks): readonly Wanted[] => tasks(state)),
  ]
}

/** Opens and closes tasks so that they say who is awaited after the event `seq`; the same where nothing changes. */
export function reconcileTasks(state: CaseState, seq: number, at: string): Readonly<Record<string, Task>> {
  const wanted = new Map(wantedTasks(state).map((task) => [taskId(state.serviceNumber, task), task]))
  const changed: Record<string, Task> = {}
  for (const task of Object.values(state.tasks)) {
    if (isOpenTask(task) && !wanted.has(task.id)) changed[task.id] = { ...task, closedSeq: seq, closedAt: at }
  }
  for (const [id, task] of wanted) {
    const known = state.tasks[id]
    if (known === undefined || !isOpenTask(known)) changed[id] = opened(state, id, task, seq, at)
    else if (known.deadlineId !== task.deadlineId && !hasOwnClock(state, task.kind)) {
      const { order: _order, ...again } = task
      changed[id] = { ...known, ...again }
    }
  }
  return Object.keys(changed).length === 0 ? state.tasks : { ...state.tasks, ...changed }
}

function opened(state: CaseState, id: string, { order, ...task }: Wanted, seq: number, at: string): Task {
  const clock = hasOwnClock(state, task.kind)
    ? { deadlineId: ownClockId(state, { ...task, part: order ?? task.line }) }
    : {}
  return { id, ...task, ...clock, person: personFor(state, task), openedSeq: seq, openedAt: at }
}

/** by the duty list of the organisation; of the user's side, whom the form names. */
function personFor(state: CaseState, task: Wanted): string | null {
  const { duties, registration } = state
  if (duties === undefined) return null
  const list = duties[task.org]
  return list?.[task.kind] ?? list?.otherwise ?? (isUsersOwn(state, task) ? registration.form.contact : null)
}

function taskId(serviceNumber: string, task: Wanted): string {
  const whole = `${serviceNumber}:${task.kind}:${task.org}`
  const part = task.order ?? task.line
  return part === undefined ? whole : `${whole}:${part}`
}
