import type { Actor } from '../../domain/actor.ts'
import type { Deadline } from '../../domain/deadline.ts'
import type { Acceptance, EventData, FormWarning, Party } from '../../domain/event.ts'
import type { LineStatus } from '../../domain/line-status.ts'
import type { Opinion, OuterWorks } from '../../domain/opinion.schema.ts'
import type { Registration } from '../../domain/registration.schema.ts'
import type { Commitment } from '../../domain/commitment.schema.ts'
import type { PromiseNumber } from '../../domain/promise.ts'
import type { LineId, Service } from '../../domain/service.ts'
import type { Outcome, Stage } from '../../domain/stage.ts'
import type { Task } from '../../domain/task.ts'

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
  readonly appointment?: { readonly at: string; readonly number: number }
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

/** one promise and what became of it. */
export interface PromiseRow {
  readonly number: PromiseNumber
  readonly checks: readonly { readonly at: string; readonly by: string; readonly line: string; readonly kept: boolean; readonly evidence?: string }[]
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

/** a rectification order, open until its authority's re-inspection passes. */
export interface RectificationOrder {
  readonly id: string
  readonly line: LineId
  readonly org: string
  readonly utility: string
  readonly requirement: string
  readonly dueDate: string
  readonly orderedAt: string
  readonly promises: readonly number[]
  readonly reportedAt?: string
  readonly closedAt?: string
}

export interface FiledOpinion {
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
export interface CaseState {
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
  readonly accepted?: { readonly at: string; readonly how: Acceptance }
  readonly pushedAt?: string
  readonly survey?: { readonly convenedAt: string; readonly date?: string; readonly closedAt?: string; readonly absent: readonly string[] }
  readonly parties: Readonly<Record<string, PartyState>>
  readonly opinions: Readonly<Record<string, FiledOpinion>>
  readonly lines: Readonly<Record<string, Line>>
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

export function lineOf(state: CaseState, id: string): Line | undefined {
  return Object.hasOwn(state.lines, id) ? state.lines[id] : undefined
}

/** A moved appointment leaves the earlier deadline as it was and starts another. */
export function connectionDeadlineId(line: Line): string {
  const number = line.appointment?.number ?? 1
  return number === 1 ? `connection:${line.id}` : `connection:${line.id}:${number}`
}

/** The line; a case always has it. */
export function currentLine(state: CaseState, id: string): Line {
  const line = lineOf(state, id)
  if (line === undefined) throw new Error(`no line ${id}`)
  return line
}

/** Connected or withdrawn, with nothing left to restore and no order open. */
export function isFinished(state: CaseState, line: Line): boolean {
  return !isOpen(line) && !awaitsRestoration(line, state.works.restoredWhenTouching) && openOrdersOf(state, line.id).length === 0
}

export function isOpen(line: Line): boolean {
  return line.status !== 'connected' && line.status !== 'withdrawn'
}

/** the parties whose opinion the survey still waits for. */
export function missingOpinions(state: CaseState): readonly string[] {
  return Object.values(state.parties)
    .filter((party) => party.opinionRequired && state.opinions[party.org] === undefined)
    .map((party) => party.org)
}

export function openOrdersOf(state: CaseState, line: string): readonly RectificationOrder[] {
  return Object.values(state.orders).filter((order) => order.line === line && order.closedAt === undefined)
}

/** what the works opened is put back as it was, where the works touched it. */
export function awaitsRestoration(line: Line, restoredWhenTouching: readonly string[]): boolean {
  if (line.works === undefined || line.status === 'withdrawn') return false
  return line.works.restorationConfirmedAt === undefined && touches(line, restoredWhenTouching)
}

export function touches(line: Line, kinds: readonly string[]): boolean {
  return line.outerWorks?.touches.some((touched) => kinds.includes(touched)) ?? false
}

/** R-19: the works' deadline is the end date of the commitment in force; a superseding one has a deadline of its own. */
export function worksDeadlineId(state: CaseState, line: Line): string {
  const version = state.commitments[line.utility]?.version ?? 1
  return version === 1 ? `works:${line.id}` : `works:${line.id}:${version}`
}
