import type { Requests } from '../../../domain/act/act-request.ts'
import type { RectificationOrder } from '../../../domain/supervision/rectification.ts'
import type { Actor } from '../../../domain/actor/actor.ts'
import type { ClockedTasks } from '../../../domain/city/task-clocks.ts'
import type { Versioned } from '../../../domain/format/format.ts'
import type { ClaimedAs } from '../../../domain/claiming/basis.ts'
import type { Deadline } from '../../../domain/clocks/deadline.ts'
import type {
  Acceptance,
  ApprovalNeed,
  Concern,
  DatesOfForce,
  EventData,
  FormWarning,
  Party,
  Schedule,
} from '../../../domain/case/event.ts'
import type { InstalmentMode } from '../../../domain/instalments/agreement.ts'
import type { ServiceEnd } from '../../../domain/instalments/instalments.ts'
import type { InstalmentPart } from '../../../domain/instalments/part.ts'
import type { Side } from '../../../domain/connection/side.ts'
import type { LineStatus } from '../../../domain/case/line-status.ts'
import type { Finding, Opinion, OuterWorks } from '../../../domain/survey/opinion.schema.ts'
import type { Registration } from '../../../domain/demand/registration.schema.ts'
import type { Commitment } from '../../../domain/commitment/commitment.schema.ts'
import type { Verification } from '../../../domain/supervision/verification.ts'
import type { PromiseNumber } from '../../../domain/commitment/promise.ts'
import type { AskedDetails, LineId, Service } from '../../../domain/case/service.ts'
import type { Participant } from '../../../domain/works/works.schema.ts'
import type { Variation, WorksExtension } from '../../../domain/works/works-time.ts'
import type { Revocation } from '../../../domain/revocation/revocation.ts'
import type { ClosedRoad } from '../../../domain/trench/closed-road.ts'
import type { Outcome, Stage } from '../../../domain/case/stage.ts'
import type { Duty, Task } from '../../../domain/case/task.ts'

/** One service line of the case. */
export interface Line {
  readonly id: LineId
  readonly service: Service
  readonly utility: string
  readonly status: LineStatus
  /** the network was there before the user asked: connection within the same day. */
  readonly laidInAdvance: boolean
  readonly outerWorks?: OuterWorks
  /** by authority, what it found that the works touch; not what was found after they had started. */
  readonly found?: Readonly<Record<string, Found>>
  /** not pushed yet, for something of it was asked for; `answeredAt`: it is there. */
  readonly held?: { readonly since: string; readonly answeredAt?: string }
  /** since when it goes no further, for what was asked for never came. */
  readonly notTakenUpAt?: string
  /** complete only after the letter had gone out, it is surveyed by itself. */
  readonly ownVisit?: true
  /** since when its result stands; not kept in cases of before 0.7. */
  readonly resultAt?: string
  /** while it is surveyed again, and how often it was. */
  readonly resurvey?: { readonly number: number; readonly reason: string; readonly at: string }
  readonly resurveys?: number
  readonly works?: Works
  /** `number` counts the line's appointments from 1; each has a deadline of its own. */
  readonly innerWorks?: InnerWorks
  /** How many appointments the line has had, where the last one was missed by the user. */
  readonly appointments?: number
  readonly appointment?: Appointment
  readonly connectedAt?: string
}

type Found = Omit<Finding, 'line'>

/** a time for one line; what is after `number` only in cases whose times may be answered with another. */
export interface Appointment {
  readonly at: string
  readonly number: number
  /** In a case of before: the user reported that the utility did not come. */
  readonly missedAt?: string
  readonly namedAt?: string
  /** Until when the utility may offer another, once its clock is there. */
  readonly offerBy?: string
  /** What the utility offers instead, until it is answered. */
  readonly offer?: { readonly at: string; readonly reason: string; readonly madeAt: string }
  /** It was answered, or this is the answer: there is no other. */
  readonly offered?: true
}

/**
 * that an appointment was missed: one side's word, until the other side confirms it or the window decides.
 * `toldBy`, `answeredBy` are accounts.
 */
export interface MissedClaim {
  /** `line:appointment`. */
  readonly id: string
  readonly line: LineId
  readonly appointment: number
  /** The time that was agreed. */
  readonly at: string
  readonly by: Side
  readonly toldAt: string
  readonly toldBy: string
  readonly note: string
  readonly answer?: {
    readonly at: string
    readonly confirmed: boolean
    readonly answeredBy?: string
    readonly note?: string
  }
  readonly settled?: { readonly at: string; readonly missed: Side | 'neither'; readonly reason?: string }
}

/** R-18…R-21: the outer works of one line. */
export interface Works {
  readonly designs: number
  readonly plans: number
  /** each owner of a pipeline nearby, and when it signed the hand-over; null until then. */
  readonly handovers: Readonly<Record<string, string | null>>
  readonly startedAt?: string
  /** since when they may begin; not kept in cases of before 0.8. */
  readonly clearedAt?: string
  readonly extensions?: readonly WorksExtension[]
  /** what was approved by changing it: by decision, whatever a promise may cover. */
  readonly varied?: readonly string[]
  readonly percent: number
  /** as the last plan that names them has it. */
  readonly designer?: Participant
  readonly contractor?: Participant
  readonly supervisor?: Participant
  readonly unsupervised?: string
  /** by authority, when it verified the promise before backfill, or found the trench covered. */
  readonly verified?: Readonly<Record<string, { readonly at: string; readonly found: Verification }>>
  readonly backfilledAt?: string
  readonly inspectionsPassed: number
  readonly completedAt?: string
  /** as the utility organises it, until it did not pass, or was objected to. */
  readonly acceptance?: {
    readonly at: string
    readonly invited: readonly string[]
    readonly filed?: Omit<EventData['acceptanceFiled'], 'line' | 'files'> & { readonly at: string }
  }
  readonly acceptedAt?: string
  readonly surfaceLaidAt?: string
  readonly restoredAt?: string
  /** by whom it was confirmed, where several do. */
  readonly confirmedBy?: Readonly<Record<string, string>>
  readonly restorationConfirmedAt?: string
}

/** amounts in fen. */
export interface InnerWorks {
  readonly scope: string
  readonly amountFen?: number
  readonly priceDocument?: string
  readonly parts?: readonly InstalmentPart[]
  /** ISO UTC; cases before 0.2 did not keep it. */
  readonly agreedAt?: string
  /** instalments that both sides are to sign, by the number of the matter that took them up. */
  readonly wished?: {
    readonly mode: InstalmentMode
    readonly at: string
    readonly matter?: string
    /** Of which claim it knows, and of which end of the service. */
    readonly claimedAt?: string
    readonly ended?: ServiceEnd
  }
}

/**
 * one approval under parallel decision; `id` is `org:key:number`, `designs` the designs filed when it was applied
 * for.
 */
export interface Approval {
  readonly id: string
  readonly org: string
  readonly key: string
  readonly authority: string
  readonly lines: readonly LineId[]
  readonly workingDays: number
  readonly appliedAt: string
  readonly designs: number
  readonly status: 'applied' | 'approved' | 'refused'
  /** It is the consent of another authority beside that which approves; its id is that one's and who consents. */
  readonly consent?: true
  /** What is approved already is asked for until a later day. */
  readonly extends?: true
  /** The dates that were applied for; not kept in cases of before 0.8. */
  readonly asked?: DatesOfForce
  /** From when until when what was approved is in force. */
  readonly force?: DatesOfForce
  readonly decidedAt?: string
  /** A promise took its place before it was decided; revoked, what it was for is applied for anew. */
  readonly lapsedAt?: string
  readonly reason?: string
  readonly supplement?: { readonly requestedAt: string; readonly suppliedAt?: string }
}

/** who leads a utility's approvals, and which of them the joint result in force tells of; version 0 is none. */
export interface JointResult {
  readonly lead: string
  readonly version: number
  readonly approvals: readonly string[]
  readonly issuedAt?: string
}

/** a repair that could not wait, filed within 24 hours. */
export interface EmergencyRepair {
  readonly id: string
  readonly line: LineId
  readonly org: string
  readonly place: string
  readonly what: string
  readonly startedAt: string
  readonly filedAt?: string
}

/** one promise and what became of it. */
export interface PromiseRow {
  readonly number: PromiseNumber
  /** a missed rectification order. */
  readonly brokenAt?: string
  readonly checks: readonly {
    readonly at: string
    readonly by: string
    readonly line: string
    readonly kept: boolean
    readonly evidence?: string
  }[]
}

/** the commitment in force of one utility; `version` counts from 1, a later one supersedes. */
export interface CommitmentState {
  readonly org: string
  readonly version: number
  readonly signedAt: string
  readonly lines: readonly LineId[]
  readonly commitment: Commitment
  readonly notices?: Readonly<Record<string, string>>
  readonly promises: readonly PromiseRow[]
  /** Authority → the approvals that it gave by this commitment. */
  readonly grants: Readonly<Record<string, readonly string[]>>
}

interface FiledOpinion {
  readonly opinion: Opinion
  readonly at: string
  readonly seq: number
  readonly late: boolean
  readonly byJointRecord: boolean
  /** of its sections, the roads that were closed to works. */
  readonly closed?: readonly ClosedRoad[]
}

export interface PartyState extends Party {
  /** takes part only as the owner of a pipeline nearby. */
  readonly pipelineOwner?: true
  /** not asked to the survey by who convenes it. */
  readonly excused?: true
  readonly receiptAt?: string
}

/** All that a case knows, folded from its events; plain JSON. */
export interface CaseState extends Versioned {
  readonly seq: number
  readonly serviceNumber: string
  readonly city: string
  readonly stage: Stage
  readonly outcome?: Outcome
  readonly registration: Registration
  readonly registeredBy: Actor
  readonly registeredAt: string
  /** confirmed, and not claimed yet. */
  readonly successor?: Omit<EventData['successorConfirmed'], 'files'> & { readonly at: string; readonly by: string }
  /** since then it is theirs: `by` is their account. */
  readonly claimed?: { readonly at: string; readonly as: ClaimedAs; readonly by: Actor }
  readonly warnings: readonly FormWarning[]
  readonly collector: string
  readonly convener: string
  readonly works: EventData['registered']['works']
  readonly approvalNeeds: readonly ApprovalNeed[]
  readonly asked?: AskedDetails
  /** R-33⁺, R-38: none in cases of before 0.6. */
  readonly taskClocks?: ClockedTasks
  readonly duties?: Readonly<Record<string, Duty>>
  readonly awaitsPapers?: true
  readonly touchesByItem?: true
  /** none in cases of before. */
  readonly verifiesPromises?: true
  /** none in cases of before 0.8. */
  readonly correctsForm?: true
  /** none in cases of before 0.8. */
  readonly holdsByService?: true
  /** none in cases of before 0.8. */
  readonly signsInstalments?: true
  readonly revocations?: Readonly<Record<string, Revocation>>
  /** none in cases of before. */
  readonly timesWorks?: EventData['registered']['timesWorks']
  /** none in cases of before. */
  readonly filesAcceptance?: true
  readonly variations?: Readonly<Record<string, Variation>>
  /** R-11…R-14: none in cases of before 0.7. */
  readonly convenes?: true
  /** none in cases of before 0.7. */
  readonly agreesTimes?: EventData['registered']['agreesTimes']
  readonly missed?: Readonly<Record<string, MissedClaim>>
  readonly accepted?: { readonly at: string; readonly how: Acceptance }
  readonly supplement?: {
    readonly requestedAt: string
    readonly items: readonly string[]
    readonly message?: string
    readonly concerns?: readonly Concern[]
    readonly answeredAt?: string
  }
  readonly jointVisit?: EventData['jointVisitRecorded']
  readonly sharedData?: EventData['sharedDataReceived']
  readonly pushedAt?: string
  readonly unavailable: Readonly<Record<string, readonly { readonly from: string; readonly to: string }[]>>
  readonly survey?: {
    /** Without a signer where the configuration waives it. */
    readonly waived?: { readonly reason: string; readonly signer?: string }
    readonly visitAt?: string
    /** until the letter goes out. */ readonly proposal?: { readonly visitAt: string; readonly at: string }
    readonly letterAt?: string
    /** to its own phase. */ readonly putOff?: { readonly reason: string; readonly at: string }
    /** Booked anew before its clock was there. */ readonly movedEarly?: true
    readonly convenedAt: string
    readonly date?: string
    readonly attendance?: readonly { readonly org: string; readonly person: string; readonly at: string }[]
    readonly opinionsBy?: EventData['opinionsDated']
    readonly closedAt?: string
    readonly absent: readonly string[]
  }
  readonly parties: Readonly<Record<string, PartyState>>
  readonly opinions: Readonly<Record<string, FiledOpinion>>
  readonly lines: Readonly<Record<string, Line>>
  /** by `org:key:number`, in the order applied for. */
  readonly approvals: Readonly<Record<string, Approval>>
  /** By utility; none in cases of before 0.6. */
  readonly jointResults?: Readonly<Record<string, JointResult>>
  /** When each utility's outer works go on; `version` counts from 1. */
  readonly schedules: Readonly<Record<string, Schedule & { readonly version: number; readonly at: string }>>
  readonly repairs: Readonly<Record<string, EmergencyRepair>>
  /** whose trench each line agreed to share, in that order. */
  readonly trenches?: readonly (EventData['trenchSharingAgreed'] & { readonly at: string })[]
  /** with works of other cases, as they were told. */
  readonly overlaps?: readonly (EventData['overlapFound'] & { readonly at: string })[]
  readonly commitments: Readonly<Record<string, CommitmentState>>
  /** by utility, whose needs grew when they had been met: its clock's number, from 2, and since when. */
  readonly clearances?: Readonly<Record<string, { readonly number: number; readonly since: string }>>
  readonly orders: Readonly<Record<string, RectificationOrder>>
  readonly deadlines: Readonly<Record<string, Deadline>>
  readonly tasks: Readonly<Record<string, Task>>
  /** Of acts whose sender did not wait: the request → the number of the event that says what became of it. */
  readonly requests?: Requests
  /** `notTakenUp`: by nobody's wish, but because what was asked for never came. */
  readonly withdrawn?: { readonly at: string; readonly reason: string; readonly notTakenUp?: true }
  readonly closedAt?: string
}
