import type { Deadline } from '../../../domain/clocks/deadline.ts'
import type { Task } from '../../../domain/case/task.ts'
import { defined } from '../../../domain/defined.ts'
import type { CaseState } from './case-state.ts'
import { bindingOf, hasOwnClock, isOpenTask } from './task-clocks.ts'

type Changed = Readonly<Record<string, Deadline>>

/**
 * the clock of each opinion that is awaited goes with the survey's, until it has passed; where the visit is
 * known it ends by the visit, and never after the survey's.
 */
export function opinionClocks(before: CaseState | undefined, state: CaseState): Changed {
  const survey = state.deadlines['survey']
  if (survey === undefined || survey.metAt !== undefined || survey.supersededAt !== undefined) return {}
  const moved = survey !== before?.deadlines['survey'] || state.survey?.opinionsBy !== before?.survey?.opinionsBy
  if (!moved && !lacksClock(state)) return {}
  const { warnedAt: _1, hastenedAt: _2, passedAt: _3, ...led } = survey
  const by = dateOfOpinions(state, survey)
  const clocks = opinionsAwaited(state).flatMap(({ org: owner, deadlineId: id = '' }): [string, Deadline][] => {
    const earlier = state.deadlines[id]
    if (earlier?.passedAt !== undefined) return []
    const { hastenedAt } = earlier ?? {}
    const warnedAt = by === undefined || by.dueAt === earlier?.dueAt ? earlier?.warnedAt : undefined
    const own = { ...bindingOf(state, false, survey.startedAt), ...defined({ warnedAt, hastenedAt }) }
    return [[id, { ...led, ...by, id, kind: 'fileOpinion', owner, rule: 'R-13', ...own }]]
  })
  return Object.fromEntries(clocks)
}

/** asked again, for what an authority found contradicts it. */
function lacksClock(state: CaseState): boolean {
  return opinionsAwaited(state).some(({ deadlineId = '' }) => state.deadlines[deadlineId] === undefined)
}

/** Those that go with the survey's, or end by the visit. */
export function opinionsAwaited(state: CaseState): readonly Task[] {
  return Object.values(state.tasks).filter(
    (task) => task.kind === 'fileOpinion' && isOpenTask(task) && hasOwnClock(state, task.kind),
  )
}

/** By the visit, where that is before the survey's due time; none while that clock stands, or was moved since. */
function dateOfOpinions({ survey }: CaseState, clock: Deadline): Pick<Deadline, 'warnAt' | 'dueAt'> | undefined {
  const by = survey?.opinionsBy
  if (by === undefined || clock.stoppedAt !== undefined) return undefined
  if (by.visitAt !== survey?.visitAt || by.runsFrom !== runsFrom(clock)) return undefined
  return Date.parse(by.dueAt) < Date.parse(clock.dueAt) ? { warnAt: by.warnAt, dueAt: by.dueAt } : undefined
}

/** the visit (ISO UTC) by which opinions are still to be dated, and since when the survey's clock runs. */
export function visitToDateBy(state: CaseState): { readonly visitAt: string; readonly runsFrom: string } | undefined {
  const { convenes, survey } = state
  const clock = state.deadlines['survey']
  if (convenes === undefined || survey?.visitAt === undefined || clock === undefined) return undefined
  const ended = [survey.closedAt, survey.waived, clock.stoppedAt, clock.passedAt, clock.metAt, clock.supersededAt]
  if (ended.some((each) => each !== undefined) || state.withdrawn !== undefined) return undefined
  const visit = { visitAt: survey.visitAt, runsFrom: runsFrom(clock) }
  const { opinionsBy: by } = survey
  const isDated = by?.visitAt === visit.visitAt && by.runsFrom === visit.runsFrom
  return isDated || Date.parse(visit.visitAt) < Date.parse(visit.runsFrom) ? undefined : visit
}

function runsFrom(clock: Deadline): string {
  return clock.runsFrom ?? clock.startedAt
}
