import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow'
import type { ActBodies } from '../../domain/act/act.schema.ts'
import type { ActType } from '../../domain/act/act.ts'
import type { Actor } from '../../domain/actor/actor.ts'
import type { Begun, MendedFrom } from '../../domain/clocks/begun.ts'
import type { City } from '../../domain/city/city.schema.ts'
import type { CaseEvent, EventData } from '../../domain/case/event.ts'
import type { Outcome, Stage } from '../../domain/case/stage.ts'
import type { RoadSection } from '../../domain/trench/road-section.ts'
import type { Registration } from '../../domain/demand/registration.schema.ts'
import type { Carried } from './case.ts'
import type { CaseState } from './core/case-state.ts'

export const APPLICATION_WORKFLOW = 'application'

/** The workflow id is the service number. */
export interface ApplicationInput extends Partial<Begun> {
  readonly serviceNumber: string
  readonly registeredBy: Actor
  readonly registration: Registration
  readonly warnings: EventData['registered']['warnings']
  /** sha256 of the Idempotency-Key's scope, kept with the case for ever. */
  readonly keyHash: string
  /** The whole policy at registration, and its sha256: workflow code never reads configuration. */
  readonly policy: City
  readonly policyHash: string
  /** keys of what is asked of the data-sharing source, where there is one. */
  readonly sharedItems?: readonly string[]
  /** sha256 of the request body; cases of 0.1 and 0.2 have none. */
  readonly bodyHash?: string
  /** Whoever took the key, as the registration keeps it; cases of 0.1 and 0.2 have none. */
  readonly client?: string
  /** Set by continue-as-new and by mending only. */
  readonly carried?: Carried
  /** Set by mending only, and carried on. */
  readonly mendedFrom?: MendedFrom<CaseEvent>
}

export interface ApplicationResult {
  readonly serviceNumber: string
  readonly outcome: Outcome
  readonly seq: number
}

/** the open credit record that keeps the sender from promising. R-18: what other cases build. */
export interface ActFacts {
  readonly creditRecord?: string
  /** what the line has in common with one of another case. */
  readonly commonSection?: RoadSection
}

/** One act as sent; `bodyHash` is the sha256 of the request body, by which a reused key is recognised. */
export interface Act<A extends ActType = ActType> {
  readonly actor: Actor
  readonly bodyHash: string
  readonly body: ActBodies[A]
  /** What only the API can know at that moment; frozen in the history with the act. */
  readonly facts?: ActFacts
}

/** What an act answers: where the case stands after it. */
export interface ActAnswer {
  readonly serviceNumber: string
  readonly seq: number
  readonly stage: Stage
  readonly outcome?: Outcome
  readonly bodyHash: string
  /** The case had not yet taken up all that follows from the act when it answered: a clock was still being computed. */
  readonly unsettled?: true
}

function act<A extends ActType>(type: A) {
  return defineUpdate<ActAnswer, [Act<A>], A>(type)
}

/** Acts are Updates: the sender hears a refusal, and a refused one leaves nothing in the history. */
export const ACT_UPDATES = {
  acceptDemand: act('acceptDemand'),
  acknowledgeReceipt: act('acknowledgeReceipt'),
  fileOpinion: act('fileOpinion'),
  fileJointRecord: act('fileJointRecord'),
  signCommitment: act('signCommitment'),
  fileDesign: act('fileDesign'),
  fileConstructionPlan: act('fileConstructionPlan'),
  signHandover: act('signHandover'),
  startWorks: act('startWorks'),
  reportProgress: act('reportProgress'),
  agreeSharedTrench: act('agreeSharedTrench'),
  fileInspection: act('fileInspection'),
  reportRectified: act('reportRectified'),
  reinspect: act('reinspect'),
  completeWorks: act('completeWorks'),
  acceptWorks: act('acceptWorks'),
  reportRestored: act('reportRestored'),
  confirmRestoration: act('confirmRestoration'),
  requestSupplement: act('requestSupplement'),
  supplementDemand: act('supplementDemand'),
  recordJointVisit: act('recordJointVisit'),
  waiveSurvey: act('waiveSurvey'),
  bookSurvey: act('bookSurvey'),
  declareUnavailable: act('declareUnavailable'),
  scheduleSurvey: act('scheduleSurvey'),
  applyForApprovals: act('applyForApprovals'),
  requestApprovalSupplement: act('requestApprovalSupplement'),
  supplyApproval: act('supplyApproval'),
  decideApproval: act('decideApproval'),
  requestExtension: act('requestExtension'),
  decideExtension: act('decideExtension'),
  reportEmergencyRepair: act('reportEmergencyRepair'),
  fileEmergencyRepair: act('fileEmergencyRepair'),
  requestInnerWorks: act('requestInnerWorks'),
  quoteInnerWorks: act('quoteInnerWorks'),
  agreeInstalments: act('agreeInstalments'),
  recordPayment: act('recordPayment'),
  reportMissedAppointment: act('reportMissedAppointment'),
  correctContact: act('correctContact'),
  dropServices: act('dropServices'),
  hasten: act('hasten'),
  reassignTask: act('reassignTask'),
  suspendClock: act('suspendClock'),
  resumeClock: act('resumeClock'),
  appointConnection: act('appointConnection'),
  reportConnected: act('reportConnected'),
  withdrawApplication: act('withdrawApplication'),
} satisfies { [A in ActType]: unknown }

/**
 * Acts that a party's own system may also send as signals, without waiting for an answer (202); a refused one is kept
 * as an event.
 */
export const ACT_SIGNALS = {
  fileOpinion: defineSignal<[unknown]>('fileOpinion'),
  fileInspection: defineSignal<[unknown]>('fileInspection'),
}
export type SignalledAct = keyof typeof ACT_SIGNALS

export const caseStateQuery = defineQuery<CaseState>('caseState')
