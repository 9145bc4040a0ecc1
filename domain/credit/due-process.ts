/** the due process of a record: what is told beforehand, what is answered, what is decided, what is repaired. */
import type { Actor } from '../actor/actor.ts'
import type { CreditGrade, Months } from './grade.ts'
import type { LegalDocument } from './legal-document.ts'

/** What a record carries of its city's policy. Begun without it, it goes the way of 0.5 or before. */
export interface DueProcess extends Months {
  /** Keys of the approvals that it may block: those of the source's promise, else all that a promise can replace. */
  readonly blockable: readonly string[]
  /** For how long 履约信息 is kept. */
  readonly performanceMonths: number
  /** From 0.8: the window brings a signed paper, for those without an account of ours, and ends nobody's term by it. */
  readonly ownWord?: true
}

/** How the notice reached its subject: by the system (the organisation's, or the account's), or outside it. */
export const NOTICE_DELIVERIES = ['online', 'inPerson', 'post'] as const
export type NoticeDelivery = (typeof NOTICE_DELIVERIES)[number]
export const NOTICE_DELIVERY_NAMES: Readonly<Record<NoticeDelivery, string>> = {
  online: '网上送达',
  inPerson: '直接送达',
  post: '邮寄送达',
}

/** What is meant to be decided: no decision may go beyond it. Without a document it can only be 履约信息. */
interface Intended {
  readonly grade: CreditGrade
  readonly months: number
  /** Keys of the approvals that a promise would no longer replace. */
  readonly approvals: readonly string[]
  readonly document?: LegalDocument | undefined
}

export const DECISION_OUTCOMES = ['recorded', 'performance', 'dismissed'] as const
export type DecisionOutcome = (typeof DECISION_OUTCOMES)[number]
export const DECISION_OUTCOME_NAMES: Readonly<Record<DecisionOutcome, string>> = {
  recorded: '认定失信，记入信用档案',
  performance: '作为履约信息',
  dismissed: '不予认定',
}

export interface Notice extends Intended {
  readonly at: string
  readonly by: Actor
  readonly number: string
  readonly reason: string
  readonly basis: string
  readonly delivery: NoticeDelivery
  /** YYYY-MM-DD, where it was delivered outside the system. */
  readonly deliveredOn?: string | undefined
}

/** 陈述申辩; `waived`: the subject has nothing to say. */
export interface Answer {
  readonly at: string
  readonly by: string
  readonly late: boolean
  readonly waived: boolean
  readonly statement?: string
  readonly evidence?: string
  /** What the subject signed, where the window brings it. */
  readonly paper?: string
}

export interface Determination {
  readonly at: string
  readonly by: Actor
  readonly number: string
  readonly outcome: DecisionOutcome
  readonly reason: string
  readonly onAnswer?: string
  readonly grade?: CreditGrade
  readonly months?: number
}

/** 信用修复: asked for, accepted (checked) and decided, or declined. */
export interface Repair {
  /** From 1. */
  readonly id: string
  readonly at: string
  readonly by: string
  readonly correction: string
  readonly evidence?: string
  readonly acceptance?: { readonly at: string; readonly by: Actor; readonly remarks?: string }
  readonly declined?: { readonly at: string; readonly by: Actor; readonly reason: string }
  readonly decision?: {
    readonly at: string
    readonly by: Actor
    readonly number: string
    readonly granted: boolean
    readonly reason: string
  }
}

/** `${recordId}/告1`: the number of a paper. */
export function paperNumber(recordId: string, sign: '告' | '定' | '复', count = 1): string {
  return `${recordId}/${sign}${count}`
}
