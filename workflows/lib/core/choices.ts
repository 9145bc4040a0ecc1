/** What an act's body may name, told before there is a body: by the rule that judges it. */
import type { ChoiceOf } from '../../../domain/act/choice.ts'
import { Refusal } from '../../../domain/problem.ts'

/** One thing that may be named, or why it may not now. */
export interface Option {
  /** As it stands in the body. */
  readonly value: string | number | Readonly<Record<string, string>>
  /** The line with which it goes, where it goes with that one only. */
  readonly line?: string
  /** It has to be named. */
  readonly must?: true
  readonly refusal?: Refusal
}

/** A field of the body that takes nothing else than one of these. */
export interface Choice {
  /** `line`; of the items of an array `orgs.*`, of a field of theirs `lines.*.line`. */
  readonly field: string
  readonly of: ChoiceOf
  readonly options: readonly Option[]
  /** Others may be named too. */
  readonly free?: true
  /** How whatever is named is refused, where nothing can be: then there is no body that is right. */
  readonly none?: Refusal
}

/** What somebody may do now: with which choices, or why not. */
export type Offer =
  | { readonly refusal: Refusal }
  | { readonly refusal?: undefined; readonly choices: readonly Choice[] }

/** Whether an option may be named now. */
export function isOpen({ refusal }: Option): boolean {
  return refusal === undefined
}

/** As the choices have it: nothing to name makes it impossible. */
export function offerOf(choices: readonly Choice[]): Offer {
  const none = choices.find((choice) => choice.none !== undefined && !choice.options.some(isOpen))?.none
  return none === undefined ? { choices } : { refusal: none }
}

/** The coded refusal that a check throws. */
export function refusalOf(check: () => void): Refusal | undefined {
  try {
    check()
    return undefined
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
}
