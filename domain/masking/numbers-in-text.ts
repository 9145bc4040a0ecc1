/**
 * telephones, identity numbers, credit codes, cards and other long numbers that stand in a text, however they are
 * spaced, bracketed, widened or cut by what nobody sees: these can be found, names cannot.
 */
import { withoutInvisible } from '../invisible.ts'
import type { PersonalField } from '../visibility/fields.ts'
import type { Lens } from '../visibility/lens.ts'
import { maskCreditCode, maskIdentityNumber, maskPhone } from './masking.ts'

/** What may stand between two digits of one number. */
const S = String.raw`[\s\p{Pd}_·•()（）]{0,3}`
const digits = (least: number, most = least) => `(?:${S}\\d){${least},${most}}`
const spaced = (...parts: readonly string[]) => parts.join(S)

const DAY = String.raw`(?<!\d)(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?!\d)`
const TIME = String.raw`T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)?`

/** A credit code has at least these. */
const FEWEST_DIGITS = 6

/** A service number or a transfer's. */
const OURS = String.raw`(?<![0-9a-z])[a-z]{2}t?-\d{8}-\d{5,}-\d(?![0-9a-z])`

/** What has many digits and is about nobody: numbers of ours, project codes, days, instants, digests. */
const KEPT = [
  OURS,
  String.raw`(?<![\d-])\d{4}-\d{6}-\d{2}-\d{2}-\d{6}(?![\d-])`,
  `${DAY}(?:${TIME})?`,
  String.raw`(?<![0-9a-z])credit:[0-9a-f]{24}(?![0-9a-z])`,
  String.raw`(?<![0-9a-z])(?:later|inspection:[a-z]{2}-\d{8}-\d{5,}-\d):[0-9a-f]{16}(?![0-9a-z])`,
  String.raw`(?<![0-9a-z])(?:[0-9a-f]{64}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})(?![0-9a-z])`,
]

/** The id of a task, the address of an act: a number of ours, and behind it words and short numbers. */
const OF_A_CASE = String.raw`(?:/api/v1/[a-z]+/)?${OURS}(?:[/:](?:[a-z]+(?:-[a-z]+)*|\d{1,4}))*`

const NOTHING_ELSE = new RegExp(`^(?:${[OF_A_CASE, ...KEPT].join('|')})$`, 'iu')

const CREDIT_SIGN = '[0-9A-HJ-NPQRTUWXY]'
const CREDIT_CODE = `(?<!\\d)${CREDIT_SIGN}${S}${CREDIT_SIGN}${digits(6)}(?:${S}${CREDIT_SIGN}){10}` + '(?![0-9a-z])'

const YEAR = `(?:1${S}[89]|2${S}0)${digits(2)}`
const MONTH = `(?:0${S}[1-9]|1${S}[0-2])`
const DAY_OF_MONTH = `(?:0${S}[1-9]|[12]${S}\\d|3${S}[01])`
const BORN = [YEAR, MONTH, DAY_OF_MONTH].join(S)
const IDENTITY_NUMBER = `(?<!\\d)[1-9]${digits(5)}${S}${BORN}${digits(3)}${S}[\\dX](?!\\d)`

const COUNTRY = String.raw`(?:(?:\+|${spaced('0', '0')})?${S}${spaced('8', '6')}${S})`
const EXTENSION = String.raw`(?:${S}(?:转|轉|分机|ext\.?|#|-)${S}\d{1,6})?`
const AREA = spaced('0', `(?:${spaced('1', '0')}|${spaced('2', '\\d')}|${spaced('[3-9]', '\\d', '\\d')})`)
const PHONES = [
  `${COUNTRY}?1${S}[3-9]${digits(9)}${EXTENSION}(?!\\d)`,
  String.raw`(?:1[3-9]\d\.\d{4}\.\d{4}|0\d{2,3}\.\d{7,8})(?!\d)`,
  `${COUNTRY}?${AREA}${digits(7, 8)}${EXTENSION}(?!\\d)`,
  `${COUNTRY}[1-9]${digits(8, 11)}${EXTENSION}(?!\\d)`,
  `${spaced('[48]', '0', '0')}${digits(7)}${EXTENSION}(?!\\d)`,
].map((phone) => `(?<!\\d)${phone}`)
const CALLED = String.raw`(?<=(?:电话|座机|固话|传真|致电|拨打|手机|号码|联系|tel|phone)[^\d]{0,6})\d{3,4}${S}\d{4}(?!${S}\d)`

/** Cards in fours; any nine digits in a row, such as an account, but those of a fraction. */
const OTHERS = [
  String.raw`(?<!\d)[3-9]\d{3}(?:[\s\p{Pd}]\d{4}){3,4}(?:[\s\p{Pd}]\d{1,3})?(?!\d)`,
  String.raw`(?<!\d)(?<!\d\.)\d{9,}(?!\d)`,
]

const NUMBERS = new RegExp(
  [
    `(?<kept>${KEPT.join('|')})`,
    `(?<identity>${IDENTITY_NUMBER})`,
    `(?<code>${CREDIT_CODE})`,
    `(?<phone>${[...PHONES, CALLED].join('|')})`,
    OTHERS.join('|'),
  ].join('|'),
  'giu',
)

const NUMBER_FIELDS = [
  'identityNumber',
  'creditCode',
  'phone',
  'accountNumber',
] as const satisfies readonly PersonalField[]

/**
 * 请与李工 138 1234 5678 联系 → 请与李工 138 **** *678 联系; through a lens only what its reader does not see elsewhere
 * either, and what they do is remembered as given. Where nothing is found the text is as it was.
 */
export function maskNumbersIn(text: string, lens?: Lens): string {
  if (!mayHoldNumbers(text)) return text
  let [masked, last] = ['', 0]
  for (const { from, to, found, kind } of numbersIn(text)) {
    masked += text.slice(last, from) + (isShown(kind, lens) ? text.slice(from, to) : kind.mask(found))
    last = to
  }
  return masked + text.slice(last)
}

/** Of a text that is said whole whatever else its reader sees: the numbers in it are remembered as given. */
export function giveNumbersIn(text: string, lens: Lens): void {
  for (const { kind } of numbersIn(text)) lens.gave(kind.loggedAs)
}

interface FoundNumber {
  /** Where it stands in the text. */
  readonly from: number
  readonly to: number
  /** In narrow digits. */
  readonly found: string
  readonly kind: NumberKind
}

function* numbersIn(text: string): Generator<FoundNumber> {
  if (!mayHoldNumbers(text)) return
  const plain = plainOf(text)
  for (const { index, 0: found, groups = {} } of plain.text.matchAll(NUMBERS)) {
    if (groups['kept'] !== undefined) continue
    const from = plain.starts[index] ?? text.length
    yield { from, to: plain.ends[index + found.length - 1] ?? text.length, found, kind: kindOf(groups) }
  }
}

/** Most texts are dates, numbers of ours and words: those need no search. */
function mayHoldNumbers(text: string): boolean {
  return hasDigits(text, FEWEST_DIGITS) && !NOTHING_ELSE.test(text)
}

/** Whether so many digits of any script stand in it; where there is nothing but ASCII and Chinese they are counted. */
function hasDigits(text: string, least: number): boolean {
  if (text.length < least) return false
  let found = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code >= 0x30 && code <= 0x39) found += 1
    else if (code > 0x7e && (code < 0x4e00 || code > 0x9fff)) return (text.match(/\p{N}/gu)?.length ?? 0) >= least
    if (found >= least) return true
  }
  return false
}

/** Of what kind a number is: whoever sees all its fields sees it, which is remembered as one of them. */
interface NumberKind {
  readonly fields: readonly PersonalField[]
  readonly loggedAs: PersonalField
  readonly mask: (number: string) => string
}

const of = (field: PersonalField, mask: NumberKind['mask']): NumberKind => ({ fields: [field], loggedAs: field, mask })
const [IDENTITY, CODE, TELEPHONE] = [
  of('identityNumber', maskIdentityNumber),
  of('creditCode', maskCreditCode),
  of('phone', maskPhone),
]
/** Mostly an account, but it may be of any kind. */
const UNKNOWN: NumberKind = { fields: NUMBER_FIELDS, loggedAs: 'accountNumber', mask: maskPhone }

/** By the group that found it. */
function kindOf(groups: Readonly<Record<string, string | undefined>>): NumberKind {
  if (groups['identity'] !== undefined) return IDENTITY
  if (groups['code'] !== undefined) return CODE
  return groups['phone'] === undefined ? UNKNOWN : TELEPHONE
}

function isShown({ fields, loggedAs }: NumberKind, lens: Lens | undefined): boolean {
  if (lens?.sees(...fields) !== true) return lens?.isWhole(...fields) === true
  lens.gave(loggedAs)
  return true
}

/** As it is: most of any text. */
const PLAIN = /^[ -~\u4e00-\u9fff]$/

interface Plain {
  readonly text: string
  /** Where in the original each code unit of `text` begins, and where it ends. */
  readonly starts: readonly number[]
  readonly ends: readonly number[]
}

/** Wide and styled digits and letters as ASCII has them, without what is not seen and what only decorates. */
function plainOf(original: string): Plain {
  let [text, at] = ['', 0]
  const [starts, ends]: [number[], number[]] = [[], []]
  for (const character of original) {
    const folded = PLAIN.test(character) ? character : withoutInvisible(asciiOf(character))
    for (const _unit of folded.split('')) {
      starts.push(at)
      ends.push(at + character.length)
    }
    text += folded
    at += character.length
    // What only decorates goes with the character before it.
    if (folded === '' && ends.length > 0) ends[ends.length - 1] = at
  }
  return { text, starts, ends }
}

function asciiOf(character: string): string {
  if (/^[\p{VS}\p{M}]$/u.test(character)) return ''
  const narrow = character.normalize('NFKC')
  if (/^[0-9A-Za-z+#.]$/.test(narrow)) return narrow
  // A digit is a digit in any script; which one no mask needs to know but where a number begins.
  return /^\p{Nd}$/u.test(character) ? String(valueOf(character)) : character
}

/** The digits of a script follow each other from its zero. */
function valueOf(digit: string): number {
  const code = digit.codePointAt(0) ?? 0
  let value = 0
  while (value < 9 && /^\p{Nd}$/u.test(String.fromCodePoint(code - value - 1))) value += 1
  return value
}
