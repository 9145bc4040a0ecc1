/** numbers that have the right shape and are doubtful all the same: nobody is refused, and a clerk looks. */
import { checkCreditCode, checkIdentityNumber } from './formats.ts'

/** Each with what the clerk reads. */
const DOUBTS = {
  creditCodeCheckCharacter: '统一社会信用代码的校验码不符，请核对',
  creditCodeRepeated: '统一社会信用代码通篇是同一个字符，请核对营业执照',
  creditCodeIsIdentityNumber: '统一社会信用代码处填的像是居民身份证号码，请核对申请人是单位还是个人',
  identityNumberCheckCharacter: '居民身份证号码的校验码不符，请核对',
  identityNumberBirthYear: '居民身份证号码中的出生年份早于 1900 年，请核对',
} as const
export type Doubt = keyof typeof DOUBTS

/** An applicant, a holder or the subject of a record, as far as their numbers are known. */
interface Numbered {
  readonly creditCode?: string | undefined
  readonly identityNumber?: string | undefined
}

/** The doubts about the numbers of one, with the number's field below `path`. */
export function doubtsAbout({ creditCode, identityNumber }: Numbered, path: string): { field: string; code: Doubt }[] {
  const of = (field: keyof Numbered, codes: readonly Doubt[]) =>
    codes.map((code) => ({ field: `${path}.${field}`, code }))
  return [
    ...of('creditCode', creditCode === undefined ? [] : creditCodeDoubts(creditCode)),
    ...of('identityNumber', identityNumber === undefined ? [] : identityNumberDoubts(identityNumber)),
  ]
}

/** In the old codes, which are digits alone, a district and an organisation stand where a resident's year does. */
function isResidents(code: string): boolean {
  const year = code.slice(6, 10)
  return checkIdentityNumber(code) === 'valid' && year >= '1850' && year <= '2100'
}

/** The first that says most: a resident's number has hardly ever a code's check character. */
function creditCodeDoubts(code: string): readonly Doubt[] {
  if (new Set(code).size === 1) return ['creditCodeRepeated']
  if (isResidents(code)) return ['creditCodeIsIdentityNumber']
  return checkCreditCode(code) === 'badCheckCharacter' ? ['creditCodeCheckCharacter'] : []
}

function identityNumberDoubts(number: string): readonly Doubt[] {
  return [
    ...(checkIdentityNumber(number) === 'badCheckCharacter' ? (['identityNumberCheckCharacter'] as const) : []),
    ...(number.slice(6, 10) < '1900' ? (['identityNumberBirthYear'] as const) : []),
  ]
}

/** With the words for whoever reads them. */
export function inWords<Found extends { readonly code: Doubt }>(
  found: readonly Found[],
): (Found & { message: string })[] {
  return found.map((doubt) => ({ ...doubt, message: DOUBTS[doubt.code] }))
}
