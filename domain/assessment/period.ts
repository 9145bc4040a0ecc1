/** a month `2026-11`, a quarter `2026-Q4` or a year `2026` in a city's time. */
export const PERIOD_KINDS = ['month', 'quarter', 'year'] as const
type PeriodKind = (typeof PERIOD_KINDS)[number]

/** From its first instant to the first one after it (ISO UTC). */
export interface Period {
  readonly key: string
  readonly kind: PeriodKind
  readonly from: string
  readonly to: string
}

export const PERIOD_PATTERN = /^(20\d\d)(?:-(0[1-9]|1[0-2])|-Q([1-4]))?$/
const MONTHS = { month: 1, quarter: 3, year: 12 } as const satisfies Record<PeriodKind, number>

/** Nothing where it is no period. */
export function parsePeriod(key: string, utcOffsetMinutes: number): Period | undefined {
  const [matched, year, month, quarter] = PERIOD_PATTERN.exec(key) ?? []
  if (matched === undefined) return undefined
  const kind: PeriodKind = month !== undefined ? 'month' : quarter !== undefined ? 'quarter' : 'year'
  const first = month !== undefined ? Number(month) - 1 : quarter !== undefined ? (Number(quarter) - 1) * 3 : 0
  const at = (months: number) => new Date(Date.UTC(Number(year), months, 1) - utcOffsetMinutes * 60_000).toISOString()
  return { key, kind, from: at(first), to: at(first + MONTHS[kind]) }
}

/** The quarter that an instant (ISO) lies in. */
export function quarterAt(instant: string, utcOffsetMinutes: number): string {
  const local = new Date(Date.parse(instant) + utcOffsetMinutes * 60_000)
  return `${local.getUTCFullYear()}-Q${Math.floor(local.getUTCMonth() / 3) + 1}`
}

/** The `count` quarters that were over at an instant, the last one first. */
export function quartersOver(instant: string, utcOffsetMinutes: number, count: number): Period[] {
  const over: Period[] = []
  for (let at = instant; over.length < count;) {
    const current = parsePeriod(quarterAt(at, utcOffsetMinutes), utcOffsetMinutes)
    const before =
      current &&
      parsePeriod(quarterAt(new Date(Date.parse(current.from) - 1).toISOString(), utcOffsetMinutes), utcOffsetMinutes)
    if (before === undefined) break
    over.push(before)
    at = before.from
  }
  return over
}

const QUARTER_WORDS = ['一', '二', '三', '四'] as const

/** 2026年11月, 2026年第四季度, 2026年度. */
export function periodName(key: string): string {
  const [, year = key, month, quarter] = PERIOD_PATTERN.exec(key) ?? []
  if (month !== undefined) return `${year}年${Number(month)}月`
  return quarter === undefined ? `${year}年度` : `${year}年第${QUARTER_WORDS[Number(quarter) - 1] ?? quarter}季度`
}
