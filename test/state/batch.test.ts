import { describe, expect, it } from 'vitest'
import { firstBatch, fitsAnswer } from '../../workflows/lib/batch.ts'

const event = (seq: number, text: string) => ({ seq, text })
const bytes = (batch: readonly unknown[]) => Buffer.byteLength(JSON.stringify(batch))

describe('R-36: what waits while PostgreSQL is away goes to it in batches that Temporal takes', () => {
  it('two hundred small events at once, in their order', () => {
    const pending = Array.from({ length: 450 }, (_, index) => event(index + 1, '略'))
    expect(firstBatch(pending).map(({ seq }) => seq)).toEqual(pending.slice(0, 200).map(({ seq }) => seq))
    expect(firstBatch([])).toEqual([])
  })

  it('of large ones no more than fit in 2 MB, and every one in the end', () => {
    let pending = Array.from({ length: 60 }, (_, index) => event(index + 1, '检'.repeat(60_000)))
    const taken: number[] = []
    while (pending.length > 0) {
      const batch = firstBatch(pending)
      expect(batch.length).toBeGreaterThan(0)
      expect(bytes(batch)).toBeLessThan(1_500_000)
      taken.push(...batch.map(({ seq }) => seq))
      pending = pending.slice(batch.length)
    }
    expect(taken).toEqual(Array.from({ length: 60 }, (_, index) => index + 1))
  })

  it('one alone, however large', () => {
    expect(firstBatch([event(1, '检'.repeat(500_000)), event(2, '略')]).map(({ seq }) => seq)).toEqual([1])
  })

  it('an answer carries all of it, or nothing', () => {
    const small = Array.from({ length: 201 }, (_, index) => event(index + 1, '略'))
    expect([fitsAnswer([]), fitsAnswer(small.slice(1)), fitsAnswer(small)]).toEqual([true, true, false])
    expect([fitsAnswer([event(1, '检'.repeat(399_000))]), fitsAnswer([event(1, '检'.repeat(400_000))])]).toEqual([
      true,
      false,
    ])
  })
})
