/**
 * 咨询编号, e.g. `ZX-20261211-00017-9`: made as service numbers are, with a prefix that is no city's, so that who has one
 * on paper types it where they type the other.
 */
import { makeServiceNumber, parseServiceNumber } from '../case/service-number.ts'

/** 咨询. No city's service numbers begin so. */
export const INQUIRY_PREFIX = 'ZX'

/** Throws RangeError for a date ('YYYY-MM-DD') or a sequence (from 1) that has no number. */
export function makeInquiryNumber(date: string, sequence: number): string {
  return makeServiceNumber(INQUIRY_PREFIX, date, sequence)
}

export function isInquiryNumber(number: string): boolean {
  return parseServiceNumber(number)?.prefix === INQUIRY_PREFIX
}

/** What all numbers of a day begin with. */
export function inquiryNumbersOf(date: string): string {
  return `${INQUIRY_PREFIX}-${date.replaceAll('-', '')}-`
}

/** The number after this one, of the same day; the first where there is none. */
export function nextInquiryNumber(date: string, last: string | undefined): string {
  const sequence = last === undefined ? 0 : (parseServiceNumber(last)?.sequence ?? 0)
  return makeInquiryNumber(date, sequence + 1)
}
