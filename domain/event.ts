import type { Actor } from './actor.ts'
import type { Deadline } from './deadline.ts'
import type { LineId, Service } from './service.ts'
import type { Outcome } from './stage.ts'
import type { Opinion } from './opinion.schema.ts'
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
    parties: Party[]
    lines: LineOpening[]
  }
  demandAccepted: { how: Acceptance; remarks?: string }
  demandPushed: { recipients: string[] }
  receiptAcknowledged: { org: string }
  surveyConvened: { parties: string[]; opinionRequired: string[]; date?: string }
  opinionFiled: { org: string; opinion: Opinion; late: boolean; byJointRecord: boolean; corrects?: number }
  surveyClosed: { absent: string[]; plan: { line: LineId; result: 'connectable' | 'outerWorks' | 'awaitingOpinion' }[] }
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
  opinionFiled: '踏勘意见', surveyClosed: '踏勘结果', connectionAppointed: '约定接入', serviceConnected: '接入完成',
  deadlineStarted: '开始计时', deadlineWarned: '临期提醒', deadlinePassed: '超期', applicationWithdrawn: '撤回', applicationClosed: '办结',
}
