/**
 * 联合报装服务编号, e.g. `CB-20261124-00017-9`: city prefix, date, sequence of the day (five digits, and more
 * after 99,999), check digit (ISO/IEC 7064 MOD 11,10 over date and sequence). The check digit finds every wrong digit,
 * and all swaps of two neighbouring digits but about one in forty-five. It does not cover the prefix.
 */
import { dateExists } from '../clocks/calendar.ts'

/** What nine digits can say. */
const HIGHEST = 999_999_999

export interface ServiceNumberParts {
  /** Two upper-case letters. */
  readonly prefix: string
  /** 'YYYY-MM-DD' */
  readonly date: string
  /** From 1. */
  readonly sequence: number
}

/**
 * Throws RangeError for a prefix, date ('YYYY-MM-DD', in the city's time) or sequence (1 to 999,999,999) that has no
 * number.
 */
export function makeServiceNumber(prefix: string, date: string, sequence: number): string {
  if (!/^[A-Z]{2}$/.test(prefix)) throw new RangeError(`not a city prefix: ${prefix}`)
  if (!dateExists(date)) throw new RangeError(`not a date: ${date}`)
  if (!Number.isInteger(sequence) || sequence < 1 || sequence > HIGHEST)
    throw new RangeError(`not a sequence number of a day: ${sequence}`)
  const day = date.replaceAll('-', '')
  const count = String(sequence).padStart(5, '0')
  return `${prefix}-${day}-${count}-${checkDigit(day + count)}`
}

/**
 * The parts, or undefined where it is not a service number: wrong shape, date or check digit. Takes nothing but the
 * exact form: from six digits on a sequence has no leading zero.
 */
export function parseServiceNumber(serviceNumber: string): ServiceNumberParts | undefined {
  const [, prefix, day, count, check] = /^([A-Z]{2})-(\d{8})-(\d{5}|[1-9]\d{5,8})-(\d)$/.exec(serviceNumber) ?? []
  if (prefix === undefined || day === undefined || count === undefined) return undefined
  const date = `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}`
  const sequence = Number(count)
  return dateExists(date) && sequence > 0 && check === checkDigit(day + count) ? { prefix, date, sequence } : undefined
}

function checkDigit(digits: string): string {
  let product = 10
  for (const digit of digits) {
    const sum = (product + Number(digit)) % 10
    product = ((sum === 0 ? 10 : sum) * 2) % 11
  }
  return String((11 - product) % 10)
}
