/** What persons are in what was sent: their fields whatever they say, and every text that somebody wrote. */

/** Fields of forms and of acts. */
const PERSONAL: ReadonlySet<string> = new Set([
  'name',
  'creditCode',
  'identityNumber',
  'address',
  'contact',
  'phone',
  'legalRepresentative',
  'responsible',
  'signer',
  'accountNumber',
  'newAccountNumber',
  'projectCode',
  'authorisation',
])
/** A shorter one stands in our own words, too. */
const TEXT = /\p{Script=Han}{4,}/u
const PART_LENGTH = 5

/** Of the bodies of requests, JSON as parsed; each word once. */
export function wordsOf(bodies: readonly unknown[]): readonly string[] {
  return [...new Set(bodies.flatMap((body) => leaves(body).flatMap(([key, text]) => wordsIn(key, text))))]
}

function leaves(value: unknown, key = ''): readonly (readonly [key: string, text: string])[] {
  if (typeof value === 'string') return [[key, value]]
  if (Array.isArray(value)) return value.flatMap((each) => leaves(each, key))
  return typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([name, each]) => leaves(each, name))
    : []
}

function wordsIn(key: string, text: string): readonly string[] {
  if (key === 'address') return [text, ...partsOf(text)]
  return PERSONAL.has(key) || TEXT.test(text) ? [text] : []
}

/** Every five signs of an address that stand beside each other, blanks left out. */
function partsOf(address: string): readonly string[] {
  return address
    .split(/\s+/)
    .flatMap((word) =>
      Array.from({ length: Math.max(0, word.length - PART_LENGTH + 1) }, (_, at) => word.slice(at, at + PART_LENGTH)),
    )
}
