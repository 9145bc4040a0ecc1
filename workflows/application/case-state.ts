import type { Actor } from '../../domain/actor.ts'
import type { Deadline } from '../../domain/deadline.ts'
import type { Acceptance, FormWarning, Party } from '../../domain/event.ts'
import type { LineStatus } from '../../domain/line-status.ts'
import type { Opinion, OuterWorks } from '../../domain/opinion.schema.ts'
import type { Registration } from '../../domain/registration.schema.ts'
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
  /** `number` counts the line's appointments from 1; each has a deadline of its own. */
  readonly appointment?: { readonly at: string; readonly number: number }
  readonly connectedAt?: string
}

export interface FiledOpinion {
  readonly opinion: Opinion
  readonly at: string
  readonly seq: number
  readonly late: boolean
  readonly byJointRecord: boolean
}

export interface PartyState extends Party {
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
  readonly accepted?: { readonly at: string; readonly how: Acceptance }
  readonly pushedAt?: string
  readonly survey?: { readonly convenedAt: string; readonly date?: string; readonly closedAt?: string; readonly absent: readonly string[] }
  readonly parties: Readonly<Record<string, PartyState>>
  readonly opinions: Readonly<Record<string, FiledOpinion>>
  readonly lines: Readonly<Record<string, Line>>
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

export function isOpen(line: Line): boolean {
  return line.status !== 'connected' && line.status !== 'withdrawn'
}

/** the parties whose opinion the survey still waits for. */
export function missingOpinions(state: CaseState): readonly string[] {
  return Object.values(state.parties)
    .filter((party) => party.opinionRequired && state.opinions[party.org] === undefined)
    .map((party) => party.org)
}
