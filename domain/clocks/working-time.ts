/**
 * counts working minutes on a calendar. Pure, independent of the machine's clock and time zone. Every function
 * takes and gives instants as ISO strings: taken with a 'Z' or an offset, given in UTC ('2026-11-23T06:45:00.000Z'). An
 * instant inside a minute counts from the next whole minute. All of them throw `RangeError` for an instant, date,
 * length or session that makes no sense, and `CalendarRangeError` for a day in a year the calendar does not know.
 */
import { MILLISECONDS_PER_DAY, dateOfDay, dayNumber, isWeekend, yearOfDay } from './calendar.ts'

/**
 * 'HH:MM' sessions of a working day in local time, ascending, not overlapping; '24:00' may end one. The offset is fixed
 * (no summer time).
 */
export interface WorkingHours {
  readonly utcOffsetMinutes: number
  readonly sessions: readonly { readonly from: string; readonly to: string }[]
}

/**
 * Dates are 'YYYY-MM-DD'; years after `publishedThrough` hold the statutory days only and make an answer provisional.
 */
export interface WorkingCalendar {
  readonly version: string
  readonly firstYear: number
  readonly publishedThrough: number
  readonly lastYear: number
  /** All legal days off, on weekends too. */
  readonly holidays: readonly string[]
  /** 调休: Saturdays and Sundays that are worked. */
  readonly makeUpDays: readonly string[]
  /** Drill city: every day is a working day. */
  readonly alwaysOpen?: boolean
}

/** One interval that was counted, inside one session of one day; `minutes` are working minutes. */
export interface Segment {
  readonly from: string
  readonly to: string
  readonly minutes: number
}

export type DeadlineRule =
  /** Working time: multiples of 0.5; 0.5 is half of a day's working minutes. */
  | { readonly kind: 'workingDays'; readonly days: number }
  /** Working time: multiples of 0.5. */
  | { readonly kind: 'workingHours'; readonly hours: number }
  /**
   * Administrative-law habit: the day of `from` does not count; due when working hours end on the last of so many
   * working days (民法典 第二百零三条).
   */
  | { readonly kind: 'wholeDays'; readonly days: number }
  /**
   * the end of the last session of the agreed day, or of the next working day where none is left or the day is
   * off.
   */
  | { readonly kind: 'sameDay' }
  /** Drill city only: seconds by the clock on the wall. */
  | { readonly kind: 'elapsedSeconds'; readonly seconds: number }

/** a due time with its proof. `minutes` are working minutes; `warnAt` begins the last quarter. */
export interface DueTime {
  readonly startedAt: string
  readonly warnAt: string
  readonly dueAt: string
  readonly minutes: number
  readonly segments: Segment[]
  readonly calendarVersion: string
  readonly provisional: boolean
  readonly rule: DeadlineRule
}

/** The calendar holds nothing about a year that the count touches. */
export class CalendarRangeError extends Error {
  override name = 'CalendarRangeError'
  readonly code = 'calendar-year-unknown'
  readonly year: number
  constructor(year: number, calendar: WorkingCalendar) {
    super(`calendar ${calendar.version} knows ${calendar.firstYear} to ${calendar.lastYear}, not ${year}`)
    this.year = year
  }
}

/**
 * when a deadline that starts at `from` is due. `startedAt` is the first counted working minute, or `from`
 * itself for `sameDay` and `elapsedSeconds`. `warnAt` is when three quarters of the minutes (rounded up), or of the
 * seconds, are used. A due time at the end of a session stays there. `provisional`: a day after the last published year
 * was looked at.
 */
export function dueTime(from: string, rule: DeadlineRule, hours: WorkingHours, calendar: WorkingCalendar): DueTime {
  const clock = clockOf(hours, calendar)
  const start = startOf(from, clock)
  if (rule.kind === 'elapsedSeconds') return elapsed(start, rule, clock)
  const count = take(startMinute(start, rule), minutesOf(start, rule, clock), clock)
  const segments = count.map((session) => segmentOf(session, clock))
  return {
    startedAt: rule.kind === 'sameDay' ? toIso(start.milliseconds) : segments[0]!.from,
    warnAt: instant(after(count, Math.ceil((total(count) * 3) / 4)), clock),
    dueAt: segments.at(-1)!.to,
    minutes: total(count),
    segments,
    calendarVersion: calendar.version,
    provisional: isProvisional(count.at(-1)!.day, clock),
    rule,
  }
}

/**
 * the instant when `minutes` working minutes (a whole number, 0 or more) after `from` are used; 0 gives the first
 * working minute.
 */
export function addWorkingMinutes(
  from: string,
  minutes: number,
  hours: WorkingHours,
  calendar: WorkingCalendar,
): { due: string; segments: Segment[]; provisional: boolean } {
  if (!Number.isSafeInteger(minutes) || minutes < 0) throw new RangeError(`not a number of working minutes: ${minutes}`)
  const clock = clockOf(hours, calendar)
  const start = startOf(from, clock)
  if (minutes === 0) {
    const first = firstSession(start.minute, clock)
    return { due: instant(first.from, clock), segments: [], provisional: isProvisional(first.day, clock) }
  }
  const count = take(start.minute, minutes, clock)
  const last = count.at(-1)!
  return {
    due: instant(last.to, clock),
    segments: count.map((session) => segmentOf(session, clock)),
    provisional: isProvisional(last.day, clock),
  }
}

/**
 * working minutes used between two instants; both round up, so that neighbouring intervals add up. 0 where
 * `to` is not later.
 */
export function workingMinutesBetween(
  from: string,
  to: string,
  hours: WorkingHours,
  calendar: WorkingCalendar,
): number {
  const clock = clockOf(hours, calendar)
  const start = startOf(from, clock).minute
  const end = startOf(to, clock).minute
  let minutes = 0
  for (let day = dayOf(start); day * MINUTES_PER_DAY < end; day += 1) {
    for (const session of sessionsOf(day, clock))
      minutes += Math.max(0, Math.min(session.to, end) - Math.max(session.from, start))
  }
  return minutes
}

/** {@link workingMinutesBetween} for many intervals: each day of the calendar is looked at once. */
export function workingMinuteCounter(
  hours: WorkingHours,
  calendar: WorkingCalendar,
): (from: string, to: string) => number {
  const clock = clockOf(hours, calendar)
  const first = existing(`${calendar.firstYear}-01-01`)
  const before = [0]
  const until = (minute: number) => {
    const day = dayOf(minute)
    while (before.length <= day - first)
      before.push(before.at(-1)! + total(sessionsOf(first + before.length - 1, clock)))
    const today = minute === day * MINUTES_PER_DAY ? [] : sessionsOf(day, clock)
    return today.reduce((sum, { from, to }) => sum + Math.max(0, Math.min(to, minute) - from), before[day - first]!)
  }
  return (from, to) => Math.max(0, until(startOf(to, clock).minute) - until(startOf(from, clock).minute))
}

/**
 * `from` itself, rounded up to the minute, if that is in working time, else the start of the next session. The
 * end of a session is not in it.
 */
export function firstWorkingMinute(from: string, hours: WorkingHours, calendar: WorkingCalendar): string {
  const clock = clockOf(hours, calendar)
  return instant(firstSession(startOf(from, clock).minute, clock).from, clock)
}

/** the start of the first session on a date 'YYYY-MM-DD', or on the next working day if that is a day off. */
export function firstWorkingMinuteOfDate(date: string, hours: WorkingHours, calendar: WorkingCalendar): string {
  const clock = clockOf(hours, calendar)
  return instant(firstSession(existing(date) * MINUTES_PER_DAY, clock).from, clock)
}

/** whether a date 'YYYY-MM-DD' is worked, 调休 included. */
export function isWorkingDay(date: string, calendar: WorkingCalendar): boolean {
  return isOpen(existing(date), checked(calendar))
}

/** The working minutes of one working day. */
export function minutesOfDay(hours: WorkingHours): number {
  return total(sessionsOfDay(hours))
}

// Inside, a time is a whole number of minutes since 1970-01-01 00:00 local time.

const MINUTES_PER_DAY = 1_440
const MILLISECONDS_PER_MINUTE = 60_000

interface Interval {
  readonly from: number
  readonly to: number
}

interface Session extends Interval {
  readonly day: number
}

interface Clock {
  readonly offset: number
  readonly sessions: readonly Interval[]
  readonly calendar: WorkingCalendar
}

interface Start {
  readonly milliseconds: number
  readonly minute: number
  readonly day: number
}

type CountedRule = Exclude<DeadlineRule, { kind: 'elapsedSeconds' }>

function clockOf(hours: WorkingHours, calendar: WorkingCalendar): Clock {
  if (!Number.isInteger(hours.utcOffsetMinutes) || Math.abs(hours.utcOffsetMinutes) > MINUTES_PER_DAY)
    throw new RangeError(`not an offset from UTC: ${hours.utcOffsetMinutes}`)
  return { offset: hours.utcOffsetMinutes, sessions: sessionsOfDay(hours), calendar: checked(calendar) }
}

/** Whole years between which every count ends. */
function checked(calendar: WorkingCalendar): WorkingCalendar {
  const { firstYear, lastYear } = calendar
  if (
    !Number.isInteger(firstYear) ||
    !Number.isInteger(lastYear) ||
    firstYear < 1 ||
    lastYear > 9_998 ||
    firstYear > lastYear
  ) {
    throw new RangeError(`calendar ${calendar.version} has no usable years: ${firstYear} to ${lastYear}`)
  }
  return calendar
}

function sessionsOfDay(hours: WorkingHours): Interval[] {
  if (hours.sessions.length === 0) throw new RangeError('working hours need a session')
  const sessions = hours.sessions.map(({ from, to }) => ({ from: minuteOfDay(from), to: minuteOfDay(to) }))
  sessions.forEach(({ from, to }, index) => {
    if (from >= to || from < (sessions[index - 1]?.to ?? 0))
      throw new RangeError('sessions must be ascending and must not overlap')
  })
  return sessions
}

function minuteOfDay(time: string): number {
  const [, hour, minute] = /^([01]\d|2[0-4]):([0-5]\d)$/.exec(time) ?? []
  const value = Number(hour) * 60 + Number(minute)
  if (!(value <= MINUTES_PER_DAY)) throw new RangeError(`not a time of day: ${time}`)
  return value
}

function startOf(from: string, clock: Clock): Start {
  const milliseconds = parse(from)
  const day = localDay(milliseconds, clock.offset)
  knownYear(day, clock.calendar)
  return { milliseconds, minute: Math.ceil(milliseconds / MILLISECONDS_PER_MINUTE) + clock.offset, day }
}

/** An instant must name its offset: without one its meaning would depend on the machine. */
function parse(text: string): number {
  const [, date] = /^(\d{4}-\d\d-\d\d)T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)$/.exec(text) ?? []
  const milliseconds = date !== undefined && dayNumber(date) !== undefined ? Date.parse(text) : Number.NaN
  if (Number.isNaN(milliseconds)) throw new RangeError(`not an instant: ${text}`)
  return milliseconds
}

function existing(date: string): number {
  const day = dayNumber(date)
  if (day === undefined) throw new RangeError(`not a date: ${date}`)
  return day
}

function knownYear(day: number, calendar: WorkingCalendar): number {
  const year = yearOfDay(day)
  if (!(year >= calendar.firstYear && year <= calendar.lastYear)) throw new CalendarRangeError(year, calendar)
  return year
}

function isProvisional(day: number, clock: Clock): boolean {
  return knownYear(day, clock.calendar) > clock.calendar.publishedThrough
}

function isOpen(day: number, calendar: WorkingCalendar): boolean {
  knownYear(day, calendar)
  if (calendar.alwaysOpen === true) return true
  const date = dateOfDay(day)
  return calendar.makeUpDays.includes(date) || (!isWeekend(day) && !calendar.holidays.includes(date))
}

function sessionsOf(day: number, { calendar, sessions }: Clock): Session[] {
  if (!isOpen(day, calendar)) return []
  return sessions.map(({ from, to }) => ({ day, from: day * MINUTES_PER_DAY + from, to: day * MINUTES_PER_DAY + to }))
}

/** The sessions from a minute on, the first one cut; ends by an error at the calendar's last day. */
function* sessionsFrom(minute: number, clock: Clock): Generator<Session, never> {
  for (let day = dayOf(minute); ; day += 1) {
    for (const session of sessionsOf(day, clock)) {
      if (session.to > minute) yield { ...session, from: Math.max(session.from, minute) }
    }
  }
}

function firstSession(minute: number, clock: Clock): Session {
  return sessionsFrom(minute, clock).next().value
}

/** The first `minutes` (1 or more) working minutes from a minute on. */
function take(minute: number, minutes: number, clock: Clock): Session[] {
  const taken: Session[] = []
  let left = minutes
  for (const session of sessionsFrom(minute, clock)) {
    const to = Math.min(session.to, session.from + left)
    taken.push({ ...session, to })
    left -= to - session.from
    if (left === 0) break
  }
  return taken
}

function startMinute(start: Start, rule: CountedRule): number {
  return rule.kind === 'wholeDays' ? (start.day + 1) * MINUTES_PER_DAY : start.minute
}

function minutesOf(start: Start, rule: CountedRule, clock: Clock): number {
  if (rule.kind === 'sameDay') {
    const first = firstSession(start.minute, clock)
    return sessionsOf(first.day, clock).reduce(
      (sum, { from, to }) => sum + Math.max(0, to - Math.max(from, first.from)),
      0,
    )
  }
  if (rule.kind === 'workingHours') {
    if (!(rule.hours > 0) || !Number.isSafeInteger(rule.hours * 2))
      throw new RangeError(`not a number of working hours: ${rule.hours}`)
    return rule.hours * 60
  }
  const step = rule.kind === 'workingDays' ? 0.5 : 1
  if (!(rule.days > 0) || !Number.isSafeInteger(rule.days / step))
    throw new RangeError(`not a number of ${rule.kind}: ${rule.days}`)
  return Math.ceil(rule.days * total(clock.sessions))
}

function elapsed(start: Start, rule: Extract<DeadlineRule, { kind: 'elapsedSeconds' }>, clock: Clock): DueTime {
  if (!(rule.seconds > 0 && Number.isFinite(rule.seconds)))
    throw new RangeError(`not a number of seconds: ${rule.seconds}`)
  const due = start.milliseconds + rule.seconds * 1_000
  const provisional = isProvisional(localDay(due, clock.offset), clock)
  const [startedAt, warnAt, dueAt] = [
    toIso(start.milliseconds),
    toIso(start.milliseconds + rule.seconds * 750),
    toIso(due),
  ]
  const minutes = Math.ceil(rule.seconds / 60)
  return {
    startedAt,
    warnAt,
    dueAt,
    minutes,
    segments: [{ from: startedAt, to: dueAt, minutes }],
    calendarVersion: clock.calendar.version,
    provisional,
    rule,
  }
}

function after(count: readonly Session[], minutes: number): number {
  let left = minutes
  for (const { from, to } of count) {
    if (left <= to - from) return from + left
    left -= to - from
  }
  throw new RangeError(`fewer than ${minutes} minutes counted`)
}

function total(intervals: readonly Interval[]): number {
  return intervals.reduce((sum, { from, to }) => sum + to - from, 0)
}

function localDay(milliseconds: number, offset: number): number {
  return Math.floor((milliseconds + offset * MILLISECONDS_PER_MINUTE) / MILLISECONDS_PER_DAY)
}

function dayOf(minute: number): number {
  return Math.floor(minute / MINUTES_PER_DAY)
}

function segmentOf({ from, to }: Session, clock: Clock): Segment {
  return { from: instant(from, clock), to: instant(to, clock), minutes: to - from }
}

function instant(minute: number, clock: Clock): string {
  return toIso((minute - clock.offset) * MILLISECONDS_PER_MINUTE)
}

function toIso(milliseconds: number): string {
  return new Date(milliseconds).toISOString()
}
