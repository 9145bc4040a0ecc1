import { periodName } from '../../../../domain/assessment/period.ts'

/** Of a city's date: its quarter first, the usual one, and those before; months and years. */
export function periodsAt(today: string): readonly (readonly [key: string, name: string])[] {
  const [year = 2026, month = 1] = today.split('-').map(Number)
  const quarter = Math.floor((month - 1) / 3)
  const quarters = [0, 1, 2, 3].map((back) => {
    const at = year * 4 + quarter - back
    return `${Math.floor(at / 4)}-Q${(at % 4) + 1}`
  })
  const lastMonth = month === 1 ? `${year - 1}-12` : `${year}-${String(month - 1).padStart(2, '0')}`
  return [...quarters, today.slice(0, 7), lastMonth, String(year), String(year - 1)].map((key) => [
    key,
    periodName(key),
  ])
}

export const quarterOf = (today: string): string => periodsAt(today)[0]?.[0] ?? ''
