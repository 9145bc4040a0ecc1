import { describe, expect, test } from 'vitest'
import {
  addWorkingMinutes,
  CalendarRangeError,
  dueTime,
  firstWorkingMinute,
  isWorkingDay,
  minutesOfDay,
  workingMinutesBetween,
  type DeadlineRule,
  type WorkingCalendar,
  type WorkingHours,
} from '../../domain/clocks/working-time.ts'
import { at, chibi, china, inChina } from './calendars.ts'
import { working, whole, sameDay, answer, due } from './deadline-rules.ts'

describe('R-34: a year not yet published', () => {
  test('R-34: 2027 is provisional, and knows the statutory days only', () => {
    const newYear = answer('2026-12-31 17:00', working(1))
    expect(inChina(newYear.dueAt)).toBe('2027-01-04 17:00')
    expect(newYear.provisional).toBe(true)
    expect(due('2027-02-04 09:00', working(2))).toBe('2027-02-10 09:00')
    expect(due('2027-09-30 09:00', working(1))).toBe('2027-10-04 09:00')
  })

  test('R-34: a count that ends with 2026 looks at no day of 2027', () => {
    expect(answer('2026-12-31 09:00', working(0.5)).provisional).toBe(false)
    expect(answer('2026-12-31 14:30', working(0.5)).provisional).toBe(true)
    expect(addWorkingMinutes(at('2026-12-31 14:30'), 180, chibi, china)).toMatchObject({
      due: at('2026-12-31 17:30'),
      provisional: false,
    })
    expect(addWorkingMinutes(at('2026-12-31 14:30'), 181, chibi, china).provisional).toBe(true)
    expect(addWorkingMinutes(at('2026-12-31 17:30'), 0, chibi, china).provisional).toBe(true)
  })

  test('R-34: a year that the calendar does not know is refused', () => {
    const unknown = (year: number) =>
      expect.objectContaining({ name: 'CalendarRangeError', code: 'calendar-year-unknown', year })
    expect(() => answer('2023-12-29 09:00', working(1))).toThrow(unknown(2023))
    expect(() => answer('2040-12-31 16:00', working(1))).toThrow(unknown(2041))
    expect(() => answer('2041-01-01 00:00', { kind: 'elapsedSeconds', seconds: 1 })).toThrow(unknown(2041))
    expect(() => answer('2040-12-31 23:59', { kind: 'elapsedSeconds', seconds: 120 })).toThrow(unknown(2041))
    expect(() => answer('2026-01-05 09:00', { kind: 'elapsedSeconds', seconds: 1e300 })).toThrow(CalendarRangeError)
    expect(() => isWorkingDay('2041-01-02', china)).toThrow(CalendarRangeError)
    expect(() => workingMinutesBetween(at('2026-01-05 09:00'), at('2041-01-02 09:00'), chibi, china)).toThrow(
      CalendarRangeError,
    )
    expect(due('2040-12-31 08:30', working(1))).toBe('2040-12-31 17:30')
  })

  test('R-34: the year is that of China, not of Greenwich', () => {
    expect(() => dueTime('2023-12-31T15:59:00Z', working(1), chibi, china)).toThrow(CalendarRangeError)
    expect(inChina(dueTime('2023-12-31T16:00:00Z', working(1), chibi, china).dueAt)).toBe('2024-01-02 17:30')
  })
})

describe('R-34: what makes no sense is refused, and every count ends', () => {
  test.each([
    '',
    'tomorrow',
    '2026-11-23',
    '2026-11-23T09:00',
    '2026-11-23 09:00Z',
    '2026-02-30T09:00:00Z',
    '2026-11-23T25:00:00Z',
    '2026-11-23T09:61:00Z',
    '2026-11-23T09:00:00+0800',
  ])('R-34: %s is not an instant', (from) => {
    expect(() => dueTime(from, working(1), chibi, china)).toThrow(RangeError)
    expect(() => workingMinutesBetween(at('2026-11-23 09:00'), from, chibi, china)).toThrow(RangeError)
  })

  test('R-34: an instant with an offset is the same instant', () => {
    expect(dueTime('2026-11-23T09:00+08:00', working(0.5), chibi, china)).toEqual(
      dueTime('2026-11-22T20:00:00.000-05:00', working(0.5), chibi, china),
    )
  })

  test.each<DeadlineRule>([
    working(0),
    working(-1),
    working(0.3),
    working(Number.NaN),
    working(Number.POSITIVE_INFINITY),
    whole(0),
    whole(1.5),
    { kind: 'elapsedSeconds', seconds: 0 },
    { kind: 'elapsedSeconds', seconds: Number.NaN },
  ])('R-34: %o is not a length', (rule) => expect(() => answer('2026-11-23 09:00', rule)).toThrow(RangeError))

  test.each([-1, 1.5, Number.NaN])('R-34: %d is not a number of minutes', (minutes) => {
    expect(() => addWorkingMinutes(at('2026-11-23 09:00'), minutes, chibi, china)).toThrow(RangeError)
  })

  test.each([
    [[]],
    [[{ from: '09:00', to: '09:00' }]],
    [[{ from: '12:00', to: '09:00' }]],
    [
      [
        { from: '09:00', to: '12:00' },
        { from: '11:00', to: '13:00' },
      ],
    ],
    [
      [
        { from: '14:00', to: '15:00' },
        { from: '09:00', to: '12:00' },
      ],
    ],
    [[{ from: '9:00', to: '12:00' }]],
    [[{ from: '09:00', to: '24:01' }]],
  ])('R-34: %j are not working hours', (sessions) => {
    expect(() => dueTime(at('2026-11-23 09:00'), working(1), { utcOffsetMinutes: 480, sessions }, china)).toThrow(
      RangeError,
    )
    expect(() => minutesOfDay({ utcOffsetMinutes: 480, sessions })).toThrow(RangeError)
  })

  test('R-34: a calendar on which nobody ever works throws at its end', () => {
    const days = Array.from({ length: 366 }, (_, day) =>
      new Date(Date.UTC(2026, 0, 1 + day)).toISOString().slice(0, 10),
    )
    const never: WorkingCalendar = {
      version: 'never',
      firstYear: 2026,
      publishedThrough: 2026,
      lastYear: 2026,
      holidays: days,
      makeUpDays: [],
    }
    for (const rule of [working(1), whole(1), sameDay])
      expect(() => dueTime(at('2026-01-05 09:00'), rule, chibi, never)).toThrow(CalendarRangeError)
    expect(() => firstWorkingMinute(at('2026-01-05 09:00'), chibi, never)).toThrow(CalendarRangeError)
  })

  test.each([
    [Number.NaN, 2027],
    [2026, Number.POSITIVE_INFINITY],
    [2027, 2026],
  ])('R-34: a calendar from %d to %d is refused', (firstYear, lastYear) => {
    const calendar: WorkingCalendar = {
      version: 'bad',
      firstYear,
      publishedThrough: 2026,
      lastYear,
      holidays: [],
      makeUpDays: [],
    }
    expect(() => dueTime(at('2026-11-23 09:00'), working(1), chibi, calendar)).toThrow(RangeError)
  })

  test('R-34: the ends of two touching sessions do not lose a minute', () => {
    const hours: WorkingHours = {
      utcOffsetMinutes: 480,
      sessions: [
        { from: '08:00', to: '12:00' },
        { from: '12:00', to: '16:00' },
      ],
    }
    expect(inChina(dueTime(at('2026-11-23 11:00'), working(1), hours, china).dueAt)).toBe('2026-11-24 11:00')
  })
})
