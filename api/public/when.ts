/** Times as the city has them, with the weekday. */
import type { Deadline } from '../../domain/clocks/deadline.ts'
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

/** Of a case or a matter. */
type Clock = Pick<Deadline, 'dueAt' | 'metAt' | 'supersededAt' | 'stoppedAt' | 'passedAt'>

/** Of a clock that runs or has run out; nothing of one that is over. */
export function untilWords(deadline: Clock | undefined, hours: Hours): string {
  if (deadline === undefined || deadline.metAt !== undefined || deadline.supersededAt !== undefined) return ''
  if (deadline.stoppedAt !== undefined) return '，时限暂停计算'
  const when = whenWords(deadline.dueAt, hours)
  return deadline.passedAt === undefined ? `，最迟 ${when}` : `，应在 ${when} 前，现已超期`
}
