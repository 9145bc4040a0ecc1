import { allHandlersFinished, ApplicationFailure, condition, continueAsNew, currentUpdateInfo, proxySinks, setHandler, upsertSearchAttributes, workflowInfo } from '@temporalio/workflow'
import type { Sinks } from '@temporalio/workflow'
import { ACT_TYPES } from '../../domain/act.ts'
import type { ActType } from '../../domain/act.ts'
import type { Actor } from '../../domain/actor.ts'
import { THE_CASE } from '../../domain/actor.ts'
import type { City } from '../../domain/city.schema.ts'
import type { CaseEvent, EventBody } from '../../domain/event.ts'
import { Refusal } from '../../domain/problem.ts'
import { stageAttribute } from '../../temporal/search-attributes.ts'
import { carriedAnswers } from '../lib/carried-answers.ts'
import { inTurn } from '../lib/in-turn.ts'
import type { OneByOne } from '../lib/in-turn.ts'
import { startProjector } from '../lib/projector.ts'
import type { Projector } from '../lib/projector.ts'
import type { CaseState } from './case-state.ts'
import { ACT_UPDATES, caseStateQuery } from './messages.ts'
import type { Act, ActAnswer, ApplicationInput } from './messages.ts'
import { registeredEvent } from './registered.ts'
import { apply, can, eventsOf } from './state.ts'
import type { Command } from './state.ts'

/** Replays with a sink yield every event again, for the rebuild of the projection. */
export interface EventSinks extends Sinks {
  events: { recorded(serviceNumber: string, event: CaseEvent): void }
}

/** What goes on through continue-as-new: plain JSON. */
export interface Carried {
  readonly state: CaseState
  readonly answers: Readonly<Record<string, ActAnswer>>
}

/** A case at work: its policy, its state, and what is not yet projected. */
export interface Case {
  readonly input: ApplicationInput
  readonly policy: City
  state: CaseState
  readonly projector: Projector
  /** Update id → answer: the same key is answered the same, also after continue-as-new. */
  readonly answers: Map<string, ActAnswer>
  /** Clocks whose due time is being computed. */
  readonly startingClocks: Map<string, Promise<void>>
  /** Clocks that a branch waits for. */
  readonly watchedClocks: Set<string>
  readonly oneByOne: OneByOne
  /** Credit records that are being opened. */
  openings: number
}

const { events } = proxySinks<EventSinks>()

/** Opens or resumes the case; its handlers are set before anything is awaited. */
export function openCase(input: ApplicationInput): Case {
  const projector = startProjector(input.serviceNumber)
  const the: Case = { input, policy: input.policy, projector, state: input.carried?.state ?? begin(input, projector), answers: new Map(Object.entries(input.carried?.answers ?? {})), startingClocks: new Map(), watchedClocks: new Set(), oneByOne: inTurn(), openings: 0 }
  setHandler(caseStateQuery, () => the.state)
  for (const type of ACT_TYPES) handle(the, type)
  return the
}

function begin(input: ApplicationInput, projector: Projector): CaseState {
  const event: CaseEvent = { ...registeredEvent(input), seq: 1, at: now(), actor: input.registeredBy }
  projector.add(event)
  events.recorded(input.serviceNumber, event)
  return apply(undefined, event, input.serviceNumber)
}

/** The instant of this workflow task, ISO UTC. */
export function now(): string {
  return new Date().toISOString()
}

/** Adds one event to the case: state, projection and sink. */
export function record(the: Case, body: EventBody, actor: Actor = THE_CASE): void {
  const event: CaseEvent = { ...body, seq: the.state.seq + 1, at: now(), actor }
  const before = the.state.stage
  the.state = apply(the.state, event)
  the.projector.add(event)
  events.recorded(the.state.serviceNumber, event)
  if (the.state.stage !== before) upsertSearchAttributes([{ key: stageAttribute, value: the.state.stage }])
}

function handle<A extends ActType>(the: Case, type: A): void {
  const commandOf = (act: Act<A>): Command<A> => ({ type, actor: act.actor, at: now(), body: act.body, facts: act.facts })
  const answered = () => the.answers.get(currentUpdateInfo()?.id ?? '')
  const perform = (act: Act<A>): ActAnswer => {
    const earlier = answered()
    if (earlier !== undefined) return earlier
    for (const event of eventsOf(the.state, commandOf(act), the.policy)) record(the, event, act.actor)
    const answer = answerOf(the.state, act.bodyHash)
    the.answers.set(currentUpdateInfo()?.id ?? '', answer)
    return answer
  }
  const validator = (act: Act<A>): void => {
    if (answered() === undefined) refuseCoded(() => can(the.state, commandOf(act), the.policy))
  }
  setHandler(ACT_UPDATES[type] as never, perform as never, { validator: validator as never })
}

function answerOf(state: CaseState, bodyHash: string): ActAnswer {
  return { serviceNumber: state.serviceNumber, seq: state.seq, stage: state.stage, bodyHash, ...(state.outcome === undefined ? {} : { outcome: state.outcome }) }
}

/** Turns a {@link Refusal} into the failure that carries its code and field to the sender. */
function refuseCoded(check: () => void): void {
  try {
    check()
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    throw ApplicationFailure.create({ message: error.message, type: error.code, nonRetryable: true, details: [{ field: error.field }] })
  }
}

/** Before a run ends: every handler has answered, every credit record is opened and every event is projected. */
export async function settle(the: Case): Promise<void> {
  await condition(() => allHandlersFinished() && the.openings === 0)
  await the.projector.drained()
}

/** Goes on in a new run. Awaits nothing: whatever arrived while it waited would be lost with this run. */
export function carryOn(the: Case): Promise<never> {
  const carried: Carried = { state: the.state, answers: carriedAnswers(the.answers) }
  return continueAsNew<(input: ApplicationInput) => Promise<never>>({ ...the.input, carried })
}

/** Only at rest: with nothing to project and no handler at work, so that deadlines run on while PostgreSQL is away and no signal is lost. */
export function shouldCarryOn(the: Case): boolean {
  return workflowInfo().continueAsNewSuggested && the.projector.idle() && allHandlersFinished() && the.openings === 0
}
