/** A value given under a misspelt name would be passed over in silence. */

/** Written as ours without the line below, and other programs’: libpq’s, and what many log by or keep data in. */
const OTHERS: ReadonlySet<string> = new Set(['PGPORT', 'LOGLEVEL', 'DATADIR'])
/** What nobody else's variables begin with. */
const OUR_PREFIX = /^SEVEN_ONES_/
/** Words so short have neighbours with a meaning (`POST`, `HOST`): only their order may be wrong, or a letter twice. */
const SHORT = 4
const LONG = 7
/** From here on a plural is a slip too: `PAYLOAD_KEY`. */
const LONG_NAME = 9

/**
 * The first variable of `source` that is none of `ours`, but is written nearly as one of them that is not set, or has
 * our prefix. `meant` is the name that it resembles.
 */
export function misspelt(
  source: NodeJS.ProcessEnv,
  ours: readonly string[],
): { readonly given: string; readonly meant: string | undefined } | undefined {
  const unset = ours.filter((name) => !source[name]?.trim())
  for (const given of Object.keys(source)) {
    if (!source[given]?.trim() || ours.includes(given) || OTHERS.has(given)) continue
    const meant = unset.find((name) => resembles(given, name))
    if (meant !== undefined || OUR_PREFIX.test(given)) return { given, meant }
  }
  return undefined
}

/** Wrong in one word only, or in nothing but its lines. */
function resembles(given: string, name: string): boolean {
  if (given.replaceAll('_', '') === name.replaceAll('_', '')) return true
  const [words, meant] = [given.split('_'), name.split('_')]
  const wrong = meant.flatMap((word, index) => (word === words[index] ? [] : [[words[index] ?? '', word] as const]))
  const [slip] = wrong
  if (slip === undefined || wrong.length > 1 || words.length !== meant.length) return false
  const [one, other] = slip
  return isSlip(one, other) || (name.length >= LONG_NAME && isPlural(one, other))
}

function isSlip(given: string, word: string): boolean {
  if (isPlural(given, word)) return false
  const changes = distance(given, word)
  if (word.length <= SHORT) return changes === 1 && letters(given) === letters(word)
  return changes <= (word.length < LONG ? 1 : 2)
}

const isPlural = (one: string, other: string) => one === `${other}S` || other === `${one}S`
const letters = (word: string) => [...new Set(word)].sort().join('')

/** How many letters must be put in, taken out, replaced, or swapped with their neighbour. */
function distance(one: string, other: string): number {
  const rows: number[][] = [Array.from({ length: other.length + 1 }, (_, column) => column)]
  const at = (row: number, column: number) => rows[row]?.[column] ?? 0
  for (let i = 1; i <= one.length; i += 1) {
    rows[i] = [i]
    for (let j = 1; j <= other.length; j += 1) {
      const replaced = at(i - 1, j - 1) + (one[i - 1] === other[j - 1] ? 0 : 1)
      const areSwapped = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]
      const swapped = areSwapped ? at(i - 2, j - 2) + 1 : Infinity
      rows[i]?.push(Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, replaced, swapped))
    }
  }
  return at(one.length, other.length)
}
