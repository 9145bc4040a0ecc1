import type { Actor } from '../../../domain/actor/actor.ts'
import type { MatterKind, MatterState, Placed } from '../../../domain/matter/matter.ts'
import { Refusal } from '../../../domain/problem.ts'

/** An act as it reaches its matter: who wants what, at which instant (ISO UTC). */
export interface Command<Bodies, A extends keyof Bodies> {
  readonly type: A
  readonly actor: Actor
  readonly at: string
  readonly body: Bodies[A]
}

/** `can` throws a {@link Refusal}; `events` says what a legal act records. */
interface ActRule<State, Bodies, A extends keyof Bodies, Body> {
  readonly can: (state: State, command: Command<Bodies, A>) => void
  readonly events: (state: State, command: Command<Bodies, A>) => readonly Body[]
}

export type ActRules<State, Bodies, Body> = { readonly [A in keyof Bodies]: ActRule<State, Bodies, A, Body> }

/** The pure core of a kind of matter. `apply` takes the id with the first event. */
export interface MatterLogic<State extends MatterState, Bodies, Body, Kind extends MatterKind = MatterKind> {
  readonly kind: Kind
  readonly acts: ActRules<State, Bodies, Body>
  readonly apply: (state: State | undefined, event: Placed<Body>, id?: string) => State
}

export function can<State extends MatterState, Bodies, Body, A extends keyof Bodies>(
  logic: MatterLogic<State, Bodies, Body>,
  state: State,
  command: Command<Bodies, A>,
): void {
  if (state.closedAt !== undefined) throw new Refusal('matter-closed', '该事项已经办结，不能再办理')
  logic.acts[command.type].can(state, command)
}

export function eventsOf<State extends MatterState, Bodies, Body, A extends keyof Bodies>(
  logic: MatterLogic<State, Bodies, Body>,
  state: State,
  command: Command<Bodies, A>,
): readonly Body[] {
  return logic.acts[command.type].events(state, command)
}

/** Events follow each other without gaps. */
export function requireNext(state: MatterState, { seq }: { readonly seq: number }): void {
  if (seq !== state.seq + 1) throw new Error(`event ${seq} does not follow ${state.seq}`)
}
