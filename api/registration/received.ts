import type { City } from '../../domain/city/city.schema.ts'
import { dateOfDay, dayNumber } from '../../domain/clocks/calendar.ts'
import { localDate } from '../../domain/clocks/local-date.ts'
import { isWorkingDay } from '../../domain/clocks/working-time.ts'
import type { WorkingCalendar } from '../../domain/clocks/working-time.ts'
import type { Registration } from '../../domain/demand/registration.schema.ts'
import { fieldProblem } from '../problems/problem-error.ts'

const FIELD = 'paper.receivedAt'

/**
 * when paper was really handed over: from it the clock counts, so not in the future, and no longer ago than the
 * city says. Asked once, when a key is taken. `now` is ISO UTC.
 */
export function requireReceived(
  paper: Registration['paper'],
  now: string,
  { city, calendar }: { readonly city: City; readonly calendar: WorkingCalendar },
): void {
  const { receivedAt } = paper ?? {}
  if (receivedAt === undefined) return
  const { paperDays } = city.registration
  if (paperDays === undefined) throw fieldProblem('validation-failed', FIELD, `${city.name}不办理纸质表补录`)
  if (Date.parse(receivedAt) > Date.parse(now))
    throw fieldProblem('validation-failed', FIELD, '实际收到的时间不能晚于现在')
  const earliest = workingDaysBefore(localDate(now, city.hours), paperDays, calendar)
  if (localDate(receivedAt, city.hours) < earliest)
    throw fieldProblem(
      'validation-failed',
      FIELD,
      `补录至多在收到后 ${paperDays} 个工作日内，即 ${earliest} 以后收到的；更早的请按今天收到登记，并在备注写明`,
    )
}

/** YYYY-MM-DD: so many working days before a day. */
function workingDaysBefore(day: string, count: number, calendar: WorkingCalendar): string {
  if (count === 0) return day
  const before = dateOfDay((dayNumber(day) ?? 0) - 1)
  return workingDaysBefore(before, isWorkingDay(before, calendar) ? count - 1 : count, calendar)
}
