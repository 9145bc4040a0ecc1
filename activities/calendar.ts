import { resumedDue, startedDue } from '../domain/clocks/due-times.ts'
import type { Calendars } from '../domain/clocks/working-calendars.ts'
import type { CalendarActivities } from '../workflows/ports/calendar.ts'

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
