import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parsePeriod, periodName, quarterAt, quartersOver } from '../../domain/assessment/period.ts'
import type { Period } from '../../domain/assessment/period.ts'

const SHANGHAI = 480
const period = (key: string): Period => {
  const parsed = parsePeriod(key, SHANGHAI)
  if (parsed === undefined) throw new Error(key)
  return parsed
}

describe('periods', () => {
  it('R-30: a month, a quarter, a year begin at local midnight', () => {
    expect(period('2026-11')).toEqual({
      key: '2026-11',
      kind: 'month',
      from: '2026-10-31T16:00:00.000Z',
      to: '2026-11-30T16:00:00.000Z',
    })
    expect(period('2026-Q4')).toEqual({
      key: '2026-Q4',
      kind: 'quarter',
      from: '2026-09-30T16:00:00.000Z',
      to: '2026-12-31T16:00:00.000Z',
    })
    expect(period('2026')).toEqual({
      key: '2026',
      kind: 'year',
      from: '2025-12-31T16:00:00.000Z',
      to: '2026-12-31T16:00:00.000Z',
    })
  })

  it.each([
    '2026-13',
    '2026-00',
    '2026-Q5',
    '2026-Q0',
    '2026-1',
    '26',
    '1999',
    '2026-Q',
    '2026-11-24',
    '',
    '2026-q4',
    ' 2026',
    '2026\n',
  ])('R-30: %j is none', (key) => {
    expect(parsePeriod(key, SHANGHAI)).toBeUndefined()
  })

  it('R-30: months make up quarters, and quarters years, without gap or overlap', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2000, max: 2099 }), fc.integer({ min: -720, max: 840 }), (year, offset) => {
        const spans = (keys: readonly string[]) =>
          keys.map((key) => parsePeriod(key, offset)).map((each) => [each?.from, each?.to])
        const months = spans(Array.from({ length: 12 }, (_, month) => `${year}-${String(month + 1).padStart(2, '0')}`))
        const quarters = spans([1, 2, 3, 4].map((quarter) => `${year}-Q${quarter}`))
        const [whole] = spans([`${year}`])
        expect(months.slice(1).map(([from]) => from)).toEqual(months.slice(0, -1).map(([, to]) => to))
        expect(quarters).toEqual([0, 3, 6, 9].map((first) => [months[first]?.[0], months[first + 2]?.[1]]))
        expect(whole).toEqual([quarters[0]?.[0], quarters[3]?.[1]])
      }),
    )
  })

  it('R-31: the quarters over at an instant, the last one first', () => {
    expect(quarterAt('2026-12-31T15:59:59.999Z', SHANGHAI)).toBe('2026-Q4')
    expect(quarterAt('2026-12-31T16:00:00.000Z', SHANGHAI)).toBe('2027-Q1')
    expect(quartersOver('2026-12-31T15:59:59.999Z', SHANGHAI, 1).map(({ key }) => key)).toEqual(['2026-Q3'])
    expect(quartersOver('2026-12-31T16:05:00.000Z', SHANGHAI, 5).map(({ key }) => key)).toEqual([
      '2026-Q4',
      '2026-Q3',
      '2026-Q2',
      '2026-Q1',
      '2025-Q4',
    ])
  })

  it('R-30: names', () => {
    expect(['2026-03', '2026-Q4', '2026'].map(periodName)).toEqual(['2026年3月', '2026年第四季度', '2026年度'])
  })
})
