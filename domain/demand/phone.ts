/** telephones as people write them, and the one way in which they are kept. */
import { withoutInvisible } from '../invisible.ts'

const LANDLINE = String.raw`0\d{2,3}-?\d{7,8}`
const FREE_CALL = String.raw`[48]00-?\d{3}-?\d{4}`
/** 95598, 950618, 96xxx, 12345, 10086, 116114: five to eight digits that a whole province or country dials. */
const SERVICE = String.raw`9[56]\d{3,6}|1[02]\d{3}|11[68]114`
const KEPT = new RegExp(`^(?:(?:1[3-9]\\d{9}|${LANDLINE}|${FREE_CALL})(?:-\\d{1,6})?|${SERVICE})$`)
const DIALLED_WHOLE = new RegExp(`^(?:1[3-9]\\d{9}|${SERVICE})$`)

export const PHONE_WORDS =
  '应为手机号、带区号的固定电话（可带分机，如 0715-5351234-801）或服务号码（如 95598、400-123-4567）'

/** A telephone as {@link normalPhone} leaves it. */
export function isPhone(phone: string): boolean {
  return KEPT.test(phone)
}

/**
 * （0715）5351234 转 801 → 0715-5351234-801, +86 138 1234 5678 → 13812345678. What is already kept so, and what is no
 * telephone, stays as it was given.
 */
export function normalPhone(given: string): string {
  if (isPhone(given)) return given
  const plain = withoutInvisible(given)
    .normalize('NFKC')
    .replaceAll(/\p{Pd}/gu, '-')
    .trim()
  const national = plain.replace(/^(?:\+|00)86[\s-]*/, '').replace(/^86[\s-]*(?=1[3-9]|[(]?0)/, '')
  const fromAbroad = national === plain ? undefined : numberOf(`0${national}`)
  return numberOf(national.replace(/^\(0\)\s*/, '0')) ?? fromAbroad ?? given
}

/** The number and its extension, which follows a word for it, or the whole number. */
function numberOf(text: string): string | undefined {
  const [before = '', extension, ...more] = text.split(/\s*-?(?:转|轉|分机|ext\.?|#)[\s:-]*/i)
  if (more.length > 0 || !/^[\d\s()-]+$/.test(before)) return undefined
  const groups = before.match(/\d+/g) ?? []
  const whole = groups.findIndex((_, index) => dialled(groups.slice(0, index + 1).join('')) !== undefined)
  const number = whole < 0 ? undefined : dialled(groups.slice(0, whole + 1).join(''))
  const extensions = [...groups.slice(whole + 1), ...(extension === undefined ? [] : [extension])]
  if (number === undefined || extensions.length > 1) return undefined
  const read = [number, ...extensions].join('-')
  return isPhone(read) ? read : undefined
}

function dialled(digits: string): string | undefined {
  const [, area, local] = /^(010|02\d|0[3-9]\d\d)(\d{7,8})$/.exec(digits) ?? []
  if (area !== undefined) return `${area}-${local}`
  const [, free, ...rest] = /^([48]00)(\d{3})(\d{4})$/.exec(digits) ?? []
  if (free !== undefined) return [free, ...rest].join('-')
  return DIALLED_WHOLE.test(digits) ? digits : undefined
}
