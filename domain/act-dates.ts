import type { ActBodies } from './act.schema.ts'
import type { ActType } from './act.ts'
import { Refusal } from './problem.ts'
import { CalendarRangeError, isWorkingDay } from './working-time.ts'
import type { WorkingCalendar } from './working-time.ts'

/** what only the calendar can tell of an act's dates; throws a {@link Refusal}. The case itself has no calendar. */
export function checkActDates(type: ActType, body: ActBodies[ActType], calendar: WorkingCalendar): void {
  if (type !== 'fileInspection') return
  const { order } = body as ActBodies['fileInspection']
  if (order === undefined) return
  if (!working(order.dueDate, calendar)) throw new Refusal('date-not-working-day', `整改期限 ${order.dueDate} 不是工作日`, 'order.dueDate')
}

function working(date: string, calendar: WorkingCalendar): boolean {
  try {
    return isWorkingDay(date, calendar)
  } catch (error) {
    if (error instanceof CalendarRangeError) throw new Refusal('calendar-year-unknown', `工作日历没有 ${error.year} 年`, 'order.dueDate')
    throw error
  }
}
