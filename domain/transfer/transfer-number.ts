/**
 * 联动过户编号, e.g. `CBT-20261124-00017-9`: as the service number, with a T behind the city's prefix, so that neither
 * is ever taken for the other.
 */
import { makeServiceNumber, parseServiceNumber } from '../case/service-number.ts'
import type { ServiceNumberParts } from '../case/service-number.ts'

/** Throws RangeError as {@link makeServiceNumber} does. `prefix` is the city's two letters. */
export function makeTransferNumber(prefix: string, date: string, sequence: number): string {
  return makeServiceNumber(prefix, date, sequence).replace('-', 'T-')
}

/** The parts, `prefix` without the T, or undefined where it is no transfer's number. */
export function parseTransferNumber(number: string): ServiceNumberParts | undefined {
  return /^[A-Z]{2}T-/.test(number) ? parseServiceNumber(number.replace('T-', '-')) : undefined
}
