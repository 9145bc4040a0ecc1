/** which sum a deadline is added to, and what it adds: what changes with time alone is kept apart. */
import { CalendarRangeError, workingMinuteCounter } from '../clocks/working-time.ts'
import type { WorkingCalendar, WorkingHours } from '../clocks/working-time.ts'
import { resultOf, useOf } from './assessment.ts'
import type { AssessedDeadline, UseClock } from './assessment.ts'

/**
 * `settled`: its result and use are for good. `running`: neither. `standing`: stopped, so that it counts today once its
 * due time went by. `late`: overdue, and its use still grows. `red`: what the meeting is told of.
 * `charged`: what an event charges.
 */
export type Summed = 'settled' | 'running' | 'standing' | 'late' | 'red' | 'charged'

/** A deadline that changed; `endedAt`: whenever it ended. */
export interface SummedDeadline extends AssessedDeadline {
  readonly unassessed: boolean
  readonly red: boolean
}

/** `bucket`: YYYY-MM-DD, the first of the month; of `standing` the day itself. */
interface Place {
  readonly part: Exclude<Summed, 'red' | 'charged'>
  readonly bucket: string
}

/** Nothing where it does not count. */
export function placeOf(clock: SummedDeadline, utcOffsetMinutes: number): Place | undefined {
  const part = partOf(clock)
  if (part === undefined) return undefined
  const onTime = resultOf(clock) === 'onTime'
  const at = (onTime ? clock.metAt : undefined) ?? clock.dueAt
  return { part, bucket: part === 'standing' ? localDay(at, utcOffsetMinutes) : monthOf(at, utcOffsetMinutes) }
}

function partOf({ unassessed, metAt, passedAt, endedAt, stoppedAt }: SummedDeadline): Place['part'] | undefined {
  if (unassessed) return undefined
  if (metAt === null && endedAt === null) {
    if (passedAt !== null) return 'late'
    return stoppedAt === null ? 'running' : 'standing'
  }
  return metAt === null && passedAt === null ? undefined : 'settled'
}

/** YYYY-MM-DD in a city's time. */
export function localDay(instant: string, utcOffsetMinutes: number): string {
  return new Date(Date.parse(instant) + utcOffsetMinutes * 60_000).toISOString().slice(0, 10)
}

/** Its first day. */
export function monthOf(instant: string, utcOffsetMinutes: number): string {
  return `${localDay(instant, utcOffsetMinutes).slice(0, 7)}-01`
}

/** A city's hours and calendar, and how far an instant is from the calendar's first day. */
export interface Meter {
  readonly utcOffsetMinutes: number
  readonly between: UseClock['between']
  /** In working minutes. Throws `CalendarRangeError`. */
  readonly minutesUntil: (instant: string) => number
}

export function meterOf(hours: WorkingHours, calendar: WorkingCalendar): Meter {
  const { utcOffsetMinutes } = hours
  const between = workingMinuteCounter(hours, calendar)
  const first = new Date(Date.UTC(calendar.firstYear, 0, 1) - utcOffsetMinutes * 60_000).toISOString()
  return { utcOffsetMinutes, between, minutesUntil: (instant) => between(first, instant) }
}

/** The bucket of `red`. */
export const NO_DAY = '1970-01-01'

/** No time was allowed at all. */
export const UNMEASURED = 'minutes:0'

/**
 * What was allowed: `minutes:390`, or `seconds:90` by the clock on the wall. The uses of late clocks that were allowed
 * the same add up: n × 1 + (n × now − the sum of their due times) / allowed.
 */
function allowedOf({ length, minutes }: Pick<AssessedDeadline, 'length' | 'minutes'>): string {
  return length.kind === 'elapsedSeconds' ? `seconds:${length.seconds}` : `minutes:${minutes}`
}

/** The use at `now`, or later, of a late clock that was allowed so much. */
export function lateUse(allowed: string, dueAt: string, now: string, { between }: Meter): number {
  const [unit, quantity] = allowed.split(':')
  const late = unit === 'seconds' ? (Date.parse(now) - Date.parse(dueAt)) / 1_000 : between(dueAt, now)
  return 1 + late / Number(quantity)
}

/** `due`: of `late`, in working minutes from the calendar's first day, or milliseconds from 1970. */
export interface Addition {
  readonly overdue: 0 | 1
  readonly measured: 0 | 1
  readonly use: number | null
  readonly beyond: 0 | 1
  readonly allowed: string
  readonly due: number
}

/** Of what is counted, and no more. */
export const NO_ADDITION: Addition = { overdue: 0, measured: 0, use: null, beyond: 0, allowed: '', due: 0 }

/** What one deadline adds beside itself. */
export function additionOf(clock: SummedDeadline, part: Place['part'], meter: Meter): Addition {
  if (part === 'running' || part === 'standing') return NO_ADDITION
  try {
    return part === 'late' ? lateAddition(clock, meter) : settledAddition(clock, meter)
  } catch (error) {
    if (!(error instanceof CalendarRangeError)) throw error
    return { ...NO_ADDITION, overdue: overdueOf(clock), beyond: 1, allowed: part === 'late' ? allowedOf(clock) : '' }
  }
}

function settledAddition(clock: SummedDeadline, { between }: Meter): Addition {
  // It has ended: whatever the time is now.
  const use = useOf(clock, { between, now: clock.dueAt })
  return { ...NO_ADDITION, overdue: overdueOf(clock), measured: use === undefined ? 0 : 1, use: use ?? null }
}

function lateAddition(clock: SummedDeadline, { minutesUntil }: Meter): Addition {
  const allowed = allowedOf(clock)
  if (allowed === UNMEASURED) return { ...NO_ADDITION, overdue: 1, allowed }
  const due = clock.length.kind === 'elapsedSeconds' ? Date.parse(clock.dueAt) : minutesUntil(clock.dueAt)
  return { ...NO_ADDITION, overdue: 1, measured: 1, allowed, due }
}

function overdueOf(clock: SummedDeadline): 0 | 1 {
  return resultOf(clock) === 'overdue' ? 1 : 0
}
