import { Refusal } from '../problem.ts'
import { dateOfDay, dayNumber } from './calendar.ts'
import { isWorkingDay } from './working-time.ts'
import type { WorkingCalendar } from './working-time.ts'

/**
 * The last date (YYYY-MM-DD) after which the calendar still has so many working days: a deadline of that length that
 * begins later, or is due by a later date, has no due time.
 */
export function lastDateBefore(days: number, calendar: WorkingCalendar): string {
  let day = dayNumber(`${calendar.lastYear}-12-31`) ?? 0
  for (let left = days; ; day -= 1) {
    if (left <= 0) return dateOfDay(day)
    if (isWorkingDay(dateOfDay(day), calendar)) left -= 1
  }
}

/** A date (YYYY-MM-DD) that somebody named, and the working days that are counted after it. */
export interface ReachingDate {
  readonly field: string
  readonly name: string
  readonly date: string
  readonly days: number
}

/** throws a {@link Refusal} that names the last date that can be counted with. */
export function requireWithinCalendar({ field, name, date, days }: ReachingDate, calendar: WorkingCalendar): void {
  const last = lastDateBefore(days, calendar)
  if (date > last)
    throw new Refusal(
      'calendar-year-unknown',
      `${name} ${date} 太远：工作日历只到 ${calendar.lastYear} 年，最晚为 ${last}`,
      field,
    )
}

/** what begins today (YYYY-MM-DD) has deadlines of up to so many working days. Throws a {@link Refusal}. */
export function requireCalendarAhead(today: string, days: number, calendar: WorkingCalendar): void {
  if (today > lastDateBefore(days, calendar))
    throw new Refusal(
      'calendar-year-unknown',
      `工作日历只到 ${calendar.lastYear} 年，从今天（${today}）起的时限已算不出；须先由运行维护人员换上新的工作日历`,
    )
}
