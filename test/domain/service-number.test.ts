import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { makeServiceNumber, parseServiceNumber } from '../../domain/case/service-number.ts'

const parts = fc.record({
  prefix: fc.stringMatching(/^[A-Z]{2}$/),
  date: fc
    .date({ min: new Date('2020-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10)),
  sequence: fc.oneof(fc.integer({ min: 1, max: 99_999 }), fc.integer({ min: 100_000, max: 999_999_999 })),
})
/** Where the digits stand, the check digit last. */
const digitPlaces = (number: string) => [...number.matchAll(/\d/g)].map(({ index }) => index)
const put = (text: string, place: number, character: string) => text.slice(0, place) + character + text.slice(place + 1)

describe('R-07: 联合报装服务编号', () => {
  test('R-07: reads CB-20261124-00017-9', () => {
    expect(makeServiceNumber('CB', '2026-11-24', 17)).toBe('CB-20261124-00017-9')
    expect(parseServiceNumber(makeServiceNumber('CB', '2026-11-24', 17))).toEqual({
      prefix: 'CB',
      date: '2026-11-24',
      sequence: 17,
    })
  })

  test('R-07: what is made can be read again', () => {
    fc.assert(
      fc.property(parts, ({ prefix, date, sequence }) => {
        expect(parseServiceNumber(makeServiceNumber(prefix, date, sequence))).toEqual({ prefix, date, sequence })
      }),
    )
  })

  test('R-07: after 99,999 of a day the sequence has as many digits as it needs, and one spelling', () => {
    const [last, next] = [99_999, 100_000].map((sequence) => makeServiceNumber('CB', '2026-11-24', sequence))
    expect([last, next]).toEqual([
      expect.stringMatching(/^CB-20261124-99999-\d$/),
      expect.stringMatching(/^CB-20261124-100000-\d$/),
    ])
    expect(parseServiceNumber(next ?? '')?.sequence).toBe(100_000)
    for (const check of '0123456789') {
      expect(parseServiceNumber(`CB-20261124-000017-${check}`)).toBeUndefined()
      expect(parseServiceNumber(`CB-20261124-099999-${check}`)).toBeUndefined()
      expect(parseServiceNumber(`CB-20261124-1000000000-${check}`)).toBeUndefined()
    }
  })

  test('R-07: every single wrong digit is found', () => {
    fc.assert(
      fc.property(parts, fc.nat(), fc.integer({ min: 1, max: 9 }), ({ prefix, date, sequence }, which, shift) => {
        const number = makeServiceNumber(prefix, date, sequence)
        const places = digitPlaces(number)
        const place = places[which % places.length] ?? 0
        expect(
          parseServiceNumber(put(number, place, String((Number(number.charAt(place)) + shift) % 10))),
        ).toBeUndefined()
      }),
      { numRuns: 2_000 },
    )
  })

  test('R-07: exactly one check digit fits', () => {
    fc.assert(
      fc.property(parts, ({ prefix, date, sequence }) => {
        const number = makeServiceNumber(prefix, date, sequence)
        expect(
          [...'0123456789'].filter((check) => parseServiceNumber(put(number, number.length - 1, check)) !== undefined),
        ).toHaveLength(1)
      }),
    )
  })

  test('R-07: swapping two neighbouring digits of the sequence is found but for one in forty-five, and swapping with the check digit too', () => {
    let [swapped, missed] = [0, 0]
    for (let sequence = 1; sequence <= 99_999; sequence += 7) {
      const number = makeServiceNumber('CB', '2026-11-24', sequence)
      for (const [left, right] of [
        [12, 13],
        [13, 14],
        [14, 15],
        [15, 16],
        [16, 18],
      ] as const) {
        const [one, other] = [number.charAt(left), number.charAt(right)]
        const wrong = put(put(number, left, other), right, one)
        if (one === other || /-00000-/.test(wrong)) continue
        swapped += 1
        if (parseServiceNumber(wrong) !== undefined) missed += 1
      }
    }
    expect(missed / swapped).toBeGreaterThan(0)
    expect(missed / swapped).toBeCloseTo(1 / 45, 2)
  })

  test.each([
    '',
    'CB-20261124-00017',
    'cb-20261124-00017-9',
    'CB20261124000179',
    ' CB-20261124-00017-9',
    'CB-20260230-00017-1',
    'CBX-20261124-00017-9',
    'CB-20261124-00017-9\n',
  ])('R-07: “%s” is not one', (text) => expect(parseServiceNumber(text)).toBeUndefined())

  test('R-07: sequence 0 and dates that do not exist have no number, whatever the check digit', () => {
    for (const check of '0123456789') {
      expect(parseServiceNumber(`CB-20261124-00000-${check}`)).toBeUndefined()
      expect(parseServiceNumber(`CB-20260230-00017-${check}`)).toBeUndefined()
    }
  })

  test.each([
    ['cb', '2026-11-24', 1],
    ['C', '2026-11-24', 1],
    ['CB', '2026-02-30', 1],
    ['CB', '20261124', 1],
    ['CB', '2026-11-24', 0],
    ['CB', '2026-11-24', 1_000_000_000],
    ['CB', '2026-11-24', 1.5],
  ])('R-07: %s %s %d is refused', (prefix, date, sequence) =>
    expect(() => makeServiceNumber(prefix, date, sequence)).toThrow(RangeError),
  )
})
