/** Schemathesis' own configuration: what a party of the city would send, and may find. */
import { fileURLToPath } from 'node:url'

/** By parameter, as Schemathesis names it (`path.serviceNumber`, `body.lines[*].line`); from these it mostly draws. */
export type Vocabulary = Readonly<Record<string, readonly string[]>>

const MOSTLY = 0.85
const HOOKS = fileURLToPath(new URL('hooks.py', import.meta.url))

export interface Bounds {
  readonly seed: number
  readonly seconds: number
  readonly isSignedIn: boolean
  /** Operations that are left out. */
  readonly closed: readonly string[]
}

/**
 * TOML. All checks, which is what holds where nothing is said; every request goes on to the next, whatever it found.
 * The token comes by `FUZZ_TOKEN` and is written nowhere.
 */
export function configOf(vocabulary: Vocabulary, { seed, seconds, isSignedIn, closed }: Bounds): string {
  const known = Object.entries(vocabulary).filter(([, values]) => values.length > 0)
  return [
    `seed = ${seed}`,
    `max-time = ${seconds}`,
    'workers = 1',
    'request-timeout = 20',
    'continue-on-failure = true',
    'suppress-health-check = ["all"]',
    'generation = { mode = "all", max-examples = 4, no-shrink = true, database = "none" }',
    'cache = { enabled = false }',
    `hooks = ${quoted(HOOKS)}`,
    ...(isSignedIn ? ['headers = { Authorization = "Bearer ${FUZZ_TOKEN}" }'] : []),
    '[dictionaries]',
    ...known.map(([name, values]) => `${quoted(name)} = { values = ${quoted(values)} }`),
    '[parameters]',
    // Of an answer: any other waits for what never comes (ADR 0029).
    '"query.minSeq" = 1',
    ...known.map(([name]) => `${quoted(name)} = { dictionary = ${quoted(name)}, probability = ${MOSTLY} }`),
    ...(closed.length === 0 ? [] : ['[[operations]]', 'enabled = false', `include-name = ${quoted(closed)}`]),
    '',
  ].join('\n')
}

/** What JSON writes of text and lists of it, TOML reads. */
function quoted(value: string | readonly string[]): string {
  return JSON.stringify(value)
}
