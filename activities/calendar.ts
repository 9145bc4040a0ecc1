import { dueByDate } from '../domain/date-deadline.ts'
import type { DateRule, DatedDueTime } from '../domain/date-deadline.ts'
import { addWorkingMinutes, dueTime, firstWorkingMinuteOfDate, workingMinutesBetween } from '../domain/working-time.ts'
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

/** a clock that stood since `stoppedAt` and goes on at an instant, or at the first working minute of a date. */
export interface ResumedDueRequest {
  readonly stoppedAt: string
  readonly runsFrom?: string
  readonly resumedAt?: string
  readonly resumeOn?: string
  readonly dueAt: string
  readonly warnAt: string
  readonly length: DeadlineRule | DateRule
  readonly hours: WorkingHours
  readonly calendar: keyof Calendars
}

export interface ResumedDue {
  readonly dueAt: string
  readonly warnAt: string
  readonly runsFrom: string
  readonly calendarVersion: string
  readonly provisional: boolean
}

export interface CalendarActivities {
  dueTime(request: DueTimeRequest): Promise<DueTime | DatedDueTime>
  resumedDue(request: ResumedDueRequest): Promise<ResumedDue>
}

/** due times from the calendar in memory; no effect, so the workflow calls it as a local activity. */
export function createCalendarActivities(calendars: Calendars): CalendarActivities {
  return {
    resumedDue: (request) => Promise.resolve(movedDue(request, calendars[request.calendar])),
    dueTime({ from, notBefore, rule, hours, calendar: key }) {
      const calendar = calendars[key]
      const first = notBefore === undefined ? from : firstWorkingMinuteOfDate(notBefore, hours, calendar)
      const start = Date.parse(first) > Date.parse(from) ? first : from
      if (rule.kind === 'byDate') return Promise.resolve(dueByDate(start, rule, hours, calendar))
      return Promise.resolve(dueTime(start, rule, hours, calendar))
    },
  }
}

/** what is left of a stopped clock, counted from where it goes on. */
function movedDue(request: ResumedDueRequest, calendar: WorkingCalendar): ResumedDue {
  const { hours, stoppedAt, runsFrom, dueAt, warnAt, length } = request
  const resumed = request.resumedAt ?? firstWorkingMinuteOfDate(request.resumeOn ?? '', hours, calendar)
  const stood = runsFrom !== undefined && Date.parse(runsFrom) > Date.parse(stoppedAt) ? runsFrom : stoppedAt
  const go = (end: string) => (length.kind === 'elapsedSeconds'
    ? { due: new Date(Date.parse(resumed) + Math.max(0, Date.parse(end) - Date.parse(stood))).toISOString(), provisional: false }
    : addWorkingMinutes(resumed, workingMinutesBetween(stood, end, hours, calendar), hours, calendar))
  const due = go(dueAt)
  return { dueAt: due.due, warnAt: go(warnAt).due, runsFrom: new Date(Date.parse(resumed)).toISOString(), calendarVersion: calendar.version, provisional: due.provisional }
}
