/** R-33…R-36: what a clock of a case or a matter asks of a calendar. Pure; throws as `working-time.ts` does. */
import { dueByDate } from './date-deadline.ts'
import type { DateRule, DatedDueTime } from './date-deadline.ts'
import { addWorkingMinutes, dueTime, firstWorkingMinuteOfDate, workingMinutesBetween } from './working-time.ts'
import type { DeadlineRule, DueTime, WorkingCalendar, WorkingHours } from './working-time.ts'

export interface DueTimeRequest {
  /** ISO UTC instant. */
  readonly from: string
  /** YYYY-MM-DD: the clock starts no earlier than the first working minute of this date. */
  readonly notBefore?: string
  readonly rule: DeadlineRule | DateRule
  readonly hours: WorkingHours
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
}

export interface ResumedDue {
  readonly dueAt: string
  readonly warnAt: string
  readonly runsFrom: string
  readonly calendarVersion: string
  readonly provisional: boolean
}

export function startedDue(request: DueTimeRequest, calendar: WorkingCalendar): DueTime | DatedDueTime {
  const { from, notBefore, rule, hours } = request
  const first = notBefore === undefined ? from : firstWorkingMinuteOfDate(notBefore, hours, calendar)
  const start = Date.parse(first) > Date.parse(from) ? first : from
  return rule.kind === 'byDate' ? dueByDate(start, rule, hours, calendar) : dueTime(start, rule, hours, calendar)
}

/** what is left of a stopped clock, counted from where it goes on. */
export function resumedDue(request: ResumedDueRequest, calendar: WorkingCalendar): ResumedDue {
  const { hours, stoppedAt, runsFrom, dueAt, warnAt, length } = request
  const resumed = request.resumedAt ?? firstWorkingMinuteOfDate(request.resumeOn ?? '', hours, calendar)
  const stood = runsFrom !== undefined && Date.parse(runsFrom) > Date.parse(stoppedAt) ? runsFrom : stoppedAt
  const shifted = (end: string) => new Date(Date.parse(resumed) + Math.max(0, Date.parse(end) - Date.parse(stood)))
  const go = (end: string) =>
    length.kind === 'elapsedSeconds'
      ? { due: shifted(end).toISOString(), provisional: false }
      : addWorkingMinutes(resumed, workingMinutesBetween(stood, end, hours, calendar), hours, calendar)
  const due = go(dueAt)
  return {
    dueAt: due.due,
    warnAt: go(warnAt).due,
    runsFrom: new Date(Date.parse(resumed)).toISOString(),
    calendarVersion: calendar.version,
    provisional: due.provisional,
  }
}
