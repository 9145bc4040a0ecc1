import { endOfWork } from './end-of-work.ts'
import { endOfLocalDate } from './local-date.ts'
import { addWorkingMinutes, isWorkingDay, workingMinutesBetween } from './working-time.ts'
import type { DueTime, WorkingCalendar, WorkingHours } from './working-time.ts'

/**
 * A deadline that somebody named as a date (附件3's end date, a rectification order's): due at the end of that day's
 * work.
 */
export interface DateRule {
  readonly kind: 'byDate'
  /** YYYY-MM-DD in the city's time. */
  readonly date: string
}

export type DatedDueTime = Omit<DueTime, 'rule'> & { readonly rule: DateRule }

/**
 * Due when the working hours of the date end, or at 24:00 where it is a day off or they are over already; never before
 * `from`. `minutes` are the working minutes from `from` until then, `warnAt` the start of their last quarter.
 * Throws as `working-time.ts` does.
 */
export function dueByDate(from: string, rule: DateRule, hours: WorkingHours, calendar: WorkingCalendar): DatedDueTime {
  const ends = [
    ...(isWorkingDay(rule.date, calendar) ? [endOfWork(rule.date, hours)] : []),
    endOfLocalDate(rule.date, hours),
  ]
  const dueAt = ends.find((end) => Date.parse(end) >= Date.parse(from)) ?? new Date(Date.parse(from)).toISOString()
  const minutes = workingMinutesBetween(from, dueAt, hours, calendar)
  const warned = addWorkingMinutes(from, Math.ceil((minutes * 3) / 4), hours, calendar)
  const provisional = addWorkingMinutes(dueAt, 0, hours, calendar).provisional
  return {
    startedAt: new Date(Date.parse(from)).toISOString(),
    warnAt: minutes === 0 ? dueAt : warned.due,
    dueAt,
    minutes,
    segments: [],
    calendarVersion: calendar.version,
    provisional,
    rule,
  }
}
