/** Times as the city has them, with the weekday. */
import { localDate, localTime } from '../../domain/clocks/local-date.ts'

const WEEKDAYS = ['周日', '周一', '周二', '周三', '周四', '周五', '周六']

interface Hours {
  readonly utcOffsetMinutes: number
}

/** 2026年12月1日（周二）, of `YYYY-MM-DD`. */
export function dayWords(date: string): string {
  const [year, month, day] = date.split('-').map(Number)
  return `${year}年${month}月${day}日（${WEEKDAYS[new Date(`${date}T00:00:00Z`).getUTCDay()] ?? ''}）`
}

/** 2026年12月1日（周二）09:30, of an instant (ISO). */
export function whenWords(instant: string, hours: Hours): string {
  return `${dayWords(localDate(instant, hours))}${localTime(instant, hours)}`
}

/** ISO UTC of a date and a time of day in the city. */
export function instantOf(date: string, time: string, { utcOffsetMinutes }: Hours): string | undefined {
  const at = Date.parse(`${date}T${time}:00Z`)
  return Number.isNaN(at) ? undefined : new Date(at - utcOffsetMinutes * 60_000).toISOString()
}
