import type { EventBody } from '../../../domain/case/event.ts'
import type { Task, TaskKind } from '../../../domain/case/task.ts'
import type { City } from '../../../domain/city/city.schema.ts'
import { taskLengthOf } from '../../../domain/city/task-clocks.ts'
import { isTaskClock, nextInstant } from '../../../domain/clocks/deadline.ts'
import type { Deadline, TaskClock } from '../../../domain/clocks/deadline.ts'
import type { DeadlineRule } from '../../../domain/clocks/working-time.ts'
import { defined } from '../../../domain/defined.ts'
import type { CaseState } from './case-state.ts'
import type { EventOf } from './change.ts'
import { lineOf, touches } from './lines.ts'

/**
 * R-33⁺: what the plan sets no time for has a clock that starts as its task opens and ends with it; that of an opinion
 * goes with the survey's. Only in cases that were registered with such clocks.
 */
export function hasOwnClock({ taskClocks }: Pick<CaseState, 'taskClocks'>, kind: TaskKind): kind is TaskClock {
  return isTaskClock(kind) && (taskClocks?.kinds.includes(kind) ?? false)
}

const USERS: readonly TaskKind[] = ['supplementDemand', 'answerOffer']

/** what the user is asked for, through whoever registered or claimed the case. */
export function isUsersOwn(state: CaseState, { kind, org }: Pick<Task, 'kind' | 'org'>): boolean {
  return USERS.includes(kind) || (kind === 'answerMissed' && org === (state.claimed?.by ?? state.registeredBy).org)
}

/** Of a task that opens: numbered where there was one before it. */
export function ownClockId({ deadlines }: CaseState, { kind, org, part }: OwnClock): string {
  const first = [kind, org, part].filter((each) => each !== undefined).join(':')
  const earlier = Object.keys(deadlines).filter((id) => id === first || id.startsWith(`${first}#`)).length
  return earlier === 0 ? first : `${first}#${earlier + 1}`
}

interface OwnClock {
  readonly kind: TaskKind
  readonly org: string
  /** The line, order, approval that it is about. */
  readonly part: string | undefined
}

/** A task whose clock is still to be started. */
interface Unclocked extends Task {
  readonly kind: TaskClock
  readonly deadlineId: string
}

export function isOpenTask({ closedSeq }: Task): boolean {
  return closedSeq === undefined
}

export function unclocked(state: CaseState): readonly Unclocked[] {
  if (state.taskClocks === undefined) return []
  return Object.values(state.tasks).filter(
    (task): task is Unclocked =>
      isOpenTask(task) &&
      task.kind !== 'fileOpinion' &&
      hasOwnClock(state, task.kind) &&
      task.deadlineId !== undefined &&
      state.deadlines[task.deadlineId] === undefined,
  )
}

/** Clocks that start at one instant (ISO UTC) and have as long. */
export interface ClocksToStart {
  readonly from: string
  readonly length: DeadlineRule
  readonly tasks: readonly Unclocked[]
}

/** Of those that are to be started, the first that start together. */
export function clocksToStart(state: CaseState, policy: City): ClocksToStart | undefined {
  const [first, ...others] = unclocked(state)
  if (first === undefined) return undefined
  const length = lengthOf(state, policy, first)
  const isUsers = isUsersOwn(state, first)
  const together = others.filter(
    (task) => task.kind === first.kind && task.openedAt === first.openedAt && isUsersOwn(state, task) === isUsers,
  )
  const same = JSON.stringify(length)
  return {
    from: first.openedAt,
    length,
    tasks: [first, ...together.filter((task) => JSON.stringify(lengthOf(state, policy, task)) === same)],
  }
}

function lengthOf(state: CaseState, policy: City, { kind, line }: Unclocked): DeadlineRule {
  const of = line === undefined ? undefined : lineOf(state, line)
  const length = taskLengthOf(policy, kind, of !== undefined && touches(state, of, ['greenery']))
  if (length === undefined) throw new Error(`no length for ${kind}`)
  return length
}

/** What somebody may say for himself: that it is over is nobody's fault. */
function isOnesOwnTerm(state: CaseState, task: Pick<Task, 'kind' | 'org'>): boolean {
  return isUsersOwn(state, task) || task.kind === 'answerRevocation'
}

/** ⁺: before the group has adopted them they are advisory, and never assessed where they are such a term. */
export function bindingOf({ registration, taskClocks }: CaseState, isOnesOwn: boolean, from: string) {
  const { adoptedAt } = taskClocks ?? {}
  const adopted = adoptedAt !== undefined && Date.parse(from) >= Date.parse(adoptedAt)
  const unassessed = !adopted || isOnesOwn
  return {
    advisory: registration.area === 'elsewhere' || unassessed,
    ...(unassessed ? { unassessed: true as const } : {}),
  }
}

/** What is recorded once their due time is known. */
export function clocksStarted(
  state: CaseState,
  { tasks }: ClocksToStart,
  due: Omit<EventOf<'taskClocksStarted'>['data']['due'], 'rule' | 'advisory' | 'unassessed'>,
): EventBody | undefined {
  const still = tasks.filter(({ deadlineId }) => state.deadlines[deadlineId] === undefined)
  const [first] = still
  if (first === undefined) return undefined
  const clocks = still.map(({ deadlineId: id, kind, org: owner, line }) => ({ id, kind, owner, ...defined({ line }) }))
  return {
    type: 'taskClocksStarted',
    rule: 'R-33',
    data: { clocks, due: { ...due, rule: 'R-33', ...bindingOf(state, isOnesOwnTerm(state, first), first.openedAt) } },
  }
}

/**
 * an opinion's clock is that of the survey, which tells of both, unless it ends by the visit, before it.
 */
export function goesWithSurvey({ deadlines }: Pick<CaseState, 'deadlines'>, { kind, dueAt }: Deadline): boolean {
  const survey = deadlines['survey']
  return kind === 'fileOpinion' && (survey === undefined || Date.parse(dueAt) >= Date.parse(survey.dueAt))
}

/** Of the clocks that are waited for here: those that have not ended. */
export function runningTaskClocks({ deadlines }: CaseState): readonly Deadline[] {
  return Object.values(deadlines).filter(
    (clock) =>
      isTaskClock(clock.kind) &&
      !goesWithSurvey({ deadlines }, clock) &&
      clock.metAt === undefined &&
      clock.supersededAt === undefined &&
      clock.passedAt === undefined,
  )
}

/** one that was told to go on. */
export function resumedTaskClock(state: CaseState): Deadline | undefined {
  return runningTaskClocks(state).find(({ stoppedAt, resumedAt }) => stoppedAt !== undefined && resumedAt !== undefined)
}

/** when a clock that stands goes on by itself; undefined where it does not stand, or is told to go on already. */
export function stopEnd({ stoppedAt, resumedAt, stopEndsAt }: Deadline): string | undefined {
  return stoppedAt === undefined || resumedAt !== undefined ? undefined : stopEndsAt
}

/** The earliest instant (ISO UTC) at which one of them has something to say. */
export function nextTaskInstant(state: CaseState): string | undefined {
  return runningTaskClocks(state)
    .flatMap((clock) => (clock.stoppedAt === undefined ? nextInstant(clock) : stopEnd(clock)) ?? [])
    .reduce<string | undefined>(
      (least, instant) => (least === undefined || Date.parse(instant) < Date.parse(least) ? instant : least),
      undefined,
    )
}

/** the clock that a task's own organisation has for it; none where it has ended, or is another's. */
export function clockOfTask({ deadlines }: CaseState, { org, deadlineId = '' }: Task): Deadline | undefined {
  const clock = deadlines[deadlineId]
  return clock?.owner === org && clock.metAt === undefined && clock.supersededAt === undefined ? clock : undefined
}
