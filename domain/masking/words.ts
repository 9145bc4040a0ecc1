import { HIDDEN } from './masking.ts'
import { maskNumbersIn } from './numbers-in-text.ts'

/**
 * Remarks, messages and stories: whoever is masked for sees that something was said. Reasons, requirements, evidence
 * and designs are what an audit needs, and stay.
 */
export const HIDDEN_FIELDS: ReadonlySet<string> = new Set([
  'remarks',
  'message',
  'note',
  'report',
  'place',
  'what',
  'scope',
  'findings',
  'received',
  'detail',
])

/** Official words only: nothing but the numbers in them is hidden. */
export const NOTHING_HIDDEN: ReadonlySet<string> = new Set()
/** In a matter of one user or one recorded person, every word is about them. */
export const ALL_WORDS_HIDDEN: ReadonlySet<string> = new Set([
  ...HIDDEN_FIELDS,
  'reason',
  'text',
  'evidence',
  'answer',
  'measures',
])

/**
 * the one rule for text: hidden where it may be of or about the user; official words stay, without the telephones
 * and numbers in them. Structured fields are masked before.
 */
export function maskText<Told>(told: Told, hidden: ReadonlySet<string> = HIDDEN_FIELDS): Told {
  return textMasked(told, hidden) as Told
}

function textMasked(told: unknown, hidden: ReadonlySet<string>): unknown {
  if (typeof told === 'string') return maskNumbersIn(told)
  if (Array.isArray(told)) return told.map((each: unknown) => textMasked(each, hidden))
  if (typeof told !== 'object' || told === null) return told
  return Object.fromEntries(
    Object.entries(told).map(([key, value]) => [
      key,
      typeof value === 'string' && hidden.has(key) ? HIDDEN : textMasked(value, hidden),
    ]),
  )
}

/** Whose account it is tells who the user is; officials answer for what they do. */
export function maskActor<Who extends { readonly role: string; readonly sub: string }>(actor: Who): Who {
  return actor.role === 'applicant' ? { ...actor, sub: HIDDEN } : actor
}
