import { describe, expect, it } from 'vitest'
import { AtOnce } from '../../api/temporal/at-once.ts'
import { TemporalUnavailable } from '../../api/temporal/bounded.ts'

const LONG_MS = 10_000

/** Work that ends when it is told to, and what of it has begun, in order. */
class Works {
  readonly begun: number[] = []
  readonly #ends = new Map<number, () => void>()

  readonly start = (number: number) => () => {
    this.begun.push(number)
    return new Promise<number>((resolve) => this.#ends.set(number, () => resolve(number)))
  }

  end(number: number): void {
    this.#ends.get(number)?.()
  }
}

describe('acts on one subject', () => {
  it('go so many at once, the others in the order in which they came; another subject waits for none of them', async () => {
    const [atOnce, works] = [new AtOnce(2), new Works()]
    const answers = [1, 2, 3, 4].map((number) => atOnce.run('CB-1', LONG_MS, works.start(number)))
    const other = atOnce.run('CB-2', LONG_MS, works.start(9))
    await expect.poll(() => works.begun).toEqual([1, 2, 9])
    works.end(2)
    await expect.poll(() => works.begun).toEqual([1, 2, 9, 3])
    works.end(1)
    await expect.poll(() => works.begun).toEqual([1, 2, 9, 3, 4])
    for (const number of [3, 4, 9]) works.end(number)
    expect(await Promise.all([...answers, other])).toEqual([1, 2, 3, 4, 9])
    expect(atOnce.subjects).toBe(0)
  })

  it('whose turn does not come in time are told so, were never sent, and leave their place to nobody', async () => {
    const [atOnce, works] = [new AtOnce(1), new Works()]
    const first = atOnce.run('CB-1', LONG_MS, works.start(1))
    await expect(atOnce.run('CB-1', 20, works.start(2))).rejects.toBeInstanceOf(TemporalUnavailable)
    const third = atOnce.run('CB-1', LONG_MS, works.start(3))
    works.end(1)
    await expect.poll(() => works.begun).toEqual([1, 3])
    works.end(3)
    expect(await Promise.all([first, third])).toEqual([1, 3])
    expect(atOnce.subjects).toBe(0)
  })

  it('that fail hand their place over, and what is left of the time is given on', async () => {
    const atOnce = new AtOnce(1)
    const failing = atOnce.run('CB-1', LONG_MS, () => Promise.reject(new Error('away')))
    const left = atOnce.run('CB-1', LONG_MS, (milliseconds) => Promise.resolve(milliseconds))
    await expect(failing).rejects.toThrow('away')
    expect(await left).toBeLessThanOrEqual(LONG_MS)
    expect(await left).toBeGreaterThan(0)
  })
})
