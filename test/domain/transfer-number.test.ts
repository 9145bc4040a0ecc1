import { describe, expect, it } from 'vitest'
import { expiryOf } from '../../domain/credit/credit.ts'
import { parseServiceNumber } from '../../domain/case/service-number.ts'
import { makeTransferNumber, parseTransferNumber } from '../../domain/transfer/transfer-number.ts'
import { CitySchema } from '../../domain/city/city.schema.ts'
import { CHIBI } from '../fixtures/cities.ts'

describe('the number of a joint transfer', () => {
  it('R-28: is read back, and never taken for a service number, nor the other way round', () => {
    const number = makeTransferNumber('CB', '2026-11-24', 17)
    expect(number).toBe('CBT-20261124-00017-9')
    expect(parseTransferNumber(number)).toEqual({ prefix: 'CB', date: '2026-11-24', sequence: 17 })
    expect(parseServiceNumber(number)).toBeUndefined()
    expect(parseTransferNumber('CB-20261124-00017-9')).toBeUndefined()
  })

  it('R-28: goes on after 99,999 of a day', () => {
    const number = makeTransferNumber('CB', '2026-11-24', 123_456)
    expect(number).toMatch(/^CBT-20261124-123456-\d$/)
    expect(parseTransferNumber(number)).toEqual({ prefix: 'CB', date: '2026-11-24', sequence: 123_456 })
  })

  it.each([
    'CBT-20261124-00017-8',
    'CBT-20261131-00017-9',
    'CBT-20261124-00000-0',
    'cbT-20261124-00017-9',
    'CBTT-20261124-00017-9',
    ' CBT-20261124-00017-9',
  ])('R-28: %s is none', (number) => {
    expect(parseTransferNumber(number)).toBeUndefined()
  })
})

describe('the term of a credit record', () => {
  it.each([
    ['2026-11-24T01:00:00.000Z', { kind: 'years', years: 3 }, '2029-11-24T01:00:00.000Z'],
    ['2028-02-29T01:00:00.000Z', { kind: 'years', years: 1 }, '2029-03-01T01:00:00.000Z'],
    ['2026-11-24T01:00:00.000Z', { kind: 'elapsedSeconds', seconds: 90 }, '2026-11-24T01:01:30.000Z'],
  ] as const)('R-29: from %s by %o', (from, term, expected) => {
    expect(expiryOf(from, term)).toBe(expected)
  })
})

describe('what a city sets', () => {
  it('R-28, R-29, R-32: lengths have defaults; seconds only in the drill; a leader that does not exist is refused', () => {
    const { transfer: _transfer, credit: _credit, rating: _rating, ...bare } = CHIBI
    const parsed = CitySchema.parse(bare)
    expect([parsed.transfer.leader, parsed.transfer.account, parsed.credit.term, parsed.rating.answer]).toEqual([
      undefined,
      { kind: 'workingDays', days: 1 },
      { kind: 'years', years: 3 },
      { kind: 'workingDays', days: 5 },
    ])
    expect(CitySchema.safeParse({ ...bare, transfer: { leader: 'nobody' } }).success).toBe(false)
    expect(CitySchema.safeParse({ ...bare, credit: { term: { kind: 'elapsedSeconds', seconds: 5 } } }).success).toBe(
      false,
    )
  })
})
