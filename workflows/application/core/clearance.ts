import type { City } from '../../../domain/city/city.schema.ts'
import { localDate } from '../../../domain/clocks/local-date.ts'
import { Refusal } from '../../../domain/problem.ts'
import type { CaseState, Line } from './case-state.ts'
import { lackingBy } from './needed-approvals.ts'
import { linesOf } from './lines.ts'
import { withLines } from './change.ts'

/** a line whose every approval is given, by the promise or by decision, is cleared for works. */
export function clearForWorks(state: CaseState, org: string, at: string): CaseState {
  const cleared = linesOf(state)
    .filter((line) => line.utility === org && line.status === 'outerWorks' && isCleared(state, line))
    .map((line) => line.id)
  return withLines(state, cleared, ({ works }) => ({
    status: 'committed',
    ...(state.timesWorks === undefined || works === undefined ? {} : { works: { ...works, clearedAt: at } }),
  }))
}

function isCleared(state: CaseState, line: Line): boolean {
  return state.schedules[line.utility] !== undefined && lackingBy(state, line).length === 0
}

/** A schedule begins today or later; one that takes another's place may have begun already, but not before the case. */
export function requireWorksFrom(
  { registeredAt }: CaseState,
  date: string,
  { at, superseding, hours }: { readonly at: string; readonly superseding: boolean; readonly hours: City['hours'] },
): void {
  const first = localDate(superseding ? registeredAt : at, hours)
  if (date < first)
    throw new Refusal(
      'date-past',
      superseding ? `施工开始日期不能早于登记之日 ${first}` : '施工开始日期应在今日或以后',
      'worksFrom',
    )
}
