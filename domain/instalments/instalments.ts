import type { ApplicantSide } from '../actor/applicant-side.ts'
import type { BodyOf, ClockEvents, EventsOf, MatterActDescription, Origin } from '../matter/matter.ts'
import type { LineId, Service } from '../case/service.ts'
import type { InstalmentWish, PlanPart, PlanSide } from './agreement.ts'
import type { InstalmentPart } from './part.ts'

export const INSTALMENTS_STATUSES = [
  'offering',
  'signing',
  'unconfirmed',
  'depositing',
  'paying',
  'refunding',
  'overdue',
  'settling',
  'paid',
  'refunded',
  'released',
  'givenUp',
  'lapsed',
] as const
export type InstalmentsStatus = (typeof INSTALMENTS_STATUSES)[number]
export const INSTALMENTS_STATUS_NAMES: Readonly<Record<InstalmentsStatus, string>> = {
  offering: '待提出分期方案',
  signing: '待对方签字',
  unconfirmed: '待核实是否已施工',
  depositing: '待收暂收款',
  paying: '分期中',
  refunding: '分期退还中',
  overdue: '有逾期',
  settling: '服务已终止，待结清',
  paid: '已付清',
  refunded: '已退清',
  released: '不再收取',
  givenUp: '未达成',
  lapsed: '随服务终止',
}

/** What a case hands over of one line's plan when it closes. */
export interface InstalmentPlan {
  readonly serviceNumber: string
  readonly line: LineId
  readonly service: Service
  readonly utility: string
  readonly parts: readonly InstalmentPart[]
  /** ISO UTC. */
  readonly agreedAt: string
  /** The line is connected, so its inner works are built and owed. */
  readonly confirmed: boolean
  readonly side: ApplicantSide
  /** Organisation keys of the case's parties, who may see how it stands. */
  readonly parties: readonly string[]
  /** nothing is agreed before both sides have signed; none where a case agreed on it, as it was before 0.8. */
  readonly wished?: InstalmentWish
}

/** Why a service came to its end without a connection: it was dropped, or its whole case withdrawn. */
export const SERVICE_ENDS = ['dropped', 'withdrawn'] as const
export type ServiceEnd = (typeof SERVICE_ENDS)[number]
export const SERVICE_END_NAMES: Readonly<Record<ServiceEnd, string>> = {
  dropped: '该服务已撤销',
  withdrawn: '申请已撤回',
}

/** What a case tells the matter that took a wish up: whose it is now, and whether the service has ended. */
export interface CaseStanding extends Pick<InstalmentPlan, 'side' | 'parties'> {
  readonly ended?: ServiceEnd
}

/** The signal by which it does. */
export const CASE_STANDING = 'caseStanding'

interface Signing {
  readonly plan: number
  readonly org: string
  readonly signer: string
  readonly signedOn: string
  readonly scanSha256?: string
}

export interface InstalmentsEvents extends ClockEvents {
  instalmentsOpened: InstalmentPlan & { city: string; policyHash: string; origin: Origin; utcOffsetMinutes: number }
  /** `builtFirst`: `unpaidFen` was still to be paid when the works had been built, on `builtOn`. */
  innerWorksConfirmed: { remarks?: string; builtOn?: string; unpaidFen?: number; builtFirst?: boolean }
  /** `late` by the day of the payment, not of its recording. */
  paymentRecorded: { part: number; paidOn: string; late: boolean }
  planProposed: Signing & { by: PlanSide; parts: readonly PlanPart[]; reason?: string }
  /** By the other side; the plan before, where there is one, is over. */
  planSigned: Signing & { by: PlanSide; change: boolean }
  /** `term`: nobody answered in time; silence signs nothing. */
  planDeclined: { plan: number; by: 'party' | 'term'; org?: string; reason: string }
  /** `late` by the day of the earliest part that was open; `remainingFen` after it. */
  moneyReceived: { amountFen: number; receivedOn: string; remainingFen: number; late: boolean }
  moneyRefunded: { amountFen: number; refundedOn: string; remainingFen: number; late: boolean }
  /** the case was claimed; what the former side had proposed is no proposal any more. */
  userSideChanged: Pick<InstalmentPlan, 'side' | 'parties'>
  /** `leftFen` of what was received is with the utility; `stands`: the works had been built, and are owed. */
  serviceEnded: { why: ServiceEnd; leftFen: number; effect: 'lapses' | 'settles' | 'stands' }
  instalmentsGivenUp: { reason: string; org: string }
  instalmentsReleased: { reason: string; org: string; remainingFen: number }
  instalmentsClosed: Record<string, never>
}
export type InstalmentsBody = BodyOf<InstalmentsEvents>
export type InstalmentsEvent = EventsOf<InstalmentsEvents>

export const INSTALMENTS_EVENT_NAMES: Readonly<Record<Exclude<keyof InstalmentsEvents, keyof ClockEvents>, string>> = {
  instalmentsOpened: '分期自申请接续',
  planProposed: '提出分期方案',
  planSigned: '双方签定分期方案',
  planDeclined: '分期方案未签',
  innerWorksConfirmed: '确认已施工',
  paymentRecorded: '分期付款',
  moneyReceived: '收到工程款',
  moneyRefunded: '退还已收的款',
  userSideChanged: '用户一方变更',
  serviceEnded: '服务终止',
  instalmentsGivenUp: '用户不再分期',
  instalmentsReleased: '不再收取余款',
  instalmentsClosed: '分期了结',
}

const EITHER_SIDE = ['applicant', 'clerk', 'officer', 'lead', 'system'] as const
const UTILITY = ['officer', 'lead', 'system'] as const

/**
 * Below `/api/v1/instalments/{id}/`; a payment of what a case agreed on is recorded at the application's own address,
 * as before it closed.
 */
export const INSTALMENTS_ACTS = {
  proposePlan: { name: '提出（变更）分期方案', rule: 'R-23', path: 'plans', roles: EITHER_SIDE },
  answerPlan: { name: '签字或不同意分期方案', rule: 'R-23', path: 'signatures', roles: EITHER_SIDE },
  receiveMoney: { name: '登记收款', rule: 'R-23', path: 'receipts', roles: UTILITY },
  refundDeposit: { name: '登记退还已收的款', rule: 'R-23', path: 'refunds', roles: UTILITY },
  giveUpInstalments: { name: '不再分期', rule: 'R-23', path: 'giving-up', roles: ['applicant', 'clerk', 'system'] },
  confirmInnerWorks: {
    name: '确认红线内已施工',
    rule: 'R-23',
    path: 'confirmation',
    roles: ['officer', 'lead', 'system'],
  },
  releaseInstalments: { name: '不再收取余款', rule: 'R-23', path: 'release', roles: ['officer', 'lead'] },
} as const satisfies Record<string, MatterActDescription>

/** One a line: the workflow's id. */
export function instalmentsId(serviceNumber: string, line: string): string {
  return `instalments:${serviceNumber}:${line}`
}

/** The service number of an id, where it has the form of one. */
export function caseOfInstalments(id: string): string | undefined {
  return /^instalments:([A-Z0-9-]{1,40}):[a-z]+:[a-zA-Z0-9]+$/.exec(id)?.[1]
}

/** What is still to be paid, in fen. */
export function remainingFenOf(parts: readonly InstalmentPart[]): number {
  return parts
    .filter(({ paidOn }) => paidOn === undefined)
    .reduce((sum, { amountFen, movedFen = 0 }) => sum + amountFen - movedFen, 0)
}

/** What a plan comes to, in fen. `today` is YYYY-MM-DD in the city's time. */
export function totalsOf(
  parts: readonly InstalmentPart[],
  today: string,
): { totalFen: number; paidFen: number; overdueFen: number; remainingFen: number } {
  const totalFen = parts.reduce((total, { amountFen }) => total + amountFen, 0)
  const remainingFen = remainingFenOf(parts)
  return {
    totalFen,
    paidFen: totalFen - remainingFen,
    remainingFen,
    overdueFen: remainingFenOf(parts.filter(({ dueDate }) => dueDate < today)),
  }
}

/** The deadline of a part, counted from 1; a case's own plan, and a first one, are not numbered in it. */
export function instalmentDeadlineId(part: number, plan = 1): string {
  return plan === 1 ? `instalment:${part}` : `instalment:${part}:${plan}`
}

export function partOfDeadline(id: string): number | undefined {
  const part = Number(/^instalment:(\d+)(?::\d+)?$/.exec(id)?.[1])
  return Number.isNaN(part) ? undefined : part
}

export function isPaid({ parts }: Pick<InstalmentPlan, 'parts'>): boolean {
  return parts.every(({ paidOn }) => paidOn !== undefined)
}
