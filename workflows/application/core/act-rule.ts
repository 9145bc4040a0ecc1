import type { ActBodies } from '../../../domain/act/act.schema.ts'
import type { ActType } from '../../../domain/act/act.ts'
import type { ChoiceOf } from '../../../domain/act/choice.ts'
import type { Actor } from '../../../domain/actor/actor.ts'
import type { Identity } from '../../../domain/actor/identity.ts'
import type { EventBody } from '../../../domain/case/event.ts'
import type { City } from '../../../domain/city/city.schema.ts'
import type { LineRef } from '../../../domain/trench/joint-plan.ts'
import type { FoundOverlap } from '../../../domain/trench/overlap.ts'
import type { RoadSection } from '../../../domain/trench/road-section.ts'
import * as halves from '../../lib/core/act-halves.ts'
import type { Halves } from '../../lib/core/act-halves.ts'
import type { CaseState } from './case-state.ts'

/** What the API knows, and the case does not. R-18: what other cases build. */
export interface ActFacts {
  /** the open credit record, of before 0.6, that keeps the sender from every promise. */
  readonly creditRecord?: string
  /** by the key of an approval: the open credit record that keeps a promise from replacing it. */
  readonly blockedApprovals?: Readonly<Record<string, string>>
  /** what the line has in common with one of another case. */
  readonly commonSection?: RoadSection
  /** works of other cases on the stretches that this act plans works on. */
  readonly overlaps?: readonly FoundOverlap[]
  /** chainages are counted in centimetres; acts that 0.2 recorded do not say so, and are counted as it did. */
  readonly centimetres?: true
  /** how often the sender corrected the same before; see `corrections.ts`. */
  readonly corrections?: number
  /** whom the issuer of the sender's token has verified them to be; of a claim or a corrected number. */
  readonly identity?: Identity
}

/** What is known besides by who asks for choices, and of no act that is sent. */
export interface KnownFacts extends ActFacts {
  /** with which lines of other cases a line of this one could share a trench. */
  readonly shareable?: readonly { readonly line: string; readonly with: LineRef; readonly section: RoadSection }[]
}

/** Who wants to do what, at which instant (ISO UTC): an act before it has a body. */
export interface Intent<A extends ActType = ActType> {
  readonly type: A
  readonly actor: Actor
  readonly at: string
  readonly facts?: KnownFacts | undefined
}

/** An act as it reaches the case. */
export interface Command<A extends ActType = ActType> extends Intent<A> {
  readonly body: ActBodies[A]
}

type Told = [policy: City]

/** The rule of one act. */
export interface ActRule<A extends ActType> extends Halves<CaseState, Intent, Command<A>, Told> {
  /** goes on in a withdrawn case whose works had begun. */
  readonly windsUp?: true
  /** What a legal one records. */
  readonly events: (state: CaseState, command: Command<A>, policy: City) => readonly EventBody[]
}

export type Acts<A extends ActType = ActType> = { readonly [T in A]: ActRule<T> }

export type About<A extends ActType, T> = halves.About<CaseState, Intent, Command<A>, T, Told>

/** The halves of an act that is about one thing of several, which its body names. */
export function about<A extends ActType, T>(asked: About<A, T>) {
  return halves.about(asked)
}

/** What an act names by the id that the case has for it. */
export function byId(field: string, of: ChoiceOf): halves.Offers<{ readonly id: string }> {
  return { field, of, value: ({ id }) => id }
}

/** The same with further choices in its body. */
export function choosing<H extends { readonly choices: NonNullable<ActRule<ActType>['choices']> }>(
  halves: H,
  more: NonNullable<ActRule<ActType>['choices']>,
): H {
  return { ...halves, choices: (...asked) => [...halves.choices(...asked), ...more(...asked)] }
}

/** The choice among these, each as it is allowed. */
export function amongThese<T>(...asked: Parameters<typeof halves.amongThese<CaseState, Intent, T, Told>>) {
  return halves.amongThese(...asked)
}

/** One of these allows it; else the refusal of the first whose party the actor is. */
export function oneOf<T>(...asked: Parameters<typeof halves.oneOf<CaseState, Intent, T, Told>>) {
  return halves.oneOf(...asked)
}
