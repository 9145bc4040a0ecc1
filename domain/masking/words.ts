import { isCodeHolder } from '../actor/code-holder.ts'
import type { PersonalField } from '../visibility/fields.ts'
import type { Lens } from '../visibility/lens.ts'
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
  'basis',
  'statement',
  'onAnswer',
  'correction',
])

/** Structured, and so shown by their own fields before; which may be whole where the same number in a text is not. */
const SHOWN_BEFORE: Readonly<Record<string, readonly PersonalField[]>> = {
  identityNumber: ['identityNumber'],
  creditCode: ['creditCode'],
  phone: ['phone', 'signers'],
  accountNumber: ['accountNumber'],
  newAccountNumber: ['accountNumber'],
}

/**
 * the one rule for text: hidden where it may be of or about the user; official words stay, without the telephones
 * and numbers that the reader does not see. Structured fields are shown before.
 */
export function maskText<Told>(told: Told, hidden: ReadonlySet<string>, lens: Lens): Told {
  return textShown(told, '', { hidden, lens }) as Told
}

interface Reading {
  readonly hidden: ReadonlySet<string>
  readonly lens: Lens
}

function textShown(told: unknown, key: string, reading: Reading): unknown {
  if (typeof told === 'string') return wordsShown(told, key, reading)
  if (typeof told !== 'object' || told === null) return told
  return Array.isArray(told) ? listShown(told, reading) : partsShown(told as Readonly<Record<string, unknown>>, reading)
}

/** Copied only where something in it is shown otherwise. */
function partsShown(told: Readonly<Record<string, unknown>>, reading: Reading): unknown {
  let copy: Record<string, unknown> | undefined
  for (const name of Object.keys(told)) {
    const shown = textShown(told[name], name, reading)
    if (shown !== told[name]) (copy ??= { ...told })[name] = shown
  }
  return copy ?? told
}

function listShown(told: readonly unknown[], reading: Reading): unknown {
  let copy: unknown[] | undefined
  for (const [index, each] of told.entries()) {
    const shown = textShown(each, '', reading)
    if (shown !== each) (copy ??= [...told])[index] = shown
  }
  return copy ?? told
}

function wordsShown(text: string, key: string, { hidden, lens }: Reading): string {
  if (hidden.has(key)) return maskNumbersIn(lens.show('words', text), lens)
  if (SHOWN_BEFORE[key]?.some((field) => lens.sees(field)) === true) return text
  return maskNumbersIn(text, lens)
}

/** Whose account it is tells who the user is; officials answer for what they do. */
export function maskActor<Who extends { readonly role: string; readonly sub: string }>(actor: Who, lens: Lens): Who {
  if (actor.role !== 'applicant' || isCodeHolder(actor.sub)) return actor
  return { ...actor, sub: lens.show('userAccount', actor.sub) }
}
