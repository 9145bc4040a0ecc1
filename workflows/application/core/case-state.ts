import type { RectificationOrder } from '../../../domain/supervision/rectification.ts'
import type { Actor } from '../../../domain/actor/actor.ts'
import { missingOf } from '../../../domain/demand/demand-missing.ts'
import type { Versioned } from '../../../domain/format/format.ts'
import type { Deadline } from '../../../domain/clocks/deadline.ts'
import type { Acceptance, ApprovalNeed, EventData, FormWarning, Party, Schedule } from '../../../domain/case/event.ts'
import type { InstalmentPart } from '../../../domain/instalments/instalments.ts'
import type { LineStatus } from '../../../domain/case/line-status.ts'
import type { Opinion, OuterWorks } from '../../../domain/survey/opinion.schema.ts'
import type { Registration } from '../../../domain/demand/registration.schema.ts'
import type { Commitment } from '../../../domain/commitment/commitment.schema.ts'
import type { PromiseNumber } from '../../../domain/commitment/promise.ts'
import type { AskedDetails, LineId, Service } from '../../../domain/case/service.ts'
import type { Outcome, Stage } from '../../../domain/case/stage.ts'
import type { Task } from '../../../domain/case/task.ts'

/** One service line: a branch of the case. */
export interface Line {
  readonly id: LineId
  readonly service: Service
  readonly utility: string
  readonly status: LineStatus
  /** the network was there before the user asked: connection within the same day. */
  readonly laidInAdvance: boolean
  readonly outerWorks?: OuterWorks
  readonly works?: Works
  /** `number` counts the line's appointments from 1; each has a deadline of its own. */
  readonly innerWorks?: InnerWorks
  /** How many appointments the line has had, where the last one was missed by the user. */
  readonly appointments?: number
  /** `missedAt`: the user reported that the utility did not come. */
  readonly appointment?: { readonly at: string; readonly number: number; readonly missedAt?: string }
  readonly connectedAt?: string
}

/** R-18…R-21: the outer works of one line. */
export interface Works {
  readonly designs: number
  readonly plans: number
  /** each owner of a pipeline nearby, and when it signed the hand-over; null until then. */
  readonly handovers: Readonly<Record<string, string | null>>
  readonly startedAt?: string
  readonly percent: number
  readonly inspectionsPassed: number
  readonly completedAt?: string
  readonly acceptedAt?: string
  readonly restoredAt?: string
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
  readonly decidedAt?: string
  readonly reason?: string
  readonly supplement?: { readonly requestedAt: string; readonly suppliedAt?: string }
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
}

export interface PartyState extends Party {
  /** takes part only as the owner of a pipeline nearby. */
  readonly pipelineOwner?: true
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
  readonly warnings: readonly FormWarning[]
  readonly collector: string
  readonly convener: string
  readonly works: EventData['registered']['works']
  readonly approvalNeeds: readonly ApprovalNeed[]
  readonly asked?: AskedDetails
  readonly accepted?: { readonly at: string; readonly how: Acceptance }
  readonly supplement?: {
    readonly requestedAt: string
    readonly items: readonly string[]
    readonly message?: string
    readonly answeredAt?: string
  }
  readonly jointVisit?: EventData['jointVisitRecorded']
  readonly sharedData?: EventData['sharedDataReceived']
  readonly pushedAt?: string
  readonly unavailable: Readonly<Record<string, readonly { readonly from: string; readonly to: string }[]>>
  readonly survey?: {
    readonly waived?: EventData['surveyWaived']
    readonly visitAt?: string
    /** Booked anew before its clock was there. */ readonly movedEarly?: true
    readonly convenedAt: string
    readonly date?: string
    readonly closedAt?: string
    readonly absent: readonly string[]
  }
  readonly parties: Readonly<Record<string, PartyState>>
  readonly opinions: Readonly<Record<string, FiledOpinion>>
  readonly lines: Readonly<Record<string, Line>>
  /** by `org:key:number`, in the order applied for. */
  readonly approvals: Readonly<Record<string, Approval>>
  /** When each utility's outer works go on; `version` counts from 1. */
  readonly schedules: Readonly<Record<string, Schedule & { readonly version: number; readonly at: string }>>
  readonly repairs: Readonly<Record<string, EmergencyRepair>>
  /** whose trench each line agreed to share, in that order. */
  readonly trenches?: readonly (EventData['trenchSharingAgreed'] & { readonly at: string })[]
  readonly commitments: Readonly<Record<string, CommitmentState>>
  readonly orders: Readonly<Record<string, RectificationOrder>>
  readonly deadlines: Readonly<Record<string, Deadline>>
  readonly tasks: Readonly<Record<string, Task>>
  readonly withdrawn?: { readonly at: string; readonly reason: string }
  readonly closedAt?: string
}

export function linesOf(state: CaseState): readonly Line[] {
  return Object.values(state.lines)
}

/** nothing is missing and nothing is in doubt. */
export function isComplete(state: CaseState): boolean {
  return state.warnings.length === 0 && missingDemand(state).length === 0
}

/** what the demand still lacks, of the services that were not dropped. */
export function missingDemand(state: CaseState, form = state.registration.form): readonly string[] {
  const wanted = new Set<string>(
    linesOf(state)
      .filter((line) => line.status !== 'withdrawn')
      .map((line) => line.service),
  )
  return missingOf(form, state.asked).filter((field) => wanted.has(field.split('.')[1] ?? ''))
}

/** a utility whose services were all dropped is waited for no more. */
export function isAwaited(state: CaseState, party: PartyState): boolean {
  return (
    party.kind === 'authority' ||
    linesOf(state).some((line) => line.utility === party.org && line.status !== 'withdrawn')
  )
}

/** an approval that is still to be decided: one of its lines waits for clearance. */
export function isPending(state: CaseState, { status, lines }: Approval): boolean {
  return status === 'applied' && lines.some((id) => state.lines[id]?.status === 'outerWorks')
}

/** the works have dates, and each approval that they need is promised or has been applied for. */
export function isClearanceUnderWay(state: CaseState, org: string): boolean {
  const promised = state.commitments[org]?.commitment.approvals ?? []
  const applied = Object.values(state.approvals)
    .filter((approval) => approval.org === org)
    .map((approval) => approval.key)
  const needs = linesOf(state)
    .filter((line) => line.utility === org && line.status === 'outerWorks')
    .flatMap((line) => approvalsNeededBy(state, line))
  return (
    state.schedules[org] !== undefined &&
    needs.every(({ key, replaceable }) => applied.includes(key) || (replaceable && promised.includes(key)))
  )
}

/** whether a clock stands because an answer is awaited, on record. */
export function awaitsAnswer(state: CaseState, deadline: string): boolean {
  const asked =
    deadline === 'registration' ? state.supplement : state.approvals[deadline.replace(/^approval:/, '')]?.supplement
  return (
    asked !== undefined &&
    ('answeredAt' in asked ? asked.answeredAt : 'suppliedAt' in asked ? asked.suppliedAt : undefined) === undefined
  )
}

/** done after the due time; a clock that stood then had not reached it. */
export function isLate(deadline: Deadline | undefined, at: string): boolean {
  return deadline !== undefined && Date.parse(deadline.stoppedAt ?? at) > Date.parse(deadline.dueAt)
}

export function lineOf(state: CaseState, id: string): Line | undefined {
  return Object.hasOwn(state.lines, id) ? state.lines[id] : undefined
}

/** A moved appointment leaves the earlier deadline as it was and starts another. */
export function connectionDeadlineId(line: Line): string {
  const number = line.appointment?.number ?? line.appointments ?? 1
  return number === 1 ? `connection:${line.id}` : `connection:${line.id}:${number}`
}

/** The line; a case always has it. */
export function currentLine(state: CaseState, id: string): Line {
  const line = lineOf(state, id)
  if (line === undefined) throw new Error(`no line ${id}`)
  return line
}

/** Connected or withdrawn, with nothing left to restore, no order open and every repair filed. */
export function isFinished(state: CaseState, line: Line): boolean {
  const unfiled = Object.values(state.repairs).some((repair) => repair.line === line.id && repair.filedAt === undefined)
  return (
    !isOpen(line) &&
    !unfiled &&
    !awaitsRestoration(line, state.works.restoredWhenTouching) &&
    openOrdersOf(state, line.id).length === 0
  )
}

export function isOpen(line: Line): boolean {
  return line.status !== 'connected' && line.status !== 'withdrawn'
}

/** the parties whose opinion the survey still waits for: none where it was waived. */
export function missingOpinions(state: CaseState): readonly string[] {
  if (state.survey?.waived !== undefined) return []
  return Object.values(state.parties)
    .filter((party) => party.opinionRequired && state.opinions[party.org] === undefined && isAwaited(state, party))
    .map((party) => party.org)
}

export function openOrdersOf(state: CaseState, line: string): readonly RectificationOrder[] {
  return Object.values(state.orders).filter((order) => order.line === line && order.closedAt === undefined)
}

/** what the works opened is put back as it was, where the works touched it. */
export function awaitsRestoration(line: Line, restoredWhenTouching: readonly string[]): boolean {
  if (line.works === undefined) return false
  if (line.status === 'withdrawn' && line.works.startedAt === undefined) return false
  return line.works.restorationConfirmedAt === undefined && touches(line, restoredWhenTouching)
}

export function touches(line: Line, kinds: readonly string[]): boolean {
  return line.outerWorks?.touches.some((touched) => kinds.includes(touched)) ?? false
}

/** R-19: the works' deadline is the end date of the schedule in force; a superseding one has a deadline of its own. */
export function worksDeadlineId(state: CaseState, line: Line): string {
  const version = state.schedules[line.utility]?.version ?? 1
  return version === 1 ? `works:${line.id}` : `works:${line.id}:${version}`
}

/** the approvals that a line's outer works need. */
export function approvalsNeededBy(state: CaseState, line: Line): readonly ApprovalNeed[] {
  return state.approvalNeeds.filter((approval) => line.outerWorks?.touches.includes(approval.touches) ?? false)
}
