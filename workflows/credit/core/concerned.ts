import { THE_CASE } from '../../../domain/actor/actor.ts'
import type { CreditState } from './state.ts'

/** Organisation keys, sorted: whom a record concerns, besides those to whom it is reported. */
export function concernedBy(
  opener: string,
  { subject, decider, orderedBy }: Pick<CreditState, 'subject' | 'decider' | 'orderedBy'>,
): string[] {
  return together(
    [decider],
    orderedBy === undefined ? [] : [orderedBy],
    opener === THE_CASE.org ? [] : [opener],
    subject.org === undefined ? [] : [subject.org],
  )
}

export function together(...keys: readonly (readonly string[])[]): string[] {
  return [...new Set(keys.flat())].sort()
}
