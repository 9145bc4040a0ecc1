/** A word as it may lie in a store or a log in clear, whichever program wrote it down. */

/** Shorter ones come about by chance: a ciphertext of 100 MB holds any six bytes with a probability of 4e-7. */
const SHORTEST_BYTES = 6

const units = (word: string) => Array.from({ length: word.length }, (_, at) => word.charCodeAt(at))
const hex = (code: number, width: number) => code.toString(16).padStart(width, '0')

/** Every byte beyond ASCII written as text. */
function byBytes(word: string, written: (byte: number) => string): string {
  return Array.from(Buffer.from(word), (byte) => (byte < 0x80 ? String.fromCharCode(byte) : written(byte))).join('')
}

function byUnits(word: string, written: (unit: number) => string): string {
  return units(word)
    .map((unit) => (unit < 0x80 ? String.fromCharCode(unit) : written(unit)))
    .join('')
}

/** As it stands within a longer text: the first and the last digits also say what stands beside it. */
function base64Within(bytes: Buffer, before: number): string {
  const text = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64')
  const [from, to] = [Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6)]
  return text.slice(from, to)
}

const bigEndian = (word: string) => Buffer.from(word, 'utf16le').swap16()

/** By name; those that are the same bytes once only. */
export function formsOf(word: string): ReadonlyMap<string, Buffer> {
  const utf8 = Buffer.from(word)
  const base64 = [0, 1, 2].map((before) => base64Within(utf8, before))
  const written: Readonly<Record<string, string | Buffer>> = {
    'UTF-8': utf8,
    'UTF-16LE': Buffer.from(word, 'utf16le'),
    'UTF-16BE': bigEndian(word),
    'JSON \\uxxxx': byUnits(word, (unit) => `\\u${hex(unit, 4)}`),
    'JSON \\uXXXX': byUnits(word, (unit) => `\\u${hex(unit, 4).toUpperCase()}`),
    'URL %XX': encodeURIComponent(word),
    'URL %xx': encodeURIComponent(word).replaceAll(/%../g, (byte) => byte.toLowerCase()),
    'form %XX': encodeURIComponent(word).replaceAll('%20', '+'),
    // Go's %q and protobuf's text format.
    'octal \\ooo': byBytes(word, (byte) => `\\${byte.toString(8).padStart(3, '0')}`),
    '\\xhh': byBytes(word, (byte) => `\\x${hex(byte, 2)}`),
    hex: utf8.toString('hex'),
    HEX: utf8.toString('hex').toUpperCase(),
    ...Object.fromEntries(base64.map((text, before) => [`base64 +${before}`, text])),
    ...Object.fromEntries(
      base64.map((text, before) => [`base64url +${before}`, text.replaceAll('+', '-').replaceAll('/', '_')]),
    ),
  }
  const forms = new Map<string, Buffer>()
  for (const [name, form] of Object.entries(written)) {
    const bytes = Buffer.from(form)
    if (bytes.length >= SHORTEST_BYTES && ![...forms.values()].some((other) => other.equals(bytes)))
      forms.set(name, bytes)
  }
  return forms
}

export interface Hit {
  readonly place: string
  readonly word: string
  readonly form: string
}

/** Where these words stand in clear; `places` by name. */
export function hitsOf(words: readonly string[], places: ReadonlyMap<string, Buffer>): readonly Hit[] {
  const forms = words.map((word) => [word, [...formsOf(word)]] as const)
  return [...places].flatMap(([place, bytes]) =>
    forms.flatMap(([word, each]) =>
      each.flatMap(([form, sought]) => (bytes.includes(sought) ? [{ place, word, form }] : [])),
    ),
  )
}
