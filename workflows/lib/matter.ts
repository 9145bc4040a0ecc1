import { allHandlersFinished, ApplicationFailure, CancellationScope, condition, continueAsNew, currentUpdateInfo, defineQuery, defineUpdate, isCancellation, proxyActivities, proxySinks, setHandler, workflowInfo } from '@temporalio/workflow'
import type { Sinks } from '@temporalio/workflow'
import type { MatterProjectionActivities } from '../../activities/matters.ts'
import type { Actor } from '../../domain/actor.ts'
import { THE_CASE } from '../../domain/actor.ts'
import type { Begun, MendedFrom } from '../../domain/begun.ts'
import type { City } from '../../domain/city.schema.ts'
import type { ClockBody, MatterAct, MatterAnswer, MatterEvent, MatterState, Placed } from '../../domain/matter.ts'
import { Refusal } from '../../domain/problem.ts'
import { PROJECTION } from './activity-profiles.ts'
import { carriedAnswers } from './carried-answers.ts'
import { inTurn } from './in-turn.ts'
import type { OneByOne } from './in-turn.ts'
import { can, eventsOf } from './matter-logic.ts'
import type { Command, MatterLogic } from './matter-logic.ts'
import { startDraining } from './projector.ts'
import type { Projector } from './projector.ts'

/** What a matter starts with; the workflow id is `id`. Policy, hashes and `carried` as an application's. */
export interface MatterInput extends Partial<Begun> {
  readonly id: string
  readonly openedBy: Actor
  readonly keyHash: string
  readonly bodyHash: string
  readonly policy: City
  readonly policyHash: string
  readonly carried?: { readonly state: unknown; readonly answers: Readonly<Record<string, MatterAnswer>> }
  /** Set by mending only, and carried on. */
  readonly mendedFrom?: MendedFrom<MatterEvent>
}

export interface MatterResult {
  readonly id: string
  readonly status: string
  readonly seq: number
}

/** A matter at work. */
export interface Matter<State extends MatterState, Body> {
  readonly input: MatterInput
  readonly policy: City
  readonly state: State
  readonly projector: Projector<MatterEvent>
  readonly answers: ReadonlyMap<string, MatterAnswer>
  /** Clocks whose due time is being computed. */
  readonly startingClocks: Map<string, Promise<void>>
  readonly oneByOne: OneByOne
  record(body: Body | ClockBody, actor?: Actor): void
}

interface EventSinks extends Sinks {
  events: { recorded(id: string, event: unknown): void }
}

interface AnyBody { readonly type: string; readonly rule: string; readonly data: object }

const { events } = proxySinks<EventSinks>()
const { projectMatter } = proxyActivities<MatterProjectionActivities>(PROJECTION)
const stateQuery = defineQuery<MatterState>('matterState')

/** Opens or resumes a matter; its handlers are set before anything is awaited. */
export function openMatter<State extends MatterState, Bodies, Body extends AnyBody>(input: MatterInput, logic: MatterLogic<State, Bodies, Body>, opening: () => Body): Matter<State, Body> {
  const { id, carried } = input
  const projector = startDraining<MatterEvent>((batch) => projectMatter({ kind: logic.kind, id, events: batch }))
  const answers = new Map(Object.entries(carried?.answers ?? {}))
  const keep = (body: Body | ClockBody, seq: number, actor: Actor): Placed<Body> => {
    const event = { ...body, seq, at: new Date().toISOString(), actor } as unknown as Placed<Body>
    projector.add(event)
    events.recorded(id, event)
    return event
  }
  let state = carried === undefined ? logic.apply(undefined, keep(opening(), 1, input.openedBy), id) : carried.state as State
  const the: Matter<State, Body> = {
    input, policy: input.policy, projector, answers, startingClocks: new Map(), oneByOne: inTurn(),
    get state() { return state },
    record(body, actor = THE_CASE) { state = logic.apply(state, keep(body, state.seq + 1, actor)) },
  }
  setHandler(stateQuery, () => state)
  for (const type of Object.keys(logic.acts) as (keyof Bodies & string)[]) handle(the, logic, type, answers)
  return the
}

/** An act is an update: a legal one is recorded and answered once for its id, a refused one leaves nothing in the history. */
function handle<State extends MatterState, Bodies, Body extends AnyBody>(the: Matter<State, Body>, logic: MatterLogic<State, Bodies, Body>, type: keyof Bodies & string, answers: Map<string, MatterAnswer>): void {
  const answered = () => answers.get(currentUpdateInfo()?.id ?? '')
  const commandOf = ({ actor, body }: MatterAct) => ({ type, actor, at: new Date().toISOString(), body }) as Command<Bodies, keyof Bodies>
  setHandler(defineUpdate<MatterAnswer, [MatterAct]>(type), (act) => {
    const earlier = answered()
    if (earlier !== undefined) return earlier
    for (const body of eventsOf(logic, the.state, commandOf(act))) the.record(body, act.actor)
    const { id, seq, status } = the.state
    const answer = { id, seq, status, bodyHash: act.bodyHash }
    answers.set(currentUpdateInfo()?.id ?? '', answer)
    return answer
  }, { validator: (act) => { if (answered() === undefined) refuseCoded(() => { can(logic, the.state, commandOf(act)) }) } })
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

/** Runs the plan until it is done, `ended` says that an act ended the matter, or the history is long enough to go on in a new run. `closing` is recorded last. */
export async function runMatter<State extends MatterState, Body>(
  the: Matter<State, Body>, { plan, ended, closing }: { plan: () => Promise<void>; ended: () => boolean; closing: () => Body | undefined },
): Promise<MatterResult> {
  const scope = new CancellationScope()
  let finished = false
  const interrupted = condition(() => finished || ended() || atRest(the)).then(() => { scope.cancel() })
  try {
    await scope.run(plan)
    finished = true
  } catch (error) {
    if (!isCancellation(error)) throw error
  }
  const over = finished || ended()
  finished = true
  await interrupted
  if (!over) return carryOn(the)
  const last = closing()
  if (last !== undefined) the.record(last)
  await condition(allHandlersFinished)
  await the.projector.drained()
  const { id, status, seq } = the.state
  return { id, status, seq }
}

/** As the application does: on only with nothing to project and no handler at work, and then without awaiting anything. */
function atRest<State extends MatterState, Body>(the: Matter<State, Body>): boolean {
  return workflowInfo().continueAsNewSuggested && the.projector.idle() && allHandlersFinished()
}

function carryOn<State extends MatterState, Body>(the: Matter<State, Body>): Promise<never> {
  return continueAsNew<(input: MatterInput) => Promise<never>>({ ...the.input, carried: { state: the.state, answers: carriedAnswers(the.answers) } })
}
