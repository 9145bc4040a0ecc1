/** Times as the city has them, whatever the computer is set to: they come with the city's offset, and keep it. */
const WEEKDAYS = ['周日', '周一', '周二', '周三', '周四', '周五', '周六']

interface Parts {
  readonly year: string
  readonly month: number
  readonly day: number
  readonly weekday: string
  readonly time: string
}

/** Of `2026-11-23T14:45:00+08:00`, as it is written. */
function partsOf(local: string): Parts {
  const [date = '', clock = ''] = local.split('T')
  const [year = '', month = '', day = ''] = date.split('-')
  return {
    year,
    month: Number(month),
    day: Number(day),
    weekday: WEEKDAYS[new Date(`${date}T00:00:00Z`).getUTCDay()] ?? '',
    time: clock.slice(0, 5),
  }
}

/** 11月23日 周一 14:45; with the year where it is another than today's. */
export function timeWords(local: string, today?: string): string {
  return `${dateWords(local, today)} ${partsOf(local).time}`
}

/** 11月23日 周一. */
export function dateWords(local: string, today?: string): string {
  const { year, month, day, weekday } = partsOf(local)
  const other = today !== undefined && !today.startsWith(year) ? `${year}年` : ''
  return `${other}${month}月${day}日 ${weekday}`
}

/** Whole days between two local dates or times. */
export function daysBetween(from: string, to: string): number {
  return Math.floor((Date.parse(to) - Date.parse(from)) / (24 * 3600_000))
}

/** `+08:00`, of minutes. */
export function offsetText(minutes: number): string {
  const two = (value: number) => String(value).padStart(2, '0')
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(Math.abs(minutes) / 60))}:${two(Math.abs(minutes) % 60)}`
}
