import type { InstalmentPart } from '../../domain/instalments.ts'
import { Refusal } from '../../domain/problem.ts'

/** each part is paid once, and not in the future, in the case as after it. `today` is YYYY-MM-DD in the city's time. */
export function requirePayable(parts: readonly InstalmentPart[] | undefined, { part: number, paidOn }: { readonly part: number; readonly paidOn: string }, today: string): InstalmentPart {
  const part = parts?.[number - 1]
  if (part === undefined) throw new Refusal('wrong-stage', `没有第 ${number} 期`, 'part')
  if (part.paidOn !== undefined) throw new Refusal('already-done', `第 ${number} 期已付`, 'part')
  if (paidOn > today) throw new Refusal('validation-failed', '付款日期应在今日或以前', 'paidOn')
  return part
}
