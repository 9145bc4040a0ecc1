import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { dateExists, dateOfDay, dayNumber, isWeekend } from '../../domain/clocks/calendar.ts'
import { CalendarSchema } from '../../domain/clocks/calendar.schema.ts'
import { isWorkingDay } from '../../domain/clocks/working-time.ts'
import { chinaCalendarText } from '../../scripts/make-calendar.ts'
import { china } from './calendars.ts'

const range = (from: string, to: string) => {
  const [first, last] = [dayNumber(from)!, dayNumber(to)!]
  return Array.from({ length: last - first + 1 }, (_, index) => dateOfDay(first + index))
}
const of = (year: number, dates: readonly string[]) => dates.filter((date) => date.startsWith(String(year)))
const provisionalYears = Array.from({ length: 14 }, (_, index) => 2027 + index)

describe('R-34: the committed calendar', () => {
  test('R-34: is what scripts/make-calendar.ts makes', () => {
    expect(readFileSync(new URL('../../config/calendar/china.json', import.meta.url), 'utf8')).toBe(chinaCalendarText())
  })

  test('R-34: says what it covers and from where', () => {
    expect(china).toMatchObject({ version: 'cn-2026.1', firstYear: 2024, publishedThrough: 2026, lastYear: 2040 })
    expect(china.sources.slice(0, 3).map(({ source }) => source)).toEqual([
      '国办发明电〔2023〕7号',
      '国办发明电〔2024〕12号',
      '国办发明电〔2025〕7号',
    ])
  })

  test('R-34: 2024 as in 国办发明电〔2023〕7号', () => {
    expect(of(2024, china.holidays)).toEqual([
      '2024-01-01',
      ...range('2024-02-10', '2024-02-17'),
      ...range('2024-04-04', '2024-04-06'),
      ...range('2024-05-01', '2024-05-05'),
      '2024-06-10',
      ...range('2024-09-15', '2024-09-17'),
      ...range('2024-10-01', '2024-10-07'),
    ])
    expect(of(2024, china.makeUpDays)).toEqual([
      '2024-02-04',
      '2024-02-18',
      '2024-04-07',
      '2024-04-28',
      '2024-05-11',
      '2024-09-14',
      '2024-09-29',
      '2024-10-12',
    ])
  })

  test('R-34: 2025 as in 国办发明电〔2024〕12号', () => {
    expect(of(2025, china.holidays)).toEqual([
      '2025-01-01',
      ...range('2025-01-28', '2025-02-04'),
      ...range('2025-04-04', '2025-04-06'),
      ...range('2025-05-01', '2025-05-05'),
      ...range('2025-05-31', '2025-06-02'),
      ...range('2025-10-01', '2025-10-08'),
    ])
    expect(of(2025, china.makeUpDays)).toEqual(['2025-01-26', '2025-02-08', '2025-04-27', '2025-09-28', '2025-10-11'])
  })

  test('R-34: 2026 as in 国办发明电〔2025〕7号', () => {
    expect(of(2026, china.holidays)).toEqual([
      ...range('2026-01-01', '2026-01-03'),
      ...range('2026-02-15', '2026-02-23'),
      ...range('2026-04-04', '2026-04-06'),
      ...range('2026-05-01', '2026-05-05'),
      ...range('2026-06-19', '2026-06-21'),
      ...range('2026-09-25', '2026-09-27'),
      ...range('2026-10-01', '2026-10-07'),
    ])
    expect(of(2026, china.makeUpDays)).toEqual([
      '2026-01-04',
      '2026-02-14',
      '2026-02-28',
      '2026-05-09',
      '2026-09-20',
      '2026-10-10',
    ])
  })

  test('R-34: days worked and off add up to every day of a published year', () => {
    const worked = [2024, 2025, 2026].map(
      (year) => range(`${year}-01-01`, `${year}-12-31`).filter((date) => isWorkingDay(date, china)).length,
    )
    expect(worked).toEqual([251, 248, 248])
  })
})

/**
 * New moons so near to midnight in China (2027: 23:56 on 6 February, 2030: 00:07 on 3 February, by Meeus) that ICU
 * takes the wrong day.
 */
const newYearNearMidnight: Readonly<Record<number, string>> = { 2027: '2027-02-06', 2030: '2030-02-03' }

/** The Chinese calendar of ICU, apart from chinese-days: '1-1' is 正月初一; a leap month is marked. */
const LUNAR = new Intl.DateTimeFormat('en-u-ca-chinese', { timeZone: 'UTC', month: 'numeric', day: 'numeric' })

function lunarMonthAndDay(date: string): string {
  const parts = LUNAR.formatToParts(new Date(`${date}T12:00:00Z`))
  const part = (type: string) => parts.find((found) => found.type === type)?.value ?? ''
  return `${part('month')}-${part('day')}`
}

/** The sun's apparent longitude in degrees at an instant (Meeus, low accuracy: 0.01°, a quarter of an hour). */
function solarLongitude(milliseconds: number): number {
  const centuries = (milliseconds / 86_400_000 + 2_440_587.5 - 2_451_545) / 36_525
  const degrees = Math.PI / 180
  const anomaly = (357.52911 + 35_999.05029 * centuries) * degrees
  const centre =
    (1.914602 - 0.004817 * centuries) * Math.sin(anomaly) +
    0.019993 * Math.sin(2 * anomaly) +
    0.000289 * Math.sin(3 * anomaly)
  return (
    (280.46646 +
      36_000.76983 * centuries +
      centre -
      0.00569 -
      0.00478 * Math.sin((125.04 - 1_934.136 * centuries) * degrees)) %
    360
  )
}

describe('R-34: the provisional years 2027 to 2040', () => {
  const isSpringFestival = (date: string, days: readonly string[]): boolean => {
    const newYear =
      newYearNearMidnight[Number(date.slice(0, 4))] ?? days.find((day) => lunarMonthAndDay(day) === '1-1')!
    const day = dayNumber(date)! - dayNumber(newYear)!
    return day >= -1 && day <= 2
  }
  const isStatutory = (date: string, _: number, days: readonly string[]): boolean => {
    const midnight = Date.parse(`${date}T00:00:00+08:00`)
    const isPureBrightness =
      date.slice(5, 7) === '04' && solarLongitude(midnight) < 15 && solarLongitude(midnight + 86_400_000) >= 15
    return (
      isSpringFestival(date, days) ||
      isPureBrightness ||
      ['5-5', '8-15'].includes(lunarMonthAndDay(date)) ||
      ['01-01', '05-01', '05-02', '10-01', '10-02', '10-03'].includes(date.slice(5))
    )
  }

  test.each(provisionalYears)(
    'R-34: %i has the statutory days, by another lunar calendar and the sun’s longitude, and no 调休',
    (year) => {
      expect(of(year, china.holidays)).toEqual(range(`${year}-01-01`, `${year}-12-31`).filter(isStatutory))
      expect(of(year, china.makeUpDays)).toEqual([])
    },
  )

  test('R-34: 13 statutory days a year, 12 where 中秋 falls into National Day', () => {
    expect(provisionalYears.filter((year) => of(year, china.holidays).length !== 13)).toEqual([2028, 2031, 2039])
    expect(of(2031, china.holidays)).toHaveLength(12)
  })
})

describe('R-34: a calendar file that is wrong is refused', () => {
  const broken = (change: Partial<typeof china>) => CalendarSchema.safeParse({ ...china, ...change }).success
  test('R-34: the file itself passes', () => expect(broken({})).toBe(true))
  test.each<[string, Partial<typeof china>]>([
    ['a date that does not exist', { holidays: ['2026-02-30'] }],
    ['dates out of order', { holidays: ['2026-10-02', '2026-10-01'] }],
    ['a date twice', { holidays: ['2026-10-01', '2026-10-01'] }],
    ['a date before the first year', { holidays: ['2023-10-02'] }],
    ['a date after the last year', { holidays: ['2041-10-01'] }],
    ['a make-up day on a Wednesday', { makeUpDays: ['2026-11-25'] }],
    ['a make-up day that is a holiday', { makeUpDays: ['2026-10-04'] }],
    ['a make-up day in a provisional year', { makeUpDays: ['2027-02-20'] }],
    ['make-up days out of order', { makeUpDays: ['2026-10-10', '2026-09-20'] }],
    ['years the wrong way round', { publishedThrough: 2041 }],
    ['a year without a source', { sources: china.sources.slice(1) }],
    ['a version of another form', { version: '2026' }],
  ])('R-34: %s', (_, change) => expect(broken(change)).toBe(false))
  test('R-34: a field it does not know', () =>
    expect(CalendarSchema.safeParse({ ...china, alwaysOpen: true }).success).toBe(false))
})

describe('R-34: dates', () => {
  test.each(['2024-02-29', '2026-12-31', '1970-01-01', '0001-01-01'])('R-34: %s exists', (date) => {
    expect(dateExists(date)).toBe(true)
    expect(dateOfDay(dayNumber(date)!)).toBe(date)
  })
  test.each(['2026-02-29', '2026-13-01', '2026-00-10', '2026-01-00', '2026-04-31', '2026-1-1', '20260101', ''])(
    'R-34: “%s” does not',
    (date) => expect(dateExists(date)).toBe(false),
  )
  test('R-34: Saturday and Sunday are the weekend', () => {
    expect(range('2026-11-16', '2026-11-22').map((date) => isWeekend(dayNumber(date)!))).toEqual([
      false,
      false,
      false,
      false,
      false,
      true,
      true,
    ])
  })
})
