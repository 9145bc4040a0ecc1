import type { ActBodies } from './act.schema.ts'
import type { ActType } from './act.ts'
import { dateOfDay, dayNumber } from '../clocks/calendar.ts'
import { requireWithinCalendar } from '../clocks/calendar-end.ts'
import { localDate } from '../clocks/local-date.ts'
import { Refusal } from '../problem.ts'
import { CalendarRangeError, isWorkingDay } from '../clocks/working-time.ts'
import type { WorkingCalendar, WorkingHours } from '../clocks/working-time.ts'

interface NamedDate {
  readonly field: string
  readonly name: string
  readonly date: string
}

type Dates = { readonly [A in ActType]?: (body: ActBodies[A], hours: WorkingHours) => NamedDate | undefined }

/**
 * The dates on which somebody has to come or to answer: they must be worked. Not an appointment for the connection,
 * whose clock starts with the next working minute (R-25), nor 附件3's dates and the dates of instalments, which run on
 * days off too.
 */
const WORKED: Dates = {
  fileInspection: ({ order }) =>
    order === undefined ? undefined : { field: 'order.dueDate', name: '整改期限', date: order.dueDate },
  requestExtension: ({ dueDate }) => ({ field: 'dueDate', name: '新期限', date: dueDate }),
  bookSurvey: ({ date }) => ({ field: 'date', name: '踏勘日期', date }),
  supplementDemand: ({ surveyDate: date }) =>
    date === undefined ? undefined : { field: 'surveyDate', name: '预约踏勘日期', date },
  conveneSurvey: ({ at }, hours) =>
    at === undefined ? undefined : { field: 'at', name: '踏勘时间', date: localDate(at, hours) },
  scheduleSurvey: ({ at }, hours) => ({ field: 'at', name: '踏勘时间', date: localDate(at, hours) }),
}

/** The dates from which, or until which, a clock is counted. */
const COUNTED: { readonly [A in ActType]?: (body: ActBodies[A], hours: WorkingHours) => readonly CountedDate[] } = {
  fileInspection: ({ order }) =>
    order === undefined ? [] : [{ field: 'order.dueDate', name: '整改期限', date: order.dueDate }],
  requestExtension: ({ dueDate }) => [{ field: 'dueDate', name: '新期限', date: dueDate }],
  bookSurvey: ({ date }) => [{ field: 'date', name: '踏勘日期', date, begins: true }],
  supplementDemand: ({ surveyDate: date }) =>
    date === undefined ? [] : [{ field: 'surveyDate', name: '预约踏勘日期', date, begins: true }],
  conveneSurvey: ({ at }, hours) =>
    at === undefined ? [] : [{ field: 'at', name: '踏勘时间', date: localDate(at, hours), begins: true }],
  scheduleSurvey: ({ at }, hours) => [{ field: 'at', name: '踏勘时间', date: localDate(at, hours), begins: true }],
  signCommitment: ({ worksTo }) => [{ field: 'worksTo', name: '施工时间止', date: worksTo }],
  requestWorksExtension: ({ dueDate }) => [{ field: 'dueDate', name: '申请延至', date: dueDate }],
  requestVariation: ({ worksTo }) =>
    worksTo === undefined ? [] : [{ field: 'worksTo', name: '施工时间止', date: worksTo }],
  applyForApprovals: ({ worksTo }) => [{ field: 'worksTo', name: '施工时间止', date: worksTo }],
  agreeInstalments: ({ parts }) =>
    parts.map(({ dueDate }, index) => ({ field: `parts.${index}.dueDate`, name: '分期日期', date: dueDate })),
  appointConnection: ({ at }, hours) => [{ field: 'at', name: '约定的接入时间', date: localDate(at, hours) }],
}

/** `begins`: a clock of a length begins there; else one ends there. */
interface CountedDate extends NamedDate {
  readonly begins?: true
}

/** Where and when a date is looked at; `today` is YYYY-MM-DD, `longest` the city's longest deadline in working days. */
interface Here {
  readonly hours: WorkingHours
  readonly calendar: WorkingCalendar
  readonly today: string
  readonly longest?: number
}

/**
 * what only the calendar can tell of an act's dates; throws a {@link Refusal}. The case itself
 * has no calendar, and says itself what is past.
 */
export function checkActDates<A extends ActType>(type: A, body: ActBodies[A], here: Here): void {
  const named = WORKED[type]?.(body, here.hours)
  if (named !== undefined && named.date >= here.today) requireWorkingDay(named, here)
  const { calendar, hours } = here
  for (const { begins, ...date } of COUNTED[type]?.(body, hours) ?? [])
    requireWithinCalendar({ ...date, days: begins ? (here.longest ?? 1) : 1 }, calendar)
}

/** Throws a {@link Refusal} that names the working days before and after, as far as they are to come. */
export function requireWorkingDay({ field, name, date }: NamedDate, { calendar, today }: Omit<Here, 'hours'>): void {
  try {
    if (isWorkingDay(date, calendar)) return
    const near = [-1, 1].map((step) => nextWorkingDay(date, step, calendar)).filter((day) => day >= today)
    throw new Refusal('date-not-working-day', `${name} ${date} 不是工作日；相近的工作日：${near.join('、')}`, field)
  } catch (error) {
    if (error instanceof CalendarRangeError)
      throw new Refusal('calendar-year-unknown', `工作日历没有 ${error.year} 年`, field)
    throw error
  }
}

function nextWorkingDay(date: string, step: number, calendar: WorkingCalendar): string {
  const next = dateOfDay((dayNumber(date) ?? 0) + step)
  return isWorkingDay(next, calendar) ? next : nextWorkingDay(next, step, calendar)
}
