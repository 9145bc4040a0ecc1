import { RULES } from '../../domain/rules.ts'

export type RuleId = keyof typeof RULES
export const RULE_IDS = Object.keys(RULES) as readonly RuleId[]

/** Those that must be held by a test each; the rest come with their own parts. */
export const HELD_BY_TESTS: readonly RuleId[] = RULE_IDS.filter(
  (id) => id <= 'R-32' || ['R-35', 'R-37', 'R-38'].includes(id),
)

/** A range says its rules only where it is short: `R-01…R-26` says none in particular. */
const LONGEST_RANGE = 4

/** The rules that a text names: `R-03, R-35` and `R-24…R-26`. */
export function rulesIn(text: string): readonly RuleId[] {
  const found = [...text.matchAll(/R-(\d\d)(?:…R-(\d\d))?/g)].flatMap(([, from = '', to = from]) =>
    range(Number(from), Number(to)),
  )
  return RULE_IDS.filter((id) => found.includes(id))
}

function range(from: number, to: number): readonly string[] {
  if (to - from >= LONGEST_RANGE) return []
  return Array.from({ length: to - from + 1 }, (_, step) => `R-${String(from + step).padStart(2, '0')}`)
}
