/**
 * the shapes and check characters of the numbers on the form, and how personal data is masked in lists. Nothing
 * is normalised here.
 */
import { dayNumber } from '../clocks/calendar.ts'

const CREDIT_CODE_ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const CREDIT_CODE_SHAPE = /^[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}$/
const CREDIT_CODE_WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]

/** 统一社会信用代码, GB 32100-2015. A few legal early codes have a wrong check character: warn, do not refuse. */
export function checkCreditCode(code: string): 'valid' | 'badCheckCharacter' | 'badShape' {
  if (!CREDIT_CODE_SHAPE.test(code)) return 'badShape'
  const sum = weighted(CREDIT_CODE_WEIGHTS, (index) => CREDIT_CODE_ALPHABET.indexOf(code.charAt(index)))
  return code.charAt(17) === CREDIT_CODE_ALPHABET.charAt((31 - (sum % 31)) % 31) ? 'valid' : 'badCheckCharacter'
}

const IDENTITY_NUMBER_WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]

/**
 * 居民身份证号码, GB 11643: 18 characters, the last perhaps an upper-case X. `badDate`: the birth date does not exist,
 * or lies after `today` ('YYYY-MM-DD').
 */
export function checkIdentityNumber(
  number: string,
  today?: string,
): 'valid' | 'badShape' | 'badDate' | 'badCheckCharacter' {
  if (!/^[1-9]\d{16}[\dX]$/.test(number)) return 'badShape'
  const born = `${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`
  if (dayNumber(born) === undefined || (today !== undefined && born > today)) return 'badDate'
  const sum = weighted(IDENTITY_NUMBER_WEIGHTS, (index) => Number(number.charAt(index)))
  return number.charAt(17) === '10X98765432'.charAt(sum % 11) ? 'valid' : 'badCheckCharacter'
}

/** 投资项目统一代码, e.g. 2411-421281-04-01-123456: shape only. */
export function isProjectCode(code: string): boolean {
  return /^\d{4}-\d{6}-\d{2}-\d{2}-\d{6}$/.test(code)
}

/** A mobile number, a landline with its area code, or a 400/800 number. */
export function isChinesePhone(phone: string): boolean {
  return /^(?:1[3-9]\d{9}|0\d{2,3}-?\d{7,8}|[48]00-?\d{3}-?\d{4})$/.test(phone)
}

/** 湖北赤壁某某有限公司 → 湖北******公司; six characters or fewer keep only the first. */
export function maskName(name: string): string {
  return Array.from(name).length > 6 ? keepEnds(name, 2, 2) : maskPerson(name)
}

/** 王小明 → 王**; a single character is hidden too. */
export function maskPerson(name: string): string {
  return keepEnds(name, 1, 0)
}

/** 13812345678 → 138****5678, 0715-5351234 → 071*-***1234: hyphens, the first three and the last four stay. */
export function maskPhone(phone: string): string {
  const digits = Array.from(keepEnds(phone.replaceAll('-', ''), 3, 4))
  return Array.from(phone, (character) => (character === '-' ? '-' : (digits.shift() ?? ''))).join('')
}

/** 91350200MA2YJ1XR9G → 9135**********XR9G. */
export function maskCreditCode(code: string): string {
  return keepEnds(code, 4, 4)
}

/** 11010519491231002X → 1101************2X: province and city stay, the birth date does not. */
export function maskIdentityNumber(number: string): string {
  return keepEnds(number, 4, 2)
}

/**
 * Telephones, identity numbers and credit codes that stand in a text by themselves: these can be found, names cannot.
 */
const NUMBERS: readonly (readonly [RegExp, (number: string) => string])[] = [
  [/(?<![0-9A-Za-z])[1-9]\d{16}[\dXx](?![0-9A-Za-z])/g, maskIdentityNumber],
  [/(?<![0-9A-Za-z])[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}(?![0-9A-Za-z])/g, maskCreditCode],
  [/(?<![0-9A-Za-z])(?:86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?![0-9A-Za-z])/g, maskPhone],
  [/(?<![0-9A-Za-z])(?:0\d{2,3}[- ]?\d{7,8}|[48]00[- ]?\d{3}[- ]?\d{4})(?![0-9A-Za-z])/g, maskPhone],
]

/** 请与李工 13812345678 联系 → 请与李工 138****5678 联系. */
export function maskNumbersIn(text: string): string {
  return NUMBERS.reduce((masked, [pattern, mask]) => masked.replace(pattern, mask), text)
}

function weighted(weights: readonly number[], valueAt: (index: number) => number): number {
  return weights.reduce((sum, weight, index) => sum + weight * valueAt(index), 0)
}

/** Hides everything where the ends would leave nothing hidden. */
function keepEnds(text: string, head: number, tail: number): string {
  const characters = Array.from(text)
  const all = characters.length <= head + tail
  return characters
    .map((character, index) => (!all && (index < head || index >= characters.length - tail) ? character : '*'))
    .join('')
}

/** 赤壁市赤马港街道河北大道 188 号 → 赤壁市赤马港******: the quarter stays, the house does not. */
export function maskAddress(address: string): string {
  return `${Array.from(address).slice(0, 6).join('')}******`
}
