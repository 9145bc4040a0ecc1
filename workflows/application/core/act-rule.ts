import type { ActBodies } from '../../../domain/act/act.schema.ts'
import type { ActType } from '../../../domain/act/act.ts'
import type { Actor } from '../../../domain/actor/actor.ts'
import type { EventBody } from '../../../domain/case/event.ts'
import type { City } from '../../../domain/city/city.schema.ts'
import { Refusal } from '../../../domain/problem.ts'
import type { RoadSection } from '../../../domain/trench/road-section.ts'
import type { CaseState } from './case-state.ts'

/** the open credit record that keeps the sender from promising. R-18: what other cases build. */
export interface ActFacts {
  readonly creditRecord?: string
  /** what the line has in common with one of another case. */
  readonly commonSection?: RoadSection
}

/** Who wants to do what, at which instant (ISO UTC): an act before it has a body. */
export interface Intent<A extends ActType = ActType> {
  readonly type: A
  readonly actor: Actor
  readonly at: string
  readonly facts?: ActFacts | undefined
}

/** An act as it reaches the case. */
export interface Command<A extends ActType = ActType> extends Intent<A> {
  readonly body: ActBodies[A]
}

type May = (state: CaseState, intent: Intent, policy: City) => void
type Check<A extends ActType> = (state: CaseState, command: Command<A>, policy: City) => void

/** The rule of one act; either half throws a {@link Refusal}. */
export interface ActRule<A extends ActType> {
  /** Who, at which stage: refuses what no body could make right. */
  readonly may: May
  /** What the body says. */
  readonly check?: Check<A>
  /**
   * The body names what the act is about: `check` asks of that one what `may` asks of them all, and tells more exactly
   * what is wrong with it.
   */
  readonly names?: true
  /** goes on in a withdrawn case whose works had begun. */
  readonly windsUp?: true
  /** What a legal one records. */
  readonly events: (state: CaseState, command: Command<A>, policy: City) => readonly EventBody[]
}

export type Acts<A extends ActType = ActType> = { readonly [T in A]: ActRule<T> }

/** Both halves of a rule; throws a {@link Refusal}. */
export function judge<A extends ActType>(rule: ActRule<A>, state: CaseState, command: Command<A>, policy: City): void {
  if (rule.names === undefined) rule.may(state, command, policy)
  rule.check?.(state, command, policy)
}

/** Throws a {@link Refusal} where a thing of the case does not allow the act. */
type Allows<T> = (state: CaseState, thing: T, intent: Intent, policy: City) => void

export interface About<A extends ActType, T> {
  /** What is asked before anything is named. */
  readonly first?: May
  readonly among: (state: CaseState) => readonly T[]
  /** Throws where there is no such thing. */
  readonly named: (state: CaseState, body: ActBodies[A]) => T
  readonly allows: Allows<T>
  /** Where nothing is named yet, whose a thing is comes before how it stands; of the named one `allows` asks both. */
  readonly whose?: Allows<T>
  /** What else the body says. */
  readonly also?: Check<A>
}

/** The halves of an act that is about one thing of several, which its body names. */
export function about<A extends ActType, T>({
  first,
  among,
  named,
  allows,
  whose,
  also,
}: About<A, T>): {
  readonly names: true
  readonly may: May
  readonly check: Check<A>
} {
  return {
    names: true,
    may: oneOf(
      among,
      (state, thing, intent, policy) => {
        whose?.(state, thing, intent, policy)
        allows(state, thing, intent, policy)
      },
      first,
    ),
    check(state, command, policy) {
      first?.(state, command, policy)
      allows(state, named(state, command.body), command, policy)
      also?.(state, command, policy)
    },
  }
}

/** One of these allows it; else the refusal of the first whose party the actor is. */
export function oneOf<T>(among: (state: CaseState) => readonly T[], allows: Allows<T>, first?: May): May {
  return (state, intent, policy) => {
    first?.(state, intent, policy)
    const refusals: Refusal[] = []
    for (const thing of among(state)) {
      const refusal = refusalOf(() => allows(state, thing, intent, policy))
      if (refusal === undefined) return
      refusals.push(refusal)
    }
    throw (
      refusals.find(({ code }) => code !== 'not-concerned') ??
      refusals[0] ??
      new Refusal('wrong-stage', '此时没有可办理的对象', undefined, { early: true })
    )
  }
}

function refusalOf(check: () => void): Refusal | undefined {
  try {
    check()
    return undefined
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
}
