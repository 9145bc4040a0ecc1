import type { Outcome, Stage } from '../../../domain/case/stage.ts'
import type { CarriedChanges } from '../../lib/core/changes.ts'
import type { CaseState } from './case-state.ts'

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

/** What goes on through continue-as-new: plain JSON. */
export interface Carried {
  readonly state: CaseState
  readonly answers: Readonly<Record<string, ActAnswer>>
  /** Of the last event, ISO UTC; cases of 0.1 and 0.2 do not carry it. */
  readonly at?: string
  /** Update ids of acts that were orphaned and have not come (ADR 0032). */
  readonly orphans?: readonly string[]
  /** Which event changed what last (ADR 0076); none of runs of before 0.7. */
  readonly changes?: CarriedChanges
}
