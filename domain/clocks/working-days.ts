import { dateOfDay, dayNumber } from './calendar.ts'
import { isWorkingDay, minutesOfDay } from './working-time.ts'
import type { WorkingCalendar, WorkingHours } from './working-time.ts'

/** A calendar for one who counts elsewhere. Days are numbered from 1970-01-01; `sessions` in minutes of the day. */
export interface WorkingDays {
  readonly utcOffsetMinutes: number
  readonly sessions: readonly { readonly from: number; readonly to: number }[]
  readonly firstDay: number
  /**
   * The working minutes before each day from the first on, and one entry more than there are days; none where every day
   * is worked.
   */
  readonly before: readonly number[] | undefined
}

/** what `workingMinuteCounter` counts by; beside it, for no case runs this. */
export function workingDays(hours: WorkingHours, calendar: WorkingCalendar): WorkingDays {
  const daily = minutesOfDay(hours)
  const [firstDay, last] = [dayOf(`${calendar.firstYear}-01-01`), dayOf(`${calendar.lastYear}-12-31`)]
  const sessions = hours.sessions.map(({ from, to }) => ({ from: minuteOf(from), to: minuteOf(to) }))
  const days = { utcOffsetMinutes: hours.utcOffsetMinutes, sessions, firstDay }
  if (calendar.alwaysOpen === true) return { ...days, before: undefined }
  let worked = 0
  const before = [worked]
  for (let day = firstDay; day <= last; day += 1) {
    worked += isWorkingDay(dateOfDay(day), calendar) ? daily : 0
    before.push(worked)
  }
  return { ...days, before }
}

function dayOf(date: string): number {
  const day = dayNumber(date)
  if (day === undefined) throw new RangeError(`not a date: ${date}`)
  return day
}

/** Of 'HH:MM' as `minutesOfDay` takes it. */
function minuteOf(time: string): number {
  const [hour = 0, minute = 0] = time.split(':').map(Number)
  return hour * 60 + minute
}
