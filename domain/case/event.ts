import { ACT_REQUEST_EVENT_NAMES } from '../act/act-request.ts'
import type { InstalmentMode } from '../instalments/agreement.ts'
import type { ServiceEnd } from '../instalments/instalments.ts'
import type { ActRequestEvents } from '../act/act-request.ts'
import type { Actor } from '../actor/actor.ts'
import type { City } from '../city/city.schema.ts'
import type { ClockedTasks } from '../city/task-clocks.ts'
import type { ClaimedAs, SuccessionBasis } from '../claiming/basis.ts'
import type { SuccessionDocument } from '../claiming/claiming.schema.ts'
import type { Doubt } from '../demand/doubts.ts'
import type { Deadline, StopReason, TaskClock } from '../clocks/deadline.ts'
import type { FileRef } from '../files/file-ref.schema.ts'
import type { AskedDetails, LineId, Service } from './service.ts'
import type { Side } from '../connection/side.ts'
import type { Outcome } from './stage.ts'
import type { Duty } from './task.ts'
import type { Opinion } from '../survey/opinion.schema.ts'
import type { Commitment } from '../commitment/commitment.schema.ts'
import type { Participant } from '../works/works.schema.ts'
import type { WorksChange } from '../works/works-time.ts'
import type { RevocationGround, RevocationOutcome } from '../revocation/revocation.ts'
import type { Inspection } from '../supervision/supervision.schema.ts'
import type { Verification } from '../supervision/verification.ts'
import type { LineRef } from '../trench/joint-plan.ts'
import type { FoundOverlap } from '../trench/overlap.ts'
import type { ClosedRoad } from '../trench/closed-road.ts'
import type { RoadSection } from '../trench/road-section.ts'
import type { Registration } from '../demand/registration.schema.ts'

/** a doubt that a clerk must confirm before the demand is complete. */
export interface FormWarning {
  readonly field: string
  readonly code: Doubt
}

/** An organisation's part in a case. */
export interface Party {
  readonly org: string
  readonly kind: 'authority' | 'utility'
  /** whose opinion the survey waits for. */
  readonly opinionRequired: boolean
}

/** which approval is needed when works touch what, and whether a promise may replace it. */
export type ApprovalNeed = Pick<
  City['approvals']['list'][number],
  | 'key'
  | 'authority'
  | 'touches'
  | 'replaceable'
  | 'workingDays'
  | 'named'
  | 'remit'
  | 'limits'
  | 'opensClosedRoad'
  | 'jointly'
>

/** `consent`: beside the approving authority's; `extends`: what is approved already, for longer. */
export interface AppliedApproval {
  readonly id: string
  readonly key: string
  readonly authority: string
  readonly workingDays: number
  readonly consent?: true
  readonly extends?: true
}

/** YYYY-MM-DD, inclusive. */
export interface DatesOfForce {
  readonly from: string
  readonly to: string
}

/** an approval that a line's works need: by promise, with the version of its 告知书, or by decision. */
export interface LineNeed {
  readonly approval: string
  readonly promise: boolean
  readonly notice?: string
}

/** of the form, what is supplemented or corrected. */
type FormChange = { [F in keyof Registration['form']]?: NonNullable<Registration['form'][F]> }

/** an item of the letter, and the services that it concerns. */
export interface Concern {
  readonly item: string
  readonly services: readonly Service[]
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
export interface EventData extends ActRequestEvents {
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
    /** the approvals of the policy in force, by which a line is cleared for works. */
    approvals: ApprovalNeed[]
    parties: Party[]
    lines: LineOpening[]
    /** the details that the policy in force asks for. */
    asked?: AskedDetails
    /** R-33⁺: none in cases of before 0.6, nor where the city sets none. */
    taskClocks?: ClockedTasks
    /** who of each organisation is named as a task opens. */
    duties?: Readonly<Record<string, Duty>>
    /** R-11…R-14: each party has a clock of its own, a line's result stands by itself; of cases of before, none. */
    convenes?: true
    /** design, plan and progress are awaited as tasks; of cases registered before, none. */
    awaitsPapers?: true
    /** a time may be answered with another, “missed” by the other side (ADR 0072); of cases before, none. */
    agreesTimes?: { decider: string }
    /** R-13: opinions name items, authorities' have effect (ADR 0061); of cases registered before, none. */
    touchesByItem?: true
    /** promises are verified before backfill, and revoked by due process; of cases before, none. */
    verifiesPromises?: true
    /** works have a prescribed time, stops an end (ADR 0080); of cases before, none. */
    timesWorks?: { decider: string }
    /** the utility organises and files the acceptance, a temporary surface comes first (ADR 0081). */
    filesAcceptance?: true
    /** the form may be corrected until the survey is over, asked for or not (ADR 0079); of cases before, none. */
    correctsForm?: true
    /** a missing item holds up only its own service, a term ends the wait (ADR 0091); of cases before, none. */
    holdsByService?: true
    /** instalments are signed by both sides, as a matter of their own (ADR 0089); of cases before 0.8, none. */
    signsInstalments?: true
  }
  /** whom the window or the collecting bureau confirmed to carry the application on; until it is claimed. */
  successorConfirmed: {
    applicant: Registration['form']['applicant']
    basis: SuccessionBasis
    document: SuccessionDocument
    files?: FileRef[]
  }
  /**
   * by the account of who acts, whose identity is verified. `former`: organisation key of the side that spoke for
   * the user before, `applicant` where in person; `applicant`: the successor, whom the form names from now on.
   */
  applicationClaimed: {
    as: ClaimedAs
    former: string
    applicant?: Registration['form']['applicant']
    contact?: string
    phone?: string
  }
  /** `lines`: where others are still held up by what is missing. */
  demandAccepted: { how: Acceptance; remarks?: string; lines?: LineId[] }
  /** `lines`: of which services, where not of all. */
  demandPushed: { recipients: string[]; lines?: LineId[] }
  /** asked for and not given within the term of the letter: these services go no further. */
  demandNotTakenUp: { lines: LineId[] }
  receiptAcknowledged: { org: string }
  /** who is to come, and when; until the letter goes out. */
  surveyProposed: { parties: string[]; opinionRequired: string[]; visitAt: string; date?: string }
  /** The letter: as proposed, as changed, or as proposed because nobody answered; of cases before 0.7, none. */
  surveyConvened: {
    parties: string[]
    opinionRequired: string[]
    date?: string
    visitAt?: string
    how?: 'proposed' | 'changed' | 'silence'
    added?: string[]
    excused?: string[]
  }
  /** `closed`: the roads of its sections that were closed to works that day. */
  opinionFiled: {
    org: string
    opinion: Opinion
    late: boolean
    byJointRecord: boolean
    corrects?: number
    closed?: ClosedRoad[]
  }
  /** until when an opinion is awaited, by the visit, as long as the survey's clock runs since `runsFrom`. */
  opinionsDated: { visitAt: string; runsFrom: string; warnAt: string; dueAt: string }
  /** whose own parties have spoken. */
  lineResultStood: { lines: { line: LineId; result: 'connectable' | 'outerWorks' }[] }
  /** R-11⁺: who came. */
  attendanceRecorded: { people: { org: string; person: string }[]; files?: FileRef[] }
  /** `number` counts the line's from 1. */
  resurveyOrdered: { line: LineId; reason: string; number: number }
  lineResurveyed: {
    opinion: NonNullable<Opinion['lines']>[number]
    remarks?: string
    closed?: ClosedRoad[]
    files?: FileRef[]
  }
  surveyClosed: {
    absent: string[]
    plan: {
      line: LineId
      result: 'connectable' | 'outerWorks' | 'awaitingOpinion'
      /** Of outer works: the items that they touch, by whomever found, and what they need. */
      touched?: string[]
      needs?: LineNeed[]
    }[]
  }
  /** `notices`: by approval, the version of the 告知书 on which it was promised. */
  commitmentSigned: {
    org: string
    lines: LineId[]
    commitment: Commitment
    version: number
    notices?: Readonly<Record<string, string>>
  }
  /** 即时办结: told to each authority whose approval the commitment replaces. */
  approvalGranted: { org: string; authority: string; approvals: string[]; lines: LineId[] }
  designFiled: { line: LineId; version: number; title: string; summary: string; files?: FileRef[] }
  constructionPlanFiled: {
    line: LineId
    version: number
    title: string
    summary: string
    nearbyOwners: string[]
    designer?: Participant
    contractor?: Participant
    supervisor?: Participant
    unsupervised?: string
    files?: FileRef[]
  }
  handoverSigned: { line: LineId; org: string; positions: string; signer: string }
  worksStarted: { line: LineId; remarks?: string }
  progressReported: { line: LineId; percent: number; remarks?: string; files?: FileRef[] }
  /** `number` counts the line's from 1; the first date stays in the figures. */
  worksExtensionRequested: { line: LineId; number: number; dueDate: string; reason: string; files?: FileRef[] }
  worksExtensionDecided: {
    line: LineId
    number: number
    org: string
    utility: string
    granted: boolean
    dueDate: string
    reason?: string
  }
  /** place, area or time otherwise than approved; `approvers`: whose approval or promise covers it. */
  variationRequested: {
    variation: string
    org: string
    line: LineId
    approvers: string[]
    change: WorksChange
    reason: string
    files?: FileRef[]
  }
  variationDecided: { variation: string; org: string; utility: string; approved: boolean; reason?: string }
  /** All have approved: from here on it is what is approved. `approvals`: which of them it goes by decision. */
  worksVaried: { variation: string; org: string; line: LineId; change: WorksChange; approvals: string[] }
  /** one side's word; agreed where the other line's utility says the same. */
  trenchSharingAgreed: { line: LineId; with: LineRef; section: RoadSection }
  /** `told`: besides both utilities. */
  overlapFound: FoundOverlap & { readonly told: string[] }
  /** `verification`: before backfill, of what a promise obtained. */
  inspectionFiled: {
    line: LineId
    org: string
    checklist: Inspection['checklist']
    passed: boolean
    verification?: Verification
    files?: FileRef[]
  }
  rectificationOrdered: {
    order: string
    line: LineId
    org: string
    utility: string
    requirement: string
    dueDate: string
    promises: number[]
    /** why works stand still until it is re-inspected. */
    stop?: string
  }
  rectificationReported: { order: string; remarks: string; files?: FileRef[] }
  /** `resumes`: works that stood still go on (复工). */
  reinspected: { order: string; passed: boolean; evidence?: string; resumes?: true; files?: FileRef[] }
  /** `unverified`: who had to verify the promise, and did not until its clock had passed. */
  backfilled: { line: LineId; evidence: string; unverified: string[]; files?: FileRef[] }
  /** proposed, and so told to whom it concerns. */
  revocationProposed: {
    revocation: string
    org: string
    utility: string
    approvals: string[]
    lines: LineId[]
    openSites: LineId[]
    ground: RevocationGround
    facts: string
    evidence: string
  }
  revocationAnswered: {
    revocation: string
    org: string
    late: boolean
    waived: boolean
    statement?: string
    hearing?: true
  }
  hearingHeld: { revocation: string; chair: string; report: string }
  siteMadeSafe: { revocation: string; measures: string }
  /** Revoked, the approvals fall: works stand still, and the ordinary way is open. */
  revocationDecided: {
    revocation: string
    outcome: RevocationOutcome
    utility: string
    approvals: string[]
    lines: LineId[]
    reason: string
    onAnswer?: string
    official: string
  }
  worksCompleted: { line: LineId; late: boolean; remarks?: string; files?: FileRef[] }
  /** the utility asks to its acceptance whom it concerns. */
  acceptanceInvited: { line: LineId; at: string; invited: string[]; remarks?: string }
  acceptanceFiled: {
    line: LineId
    heldOn: string
    passed: boolean
    attended: { org: string; person: string }[]
    report: string
    files?: FileRef[]
  }
  /** `how`: nobody objected within the term. */
  worksAccepted: { line: LineId; laidInAdvance: boolean; how?: 'silence'; remarks?: string; files?: FileRef[] }
  acceptanceRefused: { line: LineId; reason: string; files?: FileRef[] }
  siteRestored: { line: LineId; remarks?: string; files?: FileRef[] }
  surfaceLaid: { line: LineId; remarks?: string; files?: FileRef[] }
  /** `org`: of several who confirm, each for itself; of cases of before 0.8, none. */
  restorationConfirmed: { line: LineId; org?: string; remarks?: string; files?: FileRef[] }
  /** Not as it was: it is restored again. */
  restorationRefused: { line: LineId; org: string; reason: string; files?: FileRef[] }
  /** `holds`: the services that wait for it; in cases of before 0.8 all do. */
  supplementRequested: { items: string[]; message: string; concerns?: Concern[]; holds?: Service[] }
  /**
   * Any fields of the form; `warnings`: what is in doubt since, where the applicant's name or number was given;
   * `releases`: the services that wait no more.
   */
  demandSupplemented: FormChange & { warnings?: FormWarning[]; releases?: Service[] }
  jointVisitRecorded: { date: string; orgs: string[]; findings: string }
  sharedDataReceived: { items: { name: string; value: string }[]; missing: string[] }
  surveyWaived: { reason: string; signer: string }
  /** the configuration needs no visit for this class of cases. */
  surveyWaivedByClass: { name: string; date?: string }
  /** `stops`: the day is later, so the clock stands still until its first working minute. */
  surveyMoved: { date: string; stops: boolean }
  /** to its own phase; the clock stands still until it is taken up. */
  surveyPutOff: { reason: string }
  surveyTakenUp: { remarks?: string }
  unavailabilityDeclared: { org: string; from: string; to: string }
  surveyScheduled: { visitAt: string }
  approvalsApplied: {
    org: string
    lead: string
    lines: LineId[]
    schedule: Schedule
    approvals: AppliedApproval[]
    creditRecord?: string
  }
  approvalSupplementRequested: { approval: string; message: string }
  approvalSupplied: { approval: string; message: string }
  /** `force`: from which date until which what is approved is in force. */
  approvalDecided: { approval: string; approved: boolean; reason?: string; force?: DatesOfForce }
  /** of each kind the approval applied for last, as it was decided. */
  jointResultIssued: { org: string; approvals: { id: string; approved: boolean }[]; remarks?: string }
  extensionRequested: { order: string; dueDate: string; reason: string }
  extensionDecided: { order: string; granted: boolean; dueDate: string; reason?: string }
  /** a missed order breaks the promise; told to the office, and the credit file gets a record. */
  promiseBroken: { org: string; order: string; promises: number[]; creditRecord: string; office: string }
  emergencyRepairStarted: { repair: string; line: LineId; org: string; place: string; what: string }
  emergencyRepairFiled: { repair: string; report: string }
  innerWorksRequested: { line: LineId; scope: string }
  innerWorksQuoted: { line: LineId; items: { name: string; amountFen: number }[]; priceDocument: string }
  instalmentsAgreed: { line: LineId; parts: { dueDate: string; amountFen: number }[] }
  /** the user's wish, of the quote as it stands. */
  instalmentsRequested: { line: LineId; mode: InstalmentMode; amountFen: number }
  /** taken up as a matter of this number. */
  instalmentsTakenUp: { line: LineId; matter: string; claimedAt?: string }
  /** that matter knows of the claim of `claimedAt`, or that the service has ended. */
  instalmentsTold: { line: LineId; matter: string; claimedAt?: string; ended?: ServiceEnd }
  paymentRecorded: { line: LineId; part: number; paidOn: string }
  /** One side's word of the other, `claim` its id: `line:appointment`; none in cases of before 0.7. */
  appointmentMissed: { line: LineId; by: Side; note: string; claim?: string }
  /** By the other side. Silent, a utility confirms; what a user is silent to goes to the window. */
  missedAnswered: { claim: string; line: LineId; by: Side; confirmed: boolean; how?: 'silence'; note?: string }
  missedDecided: { claim: string; line: LineId; missed: Side | 'neither'; reason: string }
  contactCorrected: { contact?: string; phone?: string }
  serviceDropped: { lines: LineId[]; reason: string }
  hastened: { task: string; org: string; deadline?: string; note: string }
  taskReassigned: { task: string; person: string }
  /** `endsAt`: when it goes on by itself; stops of before 0.8 have neither evidence nor end. */
  clockStopped: { deadline: string; reason: StopReason; note: string; evidence?: string; endsAt?: string }
  clockResumed: { deadline: string }
  /** the new due time after a stop; `runsFrom` is the instant from which it counts again. */
  deadlineMoved: {
    deadline: string
    dueAt: string
    warnAt: string
    runsFrom: string
    calendarVersion: string
    provisional: boolean
  }
  /** an operator asked Temporal to cancel the case, which goes on. */
  cancellationRequested: Record<string, never>
  /** `answers`: it is the user's answer to a time that the utility offered. */
  connectionAppointed: { lines: LineId[]; at: string; moved: boolean; answers?: 'agreed' | 'other' }
  appointmentCancelled: { lines: LineId[]; reason: string }
  timeOffered: { line: LineId; at: string; reason: string }
  /** The user's time stands; or nobody objected to the offered one (`at`), unless it had come meanwhile. */
  offerAnswered: { line: LineId; how: 'kept' | 'silence' | 'lapsed'; at?: string }
  serviceConnected: { line: LineId; late: boolean; remarks?: string }
  /** `offerBy`: until when the utility may offer another time than this clock's. */
  deadlineStarted: { deadline: Deadline; offerBy?: string }
  /** R-33⁺: of tasks that opened together and have as long. */
  taskClocksStarted: {
    clocks: { id: string; kind: TaskClock; owner: string; line?: string }[]
    due: Omit<Deadline, 'id' | 'kind' | 'owner' | 'line'>
  }
  deadlineWarned: { deadline: string; owner: string }
  deadlinePassed: { deadline: string; owner: string; absent?: string[] }
  applicationWithdrawn: { reason: string }
  applicationClosed: { outcome: Outcome }
}

/** When and where outer works go on: from 附件3, or from the application for approvals where a promise is blocked. */
export interface Schedule {
  readonly worksFrom: string
  readonly worksTo: string
  readonly sections: Commitment['sections']
  readonly responsible: string
}

export type EventType = keyof EventData

/** What is recorded, before the case gives it its place. */
export type EventBody = {
  [T in EventType]: { readonly type: T; readonly rule: string; readonly data: EventData[T] }
}[EventType]

/** `seq` is the case's own, from 1, without gaps, and goes on through continue-as-new. `at` is ISO UTC. */
export type CaseEvent = EventBody & { readonly seq: number; readonly at: string; readonly actor: Actor }

export const EVENT_NAMES: Readonly<Record<EventType, string>> = {
  registered: '登记',
  successorConfirmed: '确认承接人',
  applicationClaimed: '认领',
  demandAccepted: '受理',
  demandPushed: '需求推送',
  demandNotTakenUp: '逾期未补正，不予受理',
  receiptAcknowledged: '签收',
  surveyProposed: '联合踏勘建议',
  surveyConvened: '组织联合踏勘',
  opinionFiled: '踏勘意见',
  opinionsDated: '意见时限',
  lineResultStood: '单项踏勘结果',
  attendanceRecorded: '踏勘签到',
  resurveyOrdered: '复勘',
  lineResurveyed: '复勘结果',
  surveyClosed: '踏勘结果',
  commitmentSigned: '签署承诺书',
  approvalGranted: '审批即时办结',
  designFiled: '设计方案',
  constructionPlanFiled: '施工方案',
  handoverSigned: '管线交底',
  worksStarted: '开工',
  progressReported: '施工进度',
  worksExtensionRequested: '申请施工延期',
  worksExtensionDecided: '施工延期决定',
  variationRequested: '申请施工变更',
  variationDecided: '施工变更决定',
  worksVaried: '施工变更生效',
  trenchSharingAgreed: '同意共享沟槽',
  overlapFound: '与其他申请的施工路段重叠',
  inspectionFiled: '监管检查',
  rectificationOrdered: '责令限期整改',
  rectificationReported: '报告整改',
  reinspected: '整改复查',
  backfilled: '回填',
  revocationProposed: '拟撤销审批（事先告知）',
  revocationAnswered: '陈述申辩',
  hearingHeld: '听证',
  siteMadeSafe: '现场已安全',
  revocationDecided: '撤销审批的决定',
  worksCompleted: '完工',
  acceptanceInvited: '组织竣工验收',
  acceptanceFiled: '竣工验收备案',
  worksAccepted: '竣工验收合格',
  acceptanceRefused: '竣工验收不合格',
  siteRestored: '恢复原貌',
  surfaceLaid: '临时路面',
  restorationConfirmed: '确认恢复原貌',
  restorationRefused: '恢复原貌未确认',
  ...ACT_REQUEST_EVENT_NAMES,
  cancellationRequested: '运维要求取消（不执行）',
  supplementRequested: '一次性告知',
  demandSupplemented: '补正',
  jointVisitRecorded: '联合上门对接',
  sharedDataReceived: '数据共享',
  surveyWaived: '免于踏勘',
  surveyWaivedByClass: '按类免于踏勘',
  surveyMoved: '改约踏勘',
  surveyPutOff: '推迟踏勘',
  surveyTakenUp: '恢复踏勘',
  unavailabilityDeclared: '不便时间',
  surveyScheduled: '确定踏勘时间',
  approvalsApplied: '申请并联审批',
  approvalSupplementRequested: '审批补正告知',
  approvalSupplied: '审批补正',
  approvalDecided: '审批决定',
  jointResultIssued: '出具并联审批结果',
  extensionRequested: '申请整改延期',
  extensionDecided: '整改延期决定',
  promiseBroken: '承诺未兑现',
  emergencyRepairStarted: '应急抢修',
  emergencyRepairFiled: '补办抢修手续',
  innerWorksRequested: '红线内施工需求',
  innerWorksQuoted: '红线内报价',
  instalmentsAgreed: '分期协议',
  instalmentsRequested: '提出分期意愿',
  instalmentsTakenUp: '分期事项已开立',
  instalmentsTold: '分期事项已获告知',
  paymentRecorded: '分期付款',
  appointmentMissed: '失约',
  missedAnswered: '答复失约报告',
  missedDecided: '认定失约',
  contactCorrected: '更正联系方式',
  serviceDropped: '撤销服务',
  hastened: '催办',
  taskReassigned: '转办',
  clockStopped: '停表',
  clockResumed: '恢复计时',
  deadlineMoved: '时限重算',
  connectionAppointed: '约定接入',
  appointmentCancelled: '取消约定',
  timeOffered: '另提接入时间',
  offerAnswered: '所提时间的答复',
  serviceConnected: '接入完成',
  deadlineStarted: '开始计时',
  taskClocksStarted: '待办开始计时',
  deadlineWarned: '临期提醒',
  deadlinePassed: '超期',
  applicationWithdrawn: '撤回',
  applicationClosed: '办结',
}
