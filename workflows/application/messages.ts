import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow'
import type { Sinks } from '@temporalio/workflow'
import type { UpdateDefinition } from '@temporalio/common'
import type { ActBodies } from '../../domain/act/act.schema.ts'
import { ACT_REQUEST } from '../../domain/act/act-request.ts'
import { ACT_TYPES } from '../../domain/act/act.ts'
import type { ActType } from '../../domain/act/act.ts'
import type { Actor } from '../../domain/actor/actor.ts'
import type { Begun, MendedFrom } from '../../domain/clocks/begun.ts'
import type { City } from '../../domain/city/city.schema.ts'
import type { CaseEvent, EventData } from '../../domain/case/event.ts'
import type { Outcome } from '../../domain/case/stage.ts'
import type { Registration } from '../../domain/demand/registration.schema.ts'
import type { Bringing, Carrying } from '../lib/core/carrying.ts'
import type { Seeing } from '../lib/core/changes.ts'
import type { ActFacts } from './core/act-rule.ts'
import type { ActAnswer, Carried } from './core/carried.ts'
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
  /** design, plan and progress are awaited as tasks (ADR 0052). */
  readonly awaitsPapers?: true
  /** R-13: opinions name items, and authorities' have effect (ADR 0061). */
  readonly touchesByItem?: true
  /** promises are verified before backfill, and revoked by due process. */
  readonly verifiesPromises?: true
  /** works have a prescribed time, stops an end (ADR 0080). */
  readonly timesWorks?: true
  /** the utility organises and files the acceptance (ADR 0081). */
  readonly filesAcceptance?: true
  /** the form may be corrected until the survey is over, asked for or not (ADR 0079). */
  readonly correctsForm?: true
  /** a missing item holds up only its own service (ADR 0091). */
  readonly holdsByService?: true
  /** instalments are signed by both sides (ADR 0089). */
  readonly signsInstalments?: true
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

/** One act as sent; `bodyHash` is the sha256 of the request body, by which a reused key is recognised. */
export interface Act<A extends ActType = ActType> extends Bringing, Seeing {
  readonly actor: Actor
  readonly bodyHash: string
  readonly body: ActBodies[A]
  /** What only the API can know at that moment; frozen in the history with the act. */
  readonly facts?: ActFacts
}

/** Acts are Updates: the sender hears a refusal, and a refused one leaves nothing in the history. */
export const ACT_UPDATES = Object.fromEntries(ACT_TYPES.map((type) => [type, defineUpdate(type)])) as {
  readonly [A in ActType]: UpdateDefinition<Carrying<ActAnswer, CaseEvent>, [Act<A>], A>
}

/**
 * Acts that a party's own system may also send as signals, without waiting for an answer (202); a refused one is kept
 * as an event.
 */
export const ACT_SIGNALS = {
  fileOpinion: defineSignal<[unknown]>('fileOpinion'),
  fileInspection: defineSignal<[unknown]>('fileInspection'),
}
export type SignalledAct = keyof typeof ACT_SIGNALS

/** An act that the API puts to the case without waiting for what becomes of it: an `ActRequested`. */
export const actRequestSignal = defineSignal<[unknown]>(ACT_REQUEST)

export const caseStateQuery = defineQuery<CaseState>('caseState')

/** Replays with a sink yield every event again, for the rebuild of the projection. */
export interface EventSinks extends Sinks {
  events: { recorded(serviceNumber: string, event: CaseEvent): void }
}
