/** what both sides sign: who pays whom what by when, and which movements of money there have been. */
import type { DeadlineRule } from '../clocks/working-time.ts'
import type { InstalmentPart } from './part.ts'

/** 先建设、后付款; or 暂收工程款，分期退还. */
export const INSTALMENT_MODES = ['payLater', 'deposit'] as const
export type InstalmentMode = (typeof INSTALMENT_MODES)[number]
export const INSTALMENT_MODE_NAMES: Readonly<Record<InstalmentMode, string>> = {
  payLater: '先建设，分期付款',
  deposit: '暂收工程款，分期退还',
}

export const PLAN_SIDES = ['utility', 'user'] as const
export type PlanSide = (typeof PLAN_SIDES)[number]
export const PLAN_SIDE_NAMES: Readonly<Record<PlanSide, string>> = { utility: '承办单位', user: '用户' }

/** The city's limits and terms as the case was registered with them. */
export interface InstalmentTerms {
  /** The utility offers a plan. */
  readonly offer: DeadlineRule
  /** The other side signs or declines. */
  readonly signing: DeadlineRule
  readonly mostParts: number
  readonly longestMonths: number
  /** Percent of the sum that the first part at least comes to; 0: none. */
  readonly leastFirstPercent: number
}

/** What the user wished, of a quote inside the red line. */
export interface InstalmentWish {
  readonly mode: InstalmentMode
  readonly amountFen: number
  readonly priceDocument: string
  readonly terms: InstalmentTerms
}

export type PlanPart = Omit<InstalmentPart, 'paidOn' | 'movedFen'>

export interface PlanSignature {
  readonly at: string
  readonly org: string
  readonly signer: string
  readonly signedOn: string
  readonly scanSha256?: string
}

export interface PlanProposal {
  readonly number: number
  readonly by: PlanSide
  readonly parts: readonly PlanPart[]
  readonly reason?: string
  readonly signature: PlanSignature
}

/** In force from `signed.at` until a later one is. */
export interface SignedPlan extends PlanProposal {
  readonly countersignature: PlanSignature
}

/** Money that was paid, received or given back. */
export interface Movement {
  readonly amountFen: number
  /** YYYY-MM-DD in the city's time. */
  readonly on: string
}

export function otherSide(side: PlanSide): PlanSide {
  return side === 'user' ? 'utility' : 'user'
}

export function sumFen(amounts: readonly { readonly amountFen: number }[]): number {
  return amounts.reduce((sum, { amountFen }) => sum + amountFen, 0)
}

/** What was moved counts towards the earliest parts; a part is paid on the day of the movement that makes it whole. */
export function allocated(parts: readonly PlanPart[], moved: readonly Movement[]): InstalmentPart[] {
  const total = sumFen(moved)
  return parts.map(({ dueDate, amountFen }, index) => {
    const before = sumFen(parts.slice(0, index))
    const paidOn = dayOf(before + amountFen, moved)
    if (paidOn !== undefined) return { dueDate, amountFen, paidOn }
    return total > before ? { dueDate, amountFen, movedFen: total - before } : { dueDate, amountFen }
  })
}

function dayOf(sum: number, moved: readonly Movement[]): string | undefined {
  return moved.find((_, index) => sumFen(moved.slice(0, index + 1)) >= sum)?.on
}
