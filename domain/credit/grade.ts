/** how grave a record is, and so how long it lasts (信用修复管理办法, 发改委令第36号 of 2025, in force 2026-04-01). */
export const CREDIT_GRADES = ['minor', 'general', 'serious'] as const
export type CreditGrade = (typeof CREDIT_GRADES)[number]
export const CREDIT_GRADE_NAMES: Readonly<Record<CreditGrade, string>> = {
  minor: '轻微',
  general: '一般',
  serious: '严重',
}

/** In months: the shortest and the longest that a record of the grade lasts, and after how many it can be repaired. */
export const GRADE_MONTHS: Readonly<
  Record<CreditGrade, { readonly least: number; readonly most: number; readonly repairable: number }>
> = {
  minor: { least: 1, most: 3, repairable: 0 },
  general: { least: 3, most: 12, repairable: 3 },
  serious: { least: 12, most: 36, repairable: 12 },
}

export function isGraver(one: CreditGrade, other: CreditGrade): boolean {
  return CREDIT_GRADES.indexOf(one) > CREDIT_GRADES.indexOf(other)
}

/** How a city counts months; `monthSeconds`: of the drill. */
export interface Months {
  readonly utcOffsetMinutes: number
  readonly monthSeconds?: number | undefined
}

/**
 * The instant (ISO UTC) so many months after another, by the city's calendar: on the same day at the same time, on the
 * month's last day where there is none.
 */
export function monthsLater(from: string, months: number, { utcOffsetMinutes, monthSeconds }: Months): string {
  if (monthSeconds !== undefined) return new Date(Date.parse(from) + months * monthSeconds * 1000).toISOString()
  const at = new Date(Date.parse(from) + utcOffsetMinutes * 60_000)
  const day = at.getUTCDate()
  at.setUTCDate(1)
  at.setUTCMonth(at.getUTCMonth() + months)
  at.setUTCDate(Math.min(day, new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 0)).getUTCDate()))
  return new Date(at.getTime() - utcOffsetMinutes * 60_000).toISOString()
}
