/**
 * the shapes and check characters of the numbers on the form. Nothing is normalised here.
 */
import { dayNumber } from '../clocks/calendar.ts'

const CREDIT_CODE_ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const CREDIT_CODE_SHAPE = /^[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}$/
const CREDIT_CODE_WEIGHTS: readonly number[] = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]

/** 统一社会信用代码, GB 32100-2015. A few legal early codes have a wrong check character: warn, do not refuse. */
export function checkCreditCode(code: string): 'valid' | 'badCheckCharacter' | 'badShape' {
  if (!CREDIT_CODE_SHAPE.test(code)) return 'badShape'
  const sum = weighted(CREDIT_CODE_WEIGHTS, (index) => CREDIT_CODE_ALPHABET.indexOf(code.charAt(index)))
  return code.charAt(17) === CREDIT_CODE_ALPHABET.charAt((31 - (sum % 31)) % 31) ? 'valid' : 'badCheckCharacter'
}

const IDENTITY_NUMBER_WEIGHTS: readonly number[] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]

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

function weighted(weights: readonly number[], valueAt: (index: number) => number): number {
  return weights.reduce((sum, weight, index) => sum + weight * valueAt(index), 0)
}
