import { describe, expect, it } from 'vitest'
import { carriedAnswers } from '../../workflows/lib/core/carried-answers.ts'

describe('answers that go on in a new run', () => {
  it('R-36: all of them, in their order, up to a thousand; then the last thousand', () => {
    const answers = new Map(Array.from({ length: 999 }, (_, number) => [`key-${number}`, number] as const))
    expect(Object.entries(carriedAnswers(answers))).toEqual([...answers])
    for (let number = 999; number < 2500; number += 1) answers.set(`key-${number}`, number)
    const carried = Object.keys(carriedAnswers(answers))
    expect([carried.length, carried[0], carried.at(-1)]).toEqual([1000, 'key-1500', 'key-2499'])
  })
})
