import { z } from 'zod'
import { checkCreditCode, checkIdentityNumber } from '../demand/formats.ts'
import { isPhone, normalPhone, PHONE_WORDS } from '../demand/phone.ts'
import { inHundredths, isInHundredths } from '../demand/quantity.ts'
import { invisibleWords, isVisible } from '../invisible.ts'
import { normalCode } from '../narrow.ts'

/** For OpenAPI: what is nothing but spaces is nothing. */
const NOT_BLANK = String.raw`\S`

/** What acts have in common in their bodies; `most` in characters. */
export const text = (most: number) => z.string().trim().min(1).max(most).meta({ pattern: NOT_BLANK })
/** Of a person, an organisation, a place, an account: every character of it can be seen. */
export const name = (most: number) =>
  text(most).refine(isVisible, { error: ({ input }) => invisibleWords(String(input)) })
export const remarks = text(2000)
export const date = z.iso.date('应为 YYYY-MM-DD')
export const instant = z.iso.datetime({
  offset: true,
  message: '应为带时区的时间，如 2026-11-25T09:00:00+08:00',
})
/** Of a file; capitals are taken too. */
export const sha256 = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[0-9a-f]{64}$/, '应为 64 位十六进制 SHA-256')
  .meta({ pattern: '^ *[0-9a-fA-F]{64} *$' })
/** normalised here, once. */
export const phone = z.string().trim().max(60).overwrite(normalPhone).refine(isPhone, PHONE_WORDS)
/** Above nothing, in hundredths of its unit: of metres the centimetre. */
export const quantity = (most: number) =>
  z.number().positive().max(most).overwrite(inHundredths).refine(isInHundredths, '至多两位小数，且不小于 0.01，如 0.25')

const CREDIT_SIGN = '[0-9A-HJ-NPQRTUWXYa-hj-npqrtuwxy]'
/** 统一社会信用代码, of the right shape; the check character is not looked at. The pattern is for OpenAPI. */
export const creditCode = z
  .string()
  .overwrite(normalCode)
  .refine(
    (code) => checkCreditCode(code) !== 'badShape',
    '应为 18 位统一社会信用代码（GB 32100-2015），不含字母 I、O、Z、S、V',
  )
  .meta({ pattern: `^ *${CREDIT_SIGN}{2}[0-9]{6}${CREDIT_SIGN}{10} *$` })
/** 居民身份证号码, of the right shape and with a birth date that exists. */
export const identityNumber = z
  .string()
  .overwrite(normalCode)
  .refine(
    (number) => ['valid', 'badCheckCharacter'].includes(checkIdentityNumber(number)),
    '应为 18 位居民身份证号码（GB 11643），出生日期须存在',
  )
  .meta({ pattern: '^ *[1-9][0-9]{16}[0-9Xx] *$' })
