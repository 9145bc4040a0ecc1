import type { WorkingCalendar } from './working-time.ts'
import { defined } from '../defined.ts'

/** The calendars by the key that a city names. */
export type Calendars = Readonly<Record<'china' | 'always', WorkingCalendar>>

/**
 * What a case carries of a calendar: from the year of a date 'YYYY-MM-DD' on, as far as it is published. Beyond
 * that it knows nothing, so that what is provisional is asked of the calendar in force at that moment.
 */
export function carriedCalendar(calendar: WorkingCalendar, date: string): WorkingCalendar {
  const { version, publishedThrough, holidays, makeUpDays, alwaysOpen } = calendar
  const [firstYear, lastYear] = [Number(date.slice(0, 4)), publishedThrough]
  const within = (day: string) => Number(day.slice(0, 4)) >= firstYear && Number(day.slice(0, 4)) <= lastYear
  return {
    version,
    firstYear: Math.min(firstYear, lastYear),
    publishedThrough,
    lastYear,
    holidays: holidays.filter(within),
    makeUpDays: makeUpDays.filter(within),
    ...defined({ alwaysOpen }),
  }
}

/** The calendar of the drill city: every day is a working day, nothing is provisional. */
export const ALWAYS_OPEN: WorkingCalendar = {
  version: 'always-1',
  firstYear: 1970,
  publishedThrough: 9998,
  lastYear: 9998,
  holidays: [],
  makeUpDays: [],
  alwaysOpen: true,
}
