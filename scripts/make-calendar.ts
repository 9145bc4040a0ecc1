/**
 * writes config/calendar/china.json from npm chinese-days: `node scripts/make-calendar.ts`. Published years hold
 * the State Council's days off and 调休; later ones only the statutory days. When a notice appears: update
 * chinese-days, then SOURCES and VERSION here.
 */
import { writeFileSync } from 'node:fs'
import chineseDays from 'chinese-days'
import published from 'chinese-days/dist/chinese-days.json' with { type: 'json' }
import { dateOfDay, dayNumber } from '../domain/clocks/calendar.ts'
import { CalendarSchema, type CalendarFile } from '../domain/clocks/calendar.schema.ts'

const VERSION = 'cn-2026.1'
const LAST_YEAR = 2040
const SOURCES: readonly { year: number; source: string }[] = [
  { year: 2024, source: '国办发明电〔2023〕7号' },
  { year: 2025, source: '国办发明电〔2024〕12号' },
  { year: 2026, source: '国办发明电〔2025〕7号' },
]
const PROVISIONAL_SOURCE = '暂定：全国年节及纪念日放假办法（2025年1月1日起施行）'

export function makeChinaCalendar(): CalendarFile {
  const years = SOURCES.map(({ year }) => year)
  const firstYear = Math.min(...years)
  const publishedThrough = Math.max(...years)
  const provisional = Array.from({ length: LAST_YEAR - publishedThrough }, (_, index) => publishedThrough + 1 + index)
  const inPublishedYears = (date: string) => years.includes(Number(date.slice(0, 4)))
  const covered = Math.max(...Object.keys(published.holidays).map((date) => Number(date.slice(0, 4))))
  if (covered !== publishedThrough) throw new Error(`chinese-days reaches ${covered}, SOURCES ${publishedThrough}`)
  return CalendarSchema.parse({
    version: VERSION,
    firstYear,
    publishedThrough,
    lastYear: LAST_YEAR,
    sources: [...SOURCES, ...provisional.map((year) => ({ year, source: PROVISIONAL_SOURCE }))],
    holidays: ascending([
      ...Object.keys(published.holidays).filter(inPublishedYears),
      ...inChina(() => provisional.flatMap(statutoryDays)),
    ]),
    makeUpDays: ascending(Object.keys(published.workdays).filter(inPublishedYears)),
  } satisfies CalendarFile)
}

/**
 * The thirteen statutory days (全国年节及纪念日放假办法); two of them can fall on one date, as 中秋 2031 on 1 October.
 * 除夕 is the day before 正月初一.
 */
function statutoryDays(year: number): string[] {
  const newYear = lunar(year, '01-01')
  return [
    `${year}-01-01`,
    ...[-1, 0, 1, 2].map((days) => shifted(newYear, days)),
    chineseDays.getSolarTermDate(year, 4, 'pure_brightness'),
    `${year}-05-01`,
    `${year}-05-02`,
    lunar(year, '05-05'),
    lunar(year, '08-15'),
    `${year}-10-01`,
    `${year}-10-02`,
    `${year}-10-03`,
  ]
}

/** chinese-days answers a day early on a machine west of Greenwich. */
function inChina<T>(ask: () => T): T {
  const { TZ } = process.env
  process.env['TZ'] = 'Asia/Shanghai'
  try {
    return ask()
  } finally {
    if (TZ === undefined) delete process.env['TZ']
    else process.env['TZ'] = TZ
  }
}

function lunar(year: number, monthAndDay: string): string {
  return chineseDays.getSolarDateFromLunar(`${year}-${monthAndDay}`).date
}

function shifted(date: string, days: number): string {
  const day = dayNumber(date)
  if (day === undefined) throw new Error(`not a date: ${date}`)
  return dateOfDay(day + days)
}

function ascending(dates: string[]): string[] {
  return [...new Set(dates)].toSorted()
}

/** The file's text, with its last line end. */
export function chinaCalendarText(): string {
  return `${JSON.stringify(makeChinaCalendar(), null, 2)}\n`
}

if (import.meta.main) writeFileSync(new URL('../config/calendar/china.json', import.meta.url), chinaCalendarText())
