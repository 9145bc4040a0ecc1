/** what a plan may say, when it is proposed as when it is signed. */
import { requireWithinReach } from '../clocks/date-reach.ts'
import { Refusal } from '../problem.ts'
import { allocated, sumFen } from './agreement.ts'
import type { InstalmentWish, Movement, PlanPart } from './agreement.ts'
import { yuanOf } from '../transfer/yuan.ts'

/** How the money stands when a plan is looked at; dates are YYYY-MM-DD in the city's time. */
interface Standing {
  readonly wish: InstalmentWish
  readonly today: string
  /** The day of the first plan that both signed, which the longest term counts from; none yet. */
  readonly agreedOn?: string | undefined
  /** Towards the parts: what the user paid, or the utility gave back. */
  readonly moved: readonly Movement[]
  /** What was taken of a deposit. */
  readonly depositFen: number
  readonly isWhole: boolean
}

/** Throws a {@link Refusal}. */
export function requireFittingPlan(parts: readonly PlanPart[], standing: Standing): void {
  requireSum(parts, standing)
  requireWithinLimits(parts, standing)
  const { moved, today } = standing
  const standingParts = allocated(parts, moved)
  standingParts.forEach(({ dueDate, paidOn }, index) => {
    const field = `parts.${index}.dueDate`
    if (paidOn === undefined && dueDate < today)
      throw new Refusal('date-past', '尚未付（退）清的各期应在今日或以后', field)
    requireWithinReach(dueDate, [parts[index - 1]?.dueDate ?? today, today].toSorted().at(-1) ?? today, field)
  })
}

/** never above what the document in force says; what was paid, taken or given back stays. */
function requireSum(
  parts: readonly PlanPart[],
  { wish: { mode, amountFen: quoted }, agreedOn, moved, depositFen, isWhole }: Standing,
): void {
  const sum = sumFen(parts)
  const least = mode === 'deposit' ? depositFen : sumFen(moved)
  if (sum < least)
    throw new Refusal(
      'plan-below-paid',
      `各期合计 ${yuanOf(sum)}，少于已付（已收）的 ${yuanOf(least)}；已付的不能改少`,
      'parts',
    )
  if (sum > quoted) throw new Refusal('amount-mismatch', `各期合计 ${yuanOf(sum)}，高于报价 ${yuanOf(quoted)}`, 'parts')
  if (mode === 'payLater' && agreedOn === undefined && sum !== quoted)
    throw new Refusal('amount-mismatch', `各期合计 ${yuanOf(sum)}，报价 ${yuanOf(quoted)}，两者应相等`, 'parts')
  if (mode === 'deposit' && isWhole && sum !== depositFen)
    throw new Refusal('amount-mismatch', `暂收款已收齐 ${yuanOf(depositFen)}，各期退还合计应与之相等`, 'parts')
}

function requireWithinLimits(parts: readonly PlanPart[], { wish: { mode, terms }, today, agreedOn }: Standing): void {
  const { mostParts, longestMonths, leastFirstPercent } = terms
  const beyond = (what: string, field: string) => new Refusal('instalments-beyond-limits', what, field)
  if (parts.length > mostParts) throw beyond(`本市分期最多 ${mostParts} 期，现填 ${parts.length} 期`, 'parts')
  const last = monthsLater(agreedOn ?? today, longestMonths)
  if ((parts.at(-1)?.dueDate ?? '') > last)
    throw beyond(`本市分期最长 ${longestMonths} 个月，末期应不晚于 ${last}`, `parts.${parts.length - 1}.dueDate`)
  const least = Math.ceil((sumFen(parts) * leastFirstPercent) / 100)
  if (mode === 'payLater' && agreedOn === undefined && (parts[0]?.amountFen ?? 0) < least)
    throw beyond(`本市首期不少于合计的 ${leastFirstPercent}%，即 ${yuanOf(least)}`, 'parts.0.amountFen')
}

/** Of dates (YYYY-MM-DD); the month's last day where it has not so many. */
export function monthsLater(date: string, months: number): string {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number)
  const lastDay = new Date(Date.UTC(year, month - 1 + months + 1, 0)).getUTCDate()
  return new Date(Date.UTC(year, month - 1 + months, Math.min(day, lastDay))).toISOString().slice(0, 10)
}
