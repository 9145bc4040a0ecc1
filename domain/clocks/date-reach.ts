import { endOfWork } from './end-of-work.ts'
import { localDate } from './local-date.ts'
import { Refusal } from '../problem.ts'
import type { WorkingHours } from './working-time.ts'

const REACH_YEARS = 5

/**
 * As far as a calendar can be relied on: beyond it no due time can be computed. `date` and `today` are YYYY-MM-DD.
 * Throws a {@link Refusal}.
 */
export function requireWithinReach(date: string, today: string, field: string): void {
  if (Number(date.slice(0, 4)) > Number(today.slice(0, 4)) + REACH_YEARS)
    throw new Refusal('calendar-year-unknown', `日期应在 ${REACH_YEARS} 年之内`, field)
}

/**
 * A date (YYYY-MM-DD) by which work is to be done: not past, nor today once the day's work is over. `at` is an ISO
 * instant. Throws a {@link Refusal}.
 */
export function requireTimeLeft(date: string, at: string, hours: WorkingHours, what: string, field: string): void {
  if (date < localDate(at, hours)) throw new Refusal('date-past', `${what}应在今日或以后`, field)
  if (Date.parse(endOfWork(date, hours)) <= Date.parse(at))
    throw new Refusal('date-past', `今日工作时间已过，${what}应在下一工作日或以后`, field)
}

/** A date on which something was done: from a named one until today, all YYYY-MM-DD. Throws a {@link Refusal}. */
export function requireBetween(
  date: string,
  since: { readonly name: string; readonly date: string },
  today: string,
  what: string,
  field: string,
): void {
  if (date < since.date || date > today)
    throw new Refusal('validation-failed', `${what}应在${since.name}（${since.date}）至今日（${today}）之间`, field)
}
