import { dueByDate } from '../domain/date-deadline.ts'
import type { DateRule, DatedDueTime } from '../domain/date-deadline.ts'
import { dueTime, firstWorkingMinuteOfDate } from '../domain/working-time.ts'
import type { DeadlineRule, DueTime, WorkingCalendar, WorkingHours } from '../domain/working-time.ts'

/** The calendars by the key that a city names. */
export type Calendars = Readonly<Record<'china' | 'always', WorkingCalendar>>

export interface DueTimeRequest {
  /** ISO UTC instant. */
  readonly from: string
  /** YYYY-MM-DD: the clock starts no earlier than the first working minute of this date. */
  readonly notBefore?: string
  readonly rule: DeadlineRule | DateRule
  readonly hours: WorkingHours
  readonly calendar: keyof Calendars
}

export interface CalendarActivities {
  dueTime(request: DueTimeRequest): Promise<DueTime | DatedDueTime>
}

/** due times from the calendar in memory; no effect, so the workflow calls it as a local activity. */
export function createCalendarActivities(calendars: Calendars): CalendarActivities {
  return {
    dueTime({ from, notBefore, rule, hours, calendar: key }) {
      const calendar = calendars[key]
      const first = notBefore === undefined ? from : firstWorkingMinuteOfDate(notBefore, hours, calendar)
      const start = Date.parse(first) > Date.parse(from) ? first : from
      if (rule.kind === 'byDate') return Promise.resolve(dueByDate(start, rule, hours, calendar))
      return Promise.resolve(dueTime(start, rule, hours, calendar))
    },
  }
}
