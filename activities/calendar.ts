import { resumedDue, startedDue } from '../domain/clocks/due-times.ts'
import type { DueTimeRequest, ResumedDue, ResumedDueRequest } from '../domain/clocks/due-times.ts'
import type { DatedDueTime } from '../domain/clocks/date-deadline.ts'
import type { DueTime, WorkingCalendar } from '../domain/clocks/working-time.ts'

/** The calendars by the key that a city names. */
export type Calendars = Readonly<Record<'china' | 'always', WorkingCalendar>>

/** Which calendar is asked. */
interface Asked {
  readonly calendar: keyof Calendars
}

export interface CalendarActivities {
  dueTime(request: DueTimeRequest & Asked): Promise<DueTime | DatedDueTime>
  resumedDue(request: ResumedDueRequest & Asked): Promise<ResumedDue>
}

/**
 * due times from the calendar in force, in memory; no effect. Fails where the calendar lacks a year, to be tried
 * again when one is deployed.
 */
export function createCalendarActivities(calendars: Calendars): CalendarActivities {
  return {
    dueTime: async ({ calendar, ...request }) => startedDue(request, calendars[calendar]),
    resumedDue: async ({ calendar, ...request }) => resumedDue(request, calendars[calendar]),
  }
}
