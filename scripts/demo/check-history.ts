import { ACTS } from '../../domain/act/act.ts'
import type { ActType } from '../../domain/act/act.ts'
import type { EventType } from '../../domain/case/event.ts'
import type { HistoryEvent } from './answers.ts'
import type { Party } from './party.ts'

export interface MadeAct {
  readonly type: ActType
  readonly party: Party
  /** Put without waiting: a signal, not an update. */
  readonly signalled?: true
}

/** What each act that is played here leaves in the history. */
const TRACES: Partial<Readonly<Record<ActType, EventType>>> = {
  acceptDemand: 'demandAccepted',
  acknowledgeReceipt: 'receiptAcknowledged',
  fileOpinion: 'opinionFiled',
  fileJointRecord: 'opinionFiled',
  signCommitment: 'commitmentSigned',
  fileDesign: 'designFiled',
  fileConstructionPlan: 'constructionPlanFiled',
  signHandover: 'handoverSigned',
  startWorks: 'worksStarted',
  reportProgress: 'progressReported',
  agreeSharedTrench: 'trenchSharingAgreed',
  fileInspection: 'inspectionFiled',
  reportRectified: 'rectificationReported',
  reinspect: 'reinspected',
  completeWorks: 'worksCompleted',
  inviteToAcceptance: 'acceptanceInvited',
  fileAcceptance: 'acceptanceFiled',
  laySurface: 'surfaceLaid',
  acceptWorks: 'worksAccepted',
  reportRestored: 'siteRestored',
  confirmRestoration: 'restorationConfirmed',
  claimApplication: 'applicationClaimed',
  confirmSuccessor: 'successorConfirmed',
  requestSupplement: 'supplementRequested',
  supplementDemand: 'demandSupplemented',
  recordJointVisit: 'jointVisitRecorded',
  waiveSurvey: 'surveyWaived',
  bookSurvey: 'surveyMoved',
  declareUnavailable: 'unavailabilityDeclared',
  conveneSurvey: 'surveyConvened',
  scheduleSurvey: 'surveyScheduled',
  putOffSurvey: 'surveyPutOff',
  takeUpSurvey: 'surveyTakenUp',
  recordAttendance: 'attendanceRecorded',
  orderResurvey: 'resurveyOrdered',
  fileResurvey: 'lineResurveyed',
  applyForApprovals: 'approvalsApplied',
  requestApprovalSupplement: 'approvalSupplementRequested',
  supplyApproval: 'approvalSupplied',
  decideApproval: 'approvalDecided',
  issueJointResult: 'jointResultIssued',
  requestExtension: 'extensionRequested',
  decideExtension: 'extensionDecided',
  requestWorksExtension: 'worksExtensionRequested',
  decideWorksExtension: 'worksExtensionDecided',
  requestVariation: 'variationRequested',
  decideVariation: 'variationDecided',
  reportBackfill: 'backfilled',
  proposeRevocation: 'revocationProposed',
  answerRevocation: 'revocationAnswered',
  holdHearing: 'hearingHeld',
  reportSiteSafe: 'siteMadeSafe',
  decideRevocation: 'revocationDecided',
  reportEmergencyRepair: 'emergencyRepairStarted',
  fileEmergencyRepair: 'emergencyRepairFiled',
  requestInnerWorks: 'innerWorksRequested',
  quoteInnerWorks: 'innerWorksQuoted',
  agreeInstalments: 'instalmentsAgreed',
  requestInstalments: 'instalmentsRequested',
  recordPayment: 'paymentRecorded',
  reportMissedAppointment: 'appointmentMissed',
  answerMissed: 'missedAnswered',
  decideMissed: 'missedDecided',
  cancelAppointment: 'appointmentCancelled',
  offerTime: 'timeOffered',
  answerOffer: 'connectionAppointed',
  correctContact: 'contactCorrected',
  dropServices: 'serviceDropped',
  hasten: 'hastened',
  reassignTask: 'taskReassigned',
  suspendClock: 'clockStopped',
  resumeClock: 'clockResumed',
  appointConnection: 'connectionAppointed',
  reportConnected: 'serviceConnected',
  withdrawApplication: 'applicationWithdrawn',
}

/** What a matter's history must hold of an act. */
export interface Trace {
  readonly type: string
  readonly rule: string
  readonly party: Party
}

/**
 * Numbers without gaps, times that never go back, and for each act its own event with who and by which rule. Throws
 * where not.
 */
export function checkHistory(events: readonly HistoryEvent[], made: readonly MadeAct[], registrar: Party): void {
  checkTraces(events, [
    { type: 'registered', rule: 'R-01', party: registrar },
    ...made.map(({ type, party }) => ({ type: traceOf(type), rule: ACTS[type].rule, party })),
  ])
}

function traceOf(type: ActType): EventType {
  const trace = TRACES[type]
  if (trace === undefined) throw new Error(`不知道 ${type} 在历史里留下什么`)
  return trace
}

/** The same of any history. */
export function checkTraces(events: readonly HistoryEvent[], traces: readonly Trace[]): void {
  events.forEach(({ seq, at }, index) => {
    if (seq !== index + 1) throw new Error(`历史缺号：第 ${index + 1} 条的序号是 ${seq}`)
    if (Date.parse(at) < Date.parse(events[index - 1]?.at ?? at)) throw new Error(`历史第 ${seq} 条的时间早于上一条`)
  })
  const left = new Set(events)
  for (const trace of traces) take(left, trace)
}

/** An auditor is not shown whose account the user's is (docs/auditor.md). */
const USERS_ACCOUNT = '***'

function take(left: Set<HistoryEvent>, { type, rule, party: { sub: own, org, role } }: Trace): void {
  const sub = role === 'applicant' ? USERS_ACCOUNT : own
  const found = [...left].find(
    (event) =>
      event.type === type &&
      event.rule === rule &&
      event.actor.sub === sub &&
      event.actor.org === org &&
      event.actor.role === role,
  )
  if (found === undefined) throw new Error(`历史里没有 ${org}/${sub} 的 ${type}（${rule}）`)
  left.delete(found)
}
