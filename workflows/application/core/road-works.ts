import type { RoadWorks } from '../../../domain/trench/joint-plan.ts'
import type { CaseState, Line } from './case-state.ts'
import { linesOf } from './case-state.ts'

/**
 * the stretches of road that a case's outer works use: by the schedule in force, before that by the survey's
 * opinion. None of what was dropped before it began.
 */
export function roadWorksOf(state: CaseState): readonly RoadWorks[] {
  return linesOf(state)
    .filter(isOrWasToBeBuilt)
    .flatMap((line) => worksOf(state, line))
}

function isOrWasToBeBuilt({ outerWorks, works, status }: Line): boolean {
  return outerWorks !== undefined && (status !== 'withdrawn' || works?.startedAt !== undefined)
}

function worksOf(
  { serviceNumber, schedules, trenches = [] }: CaseState,
  { id: line, utility, status, outerWorks, works }: Line,
): readonly RoadWorks[] {
  const schedule = schedules[utility]
  const agreedWith = trenches.filter((trench) => trench.line === line).map((trench) => trench.with)
  return (schedule?.sections ?? outerWorks?.sections ?? []).map(({ road, from, to }) => ({
    serviceNumber,
    line,
    utility,
    road,
    from,
    to,
    worksFrom: schedule?.worksFrom ?? null,
    worksTo: schedule?.worksTo ?? null,
    openedAt: works?.startedAt ?? null,
    completedAt: status === 'constructing' ? null : (works?.completedAt ?? null),
    restoredAt: works?.restoredAt ?? null,
    agreedWith,
  }))
}
