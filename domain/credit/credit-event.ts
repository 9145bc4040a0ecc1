import type { BodyOf, ClockEvents, EventsOf, Origin } from '../matter/matter.ts'
import type { CreditKind, CreditSource, CreditSubject } from './credit.ts'
import type { DecisionOutcome, DueProcess, NoticeDelivery } from './due-process.ts'
import type { CreditGrade } from './grade.ts'
import type { LegalDocument } from './legal-document.ts'

export interface CreditEvents extends ClockEvents {
  recordOpened: {
    city: string
    policyHash: string
    origin: Origin
    kind: CreditKind
    subject: CreditSubject
    source: CreditSource
    reason: string
    decider: string
    orderedBy?: string
    /** Account of who gave the order: they do not decide. */
    orderedByPerson?: string
    /**
     * Organisation keys of those who may decide it (of 0.5: confirm it), its own authority first: only proposed until
     * one of them does. Without them it was made at once, as before 0.4.
     */
    confirmers?: string[]
    /** Without it a record goes on as it was begun, before 0.6. */
    dueProcess?: DueProcess
    /** Of a record of before 0.6. */
    expiresAt?: string
  }
  /** of 0.5. */
  recordConfirmed: { org: string; remarks?: string }
  recordRejected: { org: string; reason: string }
  noticeGiven: {
    org: string
    number: string
    reason: string
    basis: string
    grade: CreditGrade
    months: number
    approvals: string[]
    document?: LegalDocument
    delivery: NoticeDelivery
    deliveredOn?: string
  }
  /** `paper`: as of `recordContested`. */
  answerFiled: { by: string; late: boolean; waived: boolean; statement?: string; evidence?: string; paper?: string }
  /** `expiresAt`: its term counts from the decision; none where it is dismissed. */
  recordDecided: {
    org: string
    number: string
    outcome: DecisionOutcome
    reason: string
    onAnswer?: string
    grade?: CreditGrade
    months?: number
    approvals?: string[]
    expiresAt?: string
  }
  /**
   * to the public credit platform and every authority of the joint sanction. `expiresAt`: of 0.5, its term counts
   * from the confirmation.
   */
  recordReported: { platform: string; sanctioners: string[]; expiresAt?: string }
  /** `paper`: what the subject signed, where the window brings it; its own word may follow. */
  recordContested: { reason: string; by: string; paper?: string }
  /** nobody objected in time. */
  objectionTermEnded: Record<string, never>
  contestDecided: { upheld: boolean; reason: string; org: string }
  recordWithdrawn: { reason: string; org: string }
  repairRequested: { repair: string; by: string; correction: string; evidence?: string }
  repairAccepted: { repair: string; org: string; remarks?: string }
  repairDeclined: { repair: string; org: string; reason: string }
  repairDecided: { repair: string; org: string; number: string; granted: boolean; reason: string }
  /** it blocks nothing any more. */
  recordRepaired: { repair: string; org: string }
  recordExpired: Record<string, never>
}
export type CreditBody = BodyOf<CreditEvents>
export type CreditEvent = EventsOf<CreditEvents>

export const CREDIT_EVENT_NAMES: Readonly<Record<Exclude<keyof CreditEvents, keyof ClockEvents>, string>> = {
  recordOpened: '提请记入信用档案',
  recordConfirmed: '确认记入信用档案',
  recordRejected: '不予确认',
  noticeGiven: '事先告知',
  answerFiled: '陈述申辩',
  recordDecided: '作出认定',
  recordReported: '报送信用平台与联合惩戒单位',
  recordContested: '提出异议',
  objectionTermEnded: '异议期届满',
  contestDecided: '异议裁定',
  recordWithdrawn: '撤销',
  repairRequested: '申请信用修复',
  repairAccepted: '受理信用修复',
  repairDeclined: '不予受理信用修复',
  repairDecided: '信用修复决定',
  recordRepaired: '信用修复完成',
  recordExpired: '到期',
}
