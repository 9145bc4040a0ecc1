/** A way of acting that is measured: its programs, and how a case goes by them. */
import type { Program } from '../scripts/stack/program.ts'

export const WORKLOADS = ['raw', 'raw-activity', 'connectable', 'standard', 'state-table', 'pg-boss'] as const
export type WorkloadName = (typeof WORKLOADS)[number]

/** What was done of one case; milliseconds. */
export interface Played {
  /** Where it was one. */
  readonly workflowId?: string
  /** Each act that was taken, the registration included, from its sending to its answer. */
  readonly acts: readonly number[]
  readonly reads: readonly number[]
}

export interface Workload {
  readonly name: WorkloadName
  /** One case from its beginning to its end. */
  play(): Promise<Played>
  /** Resolves when nothing is left to write of what was answered. */
  drained(): Promise<void>
}

/** A way with its programs up. */
export interface Running {
  readonly apis: readonly Program[]
  /** None where the API does all of it. */
  readonly workers: readonly Program[]
  readonly workloads: readonly Workload[]
  /** What Temporal keeps of a case; nothing where there is no Temporal. */
  historyOf?(workflowId: string): Promise<{ readonly events: number; readonly bytes: number }>
  stop(): Promise<void>
}

export interface Way {
  readonly name: string
  /** The checkout it is of: only two checkouts of one system are told apart by it. */
  readonly checkout: 'this' | 'before'
  readonly workloads: readonly WorkloadName[]
  /** Once, before it is started for the first time. */
  prepare(): Promise<void>
  start(): Promise<Running>
}
