import { Refusal } from './problem.ts'

const REACH_YEARS = 5

/** As far as a calendar can be relied on: beyond it no due time can be computed. `date` and `today` are YYYY-MM-DD. Throws a {@link Refusal}. */
export function requireWithinReach(date: string, today: string, field: string): void {
  if (Number(date.slice(0, 4)) > Number(today.slice(0, 4)) + REACH_YEARS) throw new Refusal('calendar-year-unknown', `日期应在 ${REACH_YEARS} 年之内`, field)
}
