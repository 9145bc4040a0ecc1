/** How the rule of an act is asked, of an application as of a matter: before the act has a body, and with one. */
import type { ChoiceOf } from '../../../domain/act/choice.ts'
import { defined } from '../../../domain/defined.ts'
import { Refusal } from '../../../domain/problem.ts'
import { offerOf, refusalOf } from './choices.ts'
import type { Choice, Offer } from './choices.ts'

interface WithBody {
  readonly body: unknown
}

/** Throws a {@link Refusal}; `Told` is what a rule is told besides. */
type Asks<State, Asked, Told extends unknown[]> = (state: State, asked: Asked, ...told: Told) => void

/** Throws a {@link Refusal} where a thing does not allow the act. */
type Allows<State, Thing, Asked, Told extends unknown[]> = (
  state: State,
  thing: Thing,
  asked: Asked,
  ...told: Told
) => void

/** The rule of one act; either half throws a {@link Refusal}. */
export interface Halves<State, Intent, Command extends Intent, Told extends unknown[] = []> {
  /** Who, at which stage: refuses what no body could make right. */
  readonly may: Asks<State, Intent, Told>
  /** What the body says. */
  readonly check?: Asks<State, Command, Told>
  /**
   * The body names what the act is about: `check` asks of that one what `may` asks of them all, and tells more exactly
   * what is wrong with it.
   */
  readonly names?: true
  /** What the body may name, as `check` judges it. */
  readonly choices?: (state: State, intent: Intent, ...told: Told) => readonly Choice[]
}

/** What `may` and `choices` say together: whether there is a body that is right, as far as anybody can tell. */
export function offered<State, Intent, Command extends Intent, Told extends unknown[]>(
  rule: Halves<State, Intent, Command, Told>,
  state: State,
  intent: Intent,
  ...told: Told
): Offer {
  const refusal = refusalOf(() => rule.may(state, intent, ...told))
  return refusal === undefined ? offerOf(rule.choices?.(state, intent, ...told) ?? []) : { refusal }
}

/** Both halves of a rule; throws a {@link Refusal}. */
export function judge<State, Intent, Command extends Intent, Told extends unknown[]>(
  rule: Halves<State, Intent, Command, Told>,
  state: State,
  command: Command,
  ...told: Told
): void {
  if (rule.names === undefined) rule.may(state, command, ...told)
  rule.check?.(state, command, ...told)
}

/** Where in the body a thing is named, and how. */
export interface Offers<Thing> {
  readonly field: string
  readonly of: ChoiceOf
  readonly value: (thing: Thing) => string | number
}

export interface About<State, Intent, Command extends Intent & WithBody, Thing, Told extends unknown[] = []> {
  /** What is asked before anything is named. */
  readonly first?: Asks<State, Intent, Told>
  readonly among: (state: State) => readonly Thing[]
  readonly offers: Offers<Thing>
  /** Throws where there is no such thing. */
  readonly named: (state: State, body: Command['body']) => Thing
  readonly allows: Allows<State, Thing, Intent, Told>
  /** Where nothing is named yet, whose a thing is comes before how it stands; of the named one `allows` asks both. */
  readonly whose?: Allows<State, Thing, Intent, Told>
  /** What else the body says. */
  readonly also?: Asks<State, Command, Told>
}

/** The halves of an act that is about one thing of several, which its body names. */
export function about<State, Intent, Command extends Intent & WithBody, Thing, Told extends unknown[] = []>({
  first,
  among,
  offers,
  named,
  allows,
  whose,
  also,
}: About<State, Intent, Command, Thing, Told>): Required<Halves<State, Intent, Command, Told>> {
  return {
    names: true,
    may: oneOf<State, Intent, Thing, Told>(
      among,
      (state, thing, ...asked) => {
        whose?.(state, thing, ...asked)
        allows(state, thing, ...asked)
      },
      first,
    ),
    check(state, command, ...told) {
      first?.(state, command, ...told)
      allows(state, named(state, command.body), command, ...told)
      also?.(state, command, ...told)
    },
    choices: amongThese(offers, among, allows),
  }
}

/** The choice among these, each as `allows` has it. */
export function amongThese<State, Intent, Thing, Told extends unknown[]>(
  { field, of, value }: Offers<Thing>,
  among: (state: State) => readonly Thing[],
  allows: Allows<State, Thing, Intent, Told>,
): (state: State, intent: Intent, ...told: Told) => readonly Choice[] {
  return (state, ...asked) => [
    {
      field,
      of,
      options: among(state).map((thing) => ({
        value: value(thing),
        ...defined({ refusal: refusalOf(() => allows(state, thing, ...asked)) }),
      })),
    },
  ]
}

/** One of these allows it; else the refusal of the first whose party the actor is. */
export function oneOf<State, Intent, Thing, Told extends unknown[] = []>(
  among: (state: State) => readonly Thing[],
  allows: Allows<State, Thing, Intent, Told>,
  first?: Asks<State, Intent, Told>,
): Asks<State, Intent, Told> {
  return (state, ...asked) => {
    first?.(state, ...asked)
    const refusals: Refusal[] = []
    for (const thing of among(state)) {
      const refusal = refusalOf(() => allows(state, thing, ...asked))
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
