import { Refusal } from '../../../domain/problem.ts'
import type { ActFacts } from './act-rule.ts'

/** How often one sender corrects the same thing of one case. */
export const MOST_CORRECTIONS = 20

/**
 * what stands already is no correction. As {@link requireCorrectable} only of acts that say how often it
 * was corrected before: those by signal and those of earlier releases do not, and are judged as they were. Throws a
 * {@link Refusal}.
 */
export function requireCorrection(facts: ActFacts | undefined, stands: boolean): void {
  if (facts?.corrections === undefined) return
  if (stands) throw new Refusal('already-done', '与现有的完全相同，没有可更正的')
}

/** corrections have an end, whatever to. Throws a {@link Refusal}. */
export function requireCorrectable(facts: ActFacts | undefined): void {
  if (facts?.corrections !== undefined && facts.corrections >= MOST_CORRECTIONS)
    throw new Refusal('corrections-exhausted', `已更正 ${facts.corrections} 次，至多 ${MOST_CORRECTIONS} 次`)
}

/** Both as their schema made them, so with their fields in the same order. */
export function isSame(one: object | undefined, other: object): boolean {
  return one !== undefined && JSON.stringify(one) === JSON.stringify(other)
}
