import type { InstalmentPart } from './part.ts'
import { requireBetween } from '../clocks/date-reach.ts'
import { Refusal } from '../problem.ts'

/**
 * each part is paid once, and between a day and today, in the case as after it. Dates are YYYY-MM-DD in the
 * city's time.
 */
export function requirePayable(
  parts: readonly InstalmentPart[] | undefined,
  { part: number, paidOn }: { readonly part: number; readonly paidOn: string },
  { since, today }: { readonly since: { readonly name: string; readonly date: string }; readonly today: string },
): InstalmentPart {
  const part = requireUnpaid(requireAgreed(parts), number)
  requireBetween(paidOn, since, today, '付款日期', 'paidOn')
  return part
}

/** Counted from 1, and not paid yet, whatever the day. */
export function requireUnpaid(parts: readonly InstalmentPart[], number: number): InstalmentPart {
  const part = parts[number - 1]
  if (part === undefined) throw new Refusal('validation-failed', `没有第 ${number} 期；共 ${parts.length} 期`, 'part')
  if (part.paidOn !== undefined) throw new Refusal('already-done', `第 ${number} 期已付`, 'part')
  return part
}

export function requireAgreed(parts: readonly InstalmentPart[] | undefined): readonly InstalmentPart[] {
  if (parts === undefined) throw new Refusal('wrong-stage', '尚未约定分期', 'part', { early: true })
  return parts
}
