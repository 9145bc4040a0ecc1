/** The rows of a case's clocks, and of what is awaited until they are due. */
import type { Task } from '../domain/case/task.ts'
import { lightsFrom, survivesWithdrawal } from '../domain/clocks/deadline.ts'
import type { Deadline } from '../domain/clocks/deadline.ts'
import type { CaseState } from '../workflows/application/core/case-state.ts'
import type { deadline } from './schema/deadline.ts'
import type { task } from './schema/task.ts'

export function deadlineRows(state: CaseState): (typeof deadline.$inferInsert)[] {
  const { serviceNumber, city, deadlines } = state
  return Object.values(deadlines).map((deadline) => ({
    serviceNumber,
    city,
    id: deadline.id,
    kind: deadline.kind,
    line: deadline.line ?? null,
    owner: deadline.owner,
    rule: deadline.rule,
    length: deadline.length,
    startedAt: deadline.startedAt,
    warnAt: deadline.warnAt,
    dueAt: deadline.dueAt,
    stoppedAt: deadline.stoppedAt ?? null,
    minutes: deadline.minutes,
    calendarVersion: deadline.calendarVersion,
    provisional: deadline.provisional,
    advisory: deadline.advisory,
    unassessed: deadline.unassessed ?? false,
    warnedAt: deadline.warnedAt ?? null,
    passedAt: deadline.passedAt ?? null,
    metAt: deadline.metAt ?? null,
    supersededAt: deadline.supersededAt ?? null,
    endedAt: endedAt(deadline, state) ?? null,
    red: isRed(deadline, state),
  }))
}

export function taskRows({ serviceNumber, city, tasks, deadlines }: CaseState): (typeof task.$inferInsert)[] {
  return Object.values(tasks).map((task) => ({
    serviceNumber,
    city,
    id: task.id,
    kind: task.kind,
    org: task.org,
    line: task.line ?? null,
    person: task.person,
    deadlineId: task.deadlineId ?? null,
    openedSeq: task.openedSeq,
    openedAt: task.openedAt,
    closedSeq: task.closedSeq ?? null,
    closedAt: task.closedAt ?? null,
    ...openClock(task, deadlines),
  }))
}

type OpenClock = Readonly<Record<'dueAt' | 'yellowFrom' | 'redFrom', string | null>>
const NO_CLOCK: OpenClock = { dueAt: null, yellowFrom: null, redFrom: null }

/** When the clock of a task that is open is due, and from when on its light is yellow or red. */
function openClock(
  { closedSeq, deadlineId }: Pick<Task, 'closedSeq' | 'deadlineId'>,
  deadlines: CaseState['deadlines'],
): OpenClock {
  const clock = closedSeq === undefined ? deadlines[deadlineId ?? ''] : undefined
  if (clock === undefined) return NO_CLOCK
  const { yellow, red } = lightsFrom(clock)
  return { dueAt: clock.dueAt, yellowFrom: yellow ?? null, redFrom: red ?? null }
}

/** The earliest of a case's open tasks, each for itself. */
export function nextOfCase({ tasks, deadlines }: CaseState): OpenClock {
  const open = Object.values(tasks).map((task) => openClock(task, deadlines))
  const earliest = (column: keyof OpenClock) =>
    open.flatMap((clock) => clock[column] ?? []).reduce<string | null>(earlier, null)
  return { dueAt: earliest('dueAt'), yellowFrom: earliest('yellowFrom'), redFrom: earliest('redFrom') }
}

function earlier(one: string | null, other: string): string {
  return one === null || Date.parse(other) < Date.parse(one) ? other : one
}

/**
 * when a clock ended, by itself or with its case; R-13: the survey's own deadline closes the survey. None
 * while it goes on.
 */
function endedAt(
  { kind, metAt, supersededAt, passedAt }: Deadline,
  { withdrawn, closedAt }: Pick<CaseState, 'withdrawn' | 'closedAt'>,
): string | undefined {
  return (
    metAt ??
    supersededAt ??
    (kind === 'survey' ? passedAt : undefined) ??
    (survivesWithdrawal(kind) ? undefined : withdrawn?.at) ??
    closedAt
  )
}

/**
 * passed, and still open. R-13: a survey that its own time closed is as long as an opinion is awaited: no line
 * awaits one in a case that has ended, or was taken back. What the user has not added is no one's delay.
 */
function isRed(clock: Deadline, state: CaseState): boolean {
  const { kind, passedAt, metAt, supersededAt } = clock
  if (passedAt === undefined || metAt !== undefined || supersededAt !== undefined) return false
  if (kind === 'supplementDemand') return false
  if (kind === 'survey') return Object.values(state.lines).some(({ status }) => status === 'awaitingOpinion')
  return endedAt(clock, state) === undefined
}
