import type { ApplicantSide } from '../actor/applicant-side.ts'
import type { BodyOf, ClockEvents, EventsOf, MatterActDescription, Origin } from '../matter/matter.ts'
import type { LineId, Service } from '../case/service.ts'

export const INSTALMENTS_STATUSES = ['unconfirmed', 'paying', 'overdue', 'paid', 'released'] as const
export type InstalmentsStatus = (typeof INSTALMENTS_STATUSES)[number]
export const INSTALMENTS_STATUS_NAMES: Readonly<Record<InstalmentsStatus, string>> = {
  unconfirmed: '待核实是否已施工',
  paying: '分期中',
  overdue: '有逾期',
  paid: '已付清',
  released: '不再收取',
}

/** one part of a plan; dates are YYYY-MM-DD in the city's time, amounts in fen. */
export interface InstalmentPart {
  readonly dueDate: string
  readonly amountFen: number
  readonly paidOn?: string
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
}

export interface InstalmentsEvents extends ClockEvents {
  instalmentsOpened: InstalmentPlan & { city: string; policyHash: string; origin: Origin; utcOffsetMinutes: number }
  innerWorksConfirmed: { remarks?: string }
  /** `late` by the day of the payment, not of its recording. */
  paymentRecorded: { part: number; paidOn: string; late: boolean }
  instalmentsReleased: { reason: string; org: string; remainingFen: number }
  instalmentsClosed: Record<string, never>
}
export type InstalmentsBody = BodyOf<InstalmentsEvents>
export type InstalmentsEvent = EventsOf<InstalmentsEvents>

export const INSTALMENTS_EVENT_NAMES: Readonly<Record<Exclude<keyof InstalmentsEvents, keyof ClockEvents>, string>> = {
  instalmentsOpened: '分期自申请接续',
  innerWorksConfirmed: '确认已施工',
  paymentRecorded: '分期付款',
  instalmentsReleased: '不再收取余款',
  instalmentsClosed: '分期了结',
}

/** Below `/api/v1/instalments/{id}/`; a payment is recorded at the application's own address, as before it closed. */
export const INSTALMENTS_ACTS = {
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
  return parts.filter(({ paidOn }) => paidOn === undefined).reduce((sum, { amountFen }) => sum + amountFen, 0)
}

/** What a plan comes to, in fen. `today` is YYYY-MM-DD in the city's time. */
export function totalsOf(
  parts: readonly InstalmentPart[],
  today: string,
): { totalFen: number; paidFen: number; overdueFen: number; remainingFen: number } {
  const sum = (wanted: (part: InstalmentPart) => boolean) =>
    parts.filter(wanted).reduce((total, { amountFen }) => total + amountFen, 0)
  return {
    totalFen: sum(() => true),
    paidFen: sum(({ paidOn }) => paidOn !== undefined),
    remainingFen: remainingFenOf(parts),
    overdueFen: sum(({ paidOn, dueDate }) => paidOn === undefined && dueDate < today),
  }
}

/** The deadline of a part, counted from 1. */
export function instalmentDeadlineId(part: number): string {
  return `instalment:${part}`
}

export function partOfDeadline(id: string): number | undefined {
  const part = Number(/^instalment:(\d+)$/.exec(id)?.[1])
  return Number.isNaN(part) ? undefined : part
}

export function isPaid({ parts }: Pick<InstalmentPlan, 'parts'>): boolean {
  return parts.every(({ paidOn }) => paidOn !== undefined)
}
