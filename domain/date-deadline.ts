import { addWorkingMinutes, isWorkingDay, workingMinutesBetween } from './working-time.ts'
import type { DueTime, WorkingCalendar, WorkingHours } from './working-time.ts'

/** A deadline that somebody named as a date (附件3's end date, a rectification order's): due at the end of that day's work. */
export interface DateRule {
  readonly kind: 'byDate'
  /** YYYY-MM-DD in the city's time. */
  readonly date: string
}

export type DatedDueTime = Omit<DueTime, 'rule'> & { readonly rule: DateRule }

const MINUTE = 60_000

/**
 * Due when the working hours of the date end, or at 24:00 where it is a day off. `minutes` are the working minutes from `from` until then, `warnAt` the
 * start of their last quarter. Named after it was over (today, in the evening), it starts when it is due. Throws as `working-time.ts` does.
 */
export function dueByDate(from: string, rule: DateRule, hours: WorkingHours, calendar: WorkingCalendar): DatedDueTime {
  const end = isWorkingDay(rule.date, calendar) ? (hours.sessions.at(-1)?.to ?? '24:00') : '24:00'
  const [hour = 0, minute = 0] = end.split(':').map(Number)
  const dueAt = new Date(Date.parse(`${rule.date}T00:00:00Z`) + (hour * 60 + minute - hours.utcOffsetMinutes) * MINUTE).toISOString()
  const minutes = workingMinutesBetween(from, dueAt, hours, calendar)
  const warned = addWorkingMinutes(from, Math.ceil((minutes * 3) / 4), hours, calendar)
  const provisional = addWorkingMinutes(dueAt, 0, hours, calendar).provisional
  return {
    startedAt: new Date(Math.min(Date.parse(from), Date.parse(dueAt))).toISOString(), warnAt: minutes === 0 ? dueAt : warned.due, dueAt, minutes,
    segments: [], calendarVersion: calendar.version, provisional, rule,
  }
}
