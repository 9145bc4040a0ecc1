import { z } from 'zod'
import { dayNumber, isWeekend } from './calendar.ts'

const year = z.int().min(1970).max(9998)

const datesAscending = z
  .array(z.iso.date())
  .refine((dates) => dates.every((date, index) => index === 0 || date > dates[index - 1]!), '日期应按先后排列，不重复')

/**
 * The calendar file of a country. `holidays`: every legal day off, weekends among them; `makeUpDays`: 调休
 * Saturdays and Sundays that are worked; `sources`: for each year the notice or law it is taken from. Years after
 * `publishedThrough` are provisional. Its value is a `WorkingCalendar`.
 */
export const CalendarSchema = z
  .strictObject({
    version: z.string().regex(/^[a-z]{2}-\d{4}\.\d+$/),
    firstYear: year,
    publishedThrough: year,
    lastYear: year,
    sources: z.array(z.strictObject({ year, source: z.string().min(1) })),
    holidays: datesAscending,
    makeUpDays: datesAscending,
  })
  .superRefine((calendar, context) => {
    const complain = (path: (string | number)[], message: string) => context.addIssue({ code: 'custom', path, message })
    if (calendar.firstYear > calendar.publishedThrough || calendar.publishedThrough > calendar.lastYear) {
      complain(['publishedThrough'], '应为 firstYear ≤ publishedThrough ≤ lastYear')
    }
    const yearIn = (date: string, from: number, through: number) =>
      Number(date.slice(0, 4)) >= from && Number(date.slice(0, 4)) <= through
    calendar.holidays.forEach((date, index) => {
      if (!yearIn(date, calendar.firstYear, calendar.lastYear))
        complain(['holidays', index], `${date} 不在日历年份之内`)
    })
    const holidays = new Set(calendar.holidays)
    calendar.makeUpDays.forEach((date, index) => {
      const day = dayNumber(date)
      if (day !== undefined && !isWeekend(day)) complain(['makeUpDays', index], `${date} 不是星期六或星期日`)
      if (holidays.has(date)) complain(['makeUpDays', index], `${date} 既放假又上班`)
      if (!yearIn(date, calendar.firstYear, calendar.publishedThrough))
        complain(['makeUpDays', index], `${date} 不在已公布的年份之内`)
    })
    const years = Array.from(
      { length: Math.max(0, calendar.lastYear - calendar.firstYear + 1) },
      (_, index) => calendar.firstYear + index,
    )
    if (calendar.sources.map((source) => source.year).join() !== years.join())
      complain(['sources'], '每一年应有一个出处，按年份排列')
  })
export type CalendarFile = z.infer<typeof CalendarSchema>
