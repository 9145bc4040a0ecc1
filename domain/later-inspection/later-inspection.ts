import type { ApplicantSide } from '../actor/applicant-side.ts'
import type { EventData } from '../case/event.ts'
import type { BodyOf, ClockEvents, EventsOf, Origin } from '../matter/matter.ts'
import type { FileRef } from '../files/file-ref.schema.ts'
import type { LineId } from '../case/service.ts'
import type { WorkingHours } from '../clocks/working-time.ts'

export const LATER_INSPECTION_STATUSES = ['passed', 'rectifying', 'reported', 'rectified'] as const
export type LaterInspectionStatus = (typeof LATER_INSPECTION_STATUSES)[number]
export const LATER_INSPECTION_STATUS_NAMES: Readonly<Record<LaterInspectionStatus, string>> = {
  passed: '检查合格',
  rectifying: '限期整改',
  reported: '待复查',
  rectified: '整改到位',
}

/** what was found on one line after its case had closed. */
export interface LaterFinding {
  readonly serviceNumber: string
  readonly line: LineId
  /** Organisation key of the authority that inspected. */
  readonly org: string
  readonly utility: string
  readonly checklist: EventData['inspectionFiled']['checklist']
  readonly passed: boolean
  /** Photos of it, as they were uploaded to the case. */
  readonly files?: FileRef[]
  /** 附件3 that the four promises stand in; none where the works went the parallel way. */
  readonly commitment?: { readonly version: number; readonly signedAt: string; readonly approvals: readonly string[] }
  readonly side: ApplicantSide
  /** Organisation keys of the case's parties, who may see what was found. */
  readonly parties: readonly string[]
}

/** From the order on as in a case. */
export interface LaterInspectionEvents extends ClockEvents {
  laterInspectionFiled: LaterFinding & { city: string; policyHash: string; origin: Origin; hours: WorkingHours }
  rectificationOrdered: EventData['rectificationOrdered']
  rectificationReported: EventData['rectificationReported']
  reinspected: EventData['reinspected']
  extensionRequested: EventData['extensionRequested']
  extensionDecided: EventData['extensionDecided']
  promiseBroken: EventData['promiseBroken']
  /** it is proposed to the credit file. */
  creditRecordOpened: { order: string; creditRecord: string }
  laterInspectionClosed: Record<string, never>
}
export type LaterInspectionBody = BodyOf<LaterInspectionEvents>
export type LaterInspectionEvent = EventsOf<LaterInspectionEvents>

export const LATER_INSPECTION_EVENT_NAMES: Readonly<
  Record<Exclude<keyof LaterInspectionEvents, keyof ClockEvents>, string>
> = {
  laterInspectionFiled: '后续监管检查',
  rectificationOrdered: '责令限期整改',
  rectificationReported: '报告整改',
  reinspected: '整改复查',
  extensionRequested: '申请延期',
  extensionDecided: '延期决定',
  promiseBroken: '承诺未兑现',
  creditRecordOpened: '已提请记入信用档案',
  laterInspectionClosed: '了结',
}

/**
 * One for each inspection: the workflow's id. `key` comes from the request's Idempotency-Key, so that a repetition
 * finds the same.
 */
export function laterInspectionId(serviceNumber: string, key: string): string {
  return `inspection:${serviceNumber}:${key}`
}

/** The order of a later inspection names it; those of a case end with their number. */
export function laterOrderId(line: string, key: string): string {
  return `${line}:later:${key}`
}

/** The inspection that an order belongs to; none where the order is the case's own. */
export function laterInspectionOf(serviceNumber: string, order: string): string | undefined {
  const key = /:later:([0-9a-f]{16})$/.exec(order)?.[1]
  return key === undefined ? undefined : laterInspectionId(serviceNumber, key)
}

/** The service number of an id, where it has the form of one. */
export function caseOfLaterInspection(id: string): string | undefined {
  return /^inspection:([A-Z0-9-]{1,40}):[0-9a-f]{16}$/.exec(id)?.[1]
}
