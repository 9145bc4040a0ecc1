import type { Actor } from './actor.ts'
import type { City } from './city.schema.ts'
import type { Deadline } from './deadline.ts'
import type { LineId, Service } from './service.ts'
import type { Outcome } from './stage.ts'
import type { Opinion } from './opinion.schema.ts'
import type { Commitment } from './commitment.schema.ts'
import type { Inspection } from './inspection.schema.ts'
import type { ProblemCode } from './problem.ts'
import type { Registration } from './registration.schema.ts'

/** a doubt that a clerk must confirm before the demand is complete. */
export interface FormWarning {
  readonly field: string
  readonly code: 'creditCodeCheckCharacter' | 'identityNumberCheckCharacter'
}

/** An organisation's part in a case. */
export interface Party {
  readonly org: string
  readonly kind: 'authority' | 'utility'
  /** whose opinion the survey waits for. */
  readonly opinionRequired: boolean
}

/** A service line as it is opened at registration. */
export interface LineOpening {
  readonly id: LineId
  readonly service: Service
  readonly utility: string
}

/** How the demand came to be complete: by itself, confirmed by a clerk, or because nobody asked in time. */
export type Acceptance = 'complete' | 'confirmed' | 'deemed'

/** What each type of event carries. Types are past tense; whatever a case knows stands in one of these. */
export interface EventData {
  registered: {
    city: string
    policyHash: string
    registration: Registration
    warnings: FormWarning[]
    /** the collecting bureau or the window, owner of the first deadline. */
    collector: string
    convener: string
    /** Who accepts works and confirms restoration, and when either is due. */
    works: City['works']
    parties: Party[]
    lines: LineOpening[]
  }
  demandAccepted: { how: Acceptance; remarks?: string }
  demandPushed: { recipients: string[] }
  receiptAcknowledged: { org: string }
  surveyConvened: { parties: string[]; opinionRequired: string[]; date?: string }
  opinionFiled: { org: string; opinion: Opinion; late: boolean; byJointRecord: boolean; corrects?: number }
  surveyClosed: { absent: string[]; plan: { line: LineId; result: 'connectable' | 'outerWorks' | 'awaitingOpinion' }[] }
  commitmentSigned: { org: string; lines: LineId[]; commitment: Commitment; version: number }
  /** 即时办结: told to each authority whose approval the commitment replaces. */
  approvalGranted: { org: string; authority: string; approvals: string[]; lines: LineId[] }
  designFiled: { line: LineId; version: number; title: string; summary: string }
  constructionPlanFiled: { line: LineId; version: number; title: string; summary: string; nearbyOwners: string[] }
  handoverSigned: { line: LineId; org: string; positions: string; signer: string }
  worksStarted: { line: LineId; remarks?: string }
  progressReported: { line: LineId; percent: number; remarks?: string }
  inspectionFiled: { line: LineId; org: string; checklist: Inspection['checklist']; passed: boolean }
  rectificationOrdered: { order: string; line: LineId; org: string; utility: string; requirement: string; dueDate: string; promises: number[] }
  rectificationReported: { order: string; remarks: string }
  reinspected: { order: string; passed: boolean; evidence?: string }
  worksCompleted: { line: LineId; late: boolean; remarks?: string }
  worksAccepted: { line: LineId; laidInAdvance: boolean; remarks?: string }
  acceptanceRefused: { line: LineId; reason: string }
  siteRestored: { line: LineId; remarks?: string }
  restorationConfirmed: { line: LineId; remarks?: string }
  /** An act sent as a signal that was not allowed: kept, so that its sender finds it. */
  actRefused: { act: string; code: ProblemCode; detail: string; field?: string; received: string }
  connectionAppointed: { lines: LineId[]; at: string; moved: boolean }
  serviceConnected: { line: LineId; late: boolean; remarks?: string }
  deadlineStarted: { deadline: Deadline }
  deadlineWarned: { deadline: string; owner: string }
  deadlinePassed: { deadline: string; owner: string; absent?: string[] }
  applicationWithdrawn: { reason: string }
  applicationClosed: { outcome: Outcome }
}

export type EventType = keyof EventData

/** What is recorded, before the case gives it its place. */
export type EventBody = { [T in EventType]: { readonly type: T; readonly rule: string; readonly data: EventData[T] } }[EventType]

/** `seq` is the case's own, from 1, without gaps, and goes on through continue-as-new. `at` is ISO UTC. */
export type CaseEvent = EventBody & { readonly seq: number; readonly at: string; readonly actor: Actor }

export const EVENT_NAMES: Readonly<Record<EventType, string>> = {
  registered: '登记', demandAccepted: '受理', demandPushed: '需求推送', receiptAcknowledged: '签收', surveyConvened: '组织联合踏勘',
  opinionFiled: '踏勘意见', surveyClosed: '踏勘结果',
  commitmentSigned: '签署承诺书', approvalGranted: '审批即时办结', designFiled: '设计方案', constructionPlanFiled: '施工方案', handoverSigned: '管线交底',
  worksStarted: '开工', progressReported: '施工进度', inspectionFiled: '监管检查', rectificationOrdered: '责令限期整改', rectificationReported: '报告整改',
  reinspected: '整改复查', worksCompleted: '完工', worksAccepted: '竣工验收合格', acceptanceRefused: '竣工验收不合格', siteRestored: '恢复原貌',
  restorationConfirmed: '确认恢复原貌', actRefused: '拒绝办理', connectionAppointed: '约定接入', serviceConnected: '接入完成',
  deadlineStarted: '开始计时', deadlineWarned: '临期提醒', deadlinePassed: '超期', applicationWithdrawn: '撤回', applicationClosed: '办结',
}
