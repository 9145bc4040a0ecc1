import type { Actor } from '../../../domain/actor/actor.ts'
import type { MatterActDescription, MatterKind, MatterState, Placed } from '../../../domain/matter/matter.ts'
import { Refusal } from '../../../domain/problem.ts'
import * as halves from '../../lib/core/act-halves.ts'
import type { Halves } from '../../lib/core/act-halves.ts'
import { partsChanged } from '../../lib/core/changes.ts'
import { refusalOf } from '../../lib/core/choices.ts'
import type { Offer } from '../../lib/core/choices.ts'

/** Who wants to do what, at which instant (ISO UTC): an act before it has a body. */
export interface Intent<Bodies, A extends keyof Bodies = keyof Bodies> {
  readonly type: A
  readonly actor: Actor
  readonly at: string
}

/** An act as it reaches its matter. */
export interface Command<Bodies, A extends keyof Bodies> extends Intent<Bodies, A> {
  readonly body: Bodies[A]
}

/** `events` says what a legal act records. */
interface ActRule<State, Bodies, A extends keyof Bodies, Body> extends Halves<
  State,
  Intent<Bodies>,
  Command<Bodies, A>
> {
  readonly events: (state: State, command: Command<Bodies, A>) => readonly Body[]
}

export type ActRules<State, Bodies, Body> = { readonly [A in keyof Bodies]: ActRule<State, Bodies, A, Body> }

export type About<State, Bodies, A extends keyof Bodies, Thing> = halves.About<
  State,
  Intent<Bodies>,
  Command<Bodies, A>,
  Thing
>

/** The halves of an act that is about one thing of several, which its body names. */
export function about<State, Bodies, A extends keyof Bodies, Thing>(asked: About<State, Bodies, A, Thing>) {
  return halves.about(asked)
}

/** The pure core of a kind of matter. `apply` takes the id with the first event. */
export interface MatterLogic<State extends MatterState, Bodies, Body, Kind extends MatterKind = MatterKind> {
  readonly kind: Kind
  /** By which rule an act is, and who may: their roles; whose it is, `acts` says. */
  readonly described: { readonly [A in keyof Bodies]: Pick<MatterActDescription, 'rule' | 'roles'> }
  readonly acts: ActRules<State, Bodies, Body>
  readonly apply: (state: State | undefined, event: Placed<Body>, id?: string) => State
}

/** Throws a coded {@link Refusal} where the actor may not do this now, whatever the body will say. */
export function mayDo<State extends MatterState, Bodies, Body>(
  logic: MatterLogic<State, Bodies, Body>,
  state: State,
  intent: Intent<Bodies>,
): void {
  requireOpen(state)
  logic.acts[intent.type].may(state, intent)
}

/** What the actor may do now, with which choices, or why not. */
export function offerOf<State extends MatterState, Bodies, Body>(
  logic: MatterLogic<State, Bodies, Body>,
  state: State,
  intent: Intent<Bodies>,
): Offer {
  const closed = refusalOf(() => requireOpen(state))
  return closed === undefined ? halves.offered(logic.acts[intent.type], state, intent) : { refusal: closed }
}

/** Throws a coded {@link Refusal} where the command is not allowed in this state. */
export function can<State extends MatterState, Bodies, Body, A extends keyof Bodies>(
  logic: MatterLogic<State, Bodies, Body>,
  state: State,
  command: Command<Bodies, A>,
): void {
  requireOpen(state)
  halves.judge(logic.acts[command.type], state, command)
}

function requireOpen({ closedAt }: MatterState): void {
  if (closedAt !== undefined) throw new Refusal('matter-closed', '该事项已经办结，不能再办理')
}

export function eventsOf<State extends MatterState, Bodies, Body, A extends keyof Bodies>(
  logic: MatterLogic<State, Bodies, Body>,
  state: State,
  command: Command<Bodies, A>,
): readonly Body[] {
  return logic.acts[command.type].events(state, command)
}

/** The parts of the matter that a legal command changes by itself, without what follows from it. */
export function wouldChange<State extends MatterState, Bodies, Body, A extends keyof Bodies>(
  logic: MatterLogic<State, Bodies, Body>,
  state: State,
  command: Command<Bodies, A>,
): readonly string[] {
  const { actor, at } = command
  const after = eventsOf(logic, state, command).reduce(
    (before, body) => logic.apply(before, { ...body, seq: before.seq + 1, at, actor }),
    state,
  )
  return partsChanged(state, after)
}

/** Events follow each other without gaps. */
export function requireNext(state: MatterState, { seq }: { readonly seq: number }): void {
  if (seq !== state.seq + 1) throw new Error(`event ${seq} does not follow ${state.seq}`)
}
