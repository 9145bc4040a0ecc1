import { expect, it, test } from 'vitest'
import { median, pairedRatio, percentile, rounded, slope } from '../../bench/statistics.ts'

const upTo = (count: number) => Array.from({ length: count }, (_, index) => count - index)

test.each([
  [[7], 0.5, 7],
  [[7], 0.99, 7],
  [[4, 1, 3, 2], 0.5, 2],
  [[5, 1, 3, 2, 4], 0.5, 3],
  [upTo(100), 0.5, 50],
  [upTo(100), 0.99, 99],
  [upTo(1000), 0.99, 990],
  [upTo(10), 0.99, 10],
  [upTo(10), 1, 10],
])('of %j the share %d is not above %d', (values, share, expected) => {
  expect(percentile(values, share)).toBe(expected)
})

it('numbers are ordered as numbers', () => {
  expect([percentile([10, 9, 100], 0.5), median([10, 9, 100])]).toEqual([10, 10])
})

it('nothing measured is no figure, and no zero', () => {
  expect([percentile([], 0.5), median([]), pairedRatio([], []), rounded(undefined, 2)]).toEqual(
    Array(4).fill(undefined),
  )
})

test.each([
  [[3], 3],
  [[1, 9], 5],
  [[9, 1, 4], 4],
  [[4, 1, 2, 9], 3],
])('the median of %j is %d', (values, expected) => {
  expect(median(values)).toBe(expected)
})

it('a ratio is that of each round, not of all of them together', () => {
  expect(pairedRatio([20, 200, 3], [10, 100, 1])).toBe(2)
})

it('a round in which either was not measured does not count, nor one against nothing', () => {
  expect(pairedRatio([20, undefined, 30, 40], [10, 1, undefined, 0])).toBe(2)
  expect(pairedRatio([undefined], [1])).toBeUndefined()
})

it('figures are rounded, and stay numbers', () => {
  expect([rounded(1.005, 1), rounded(12.349, 2), rounded(1234.5, 0)]).toEqual([1, 12.35, 1235])
})

test.each([
  [
    [
      [0, 5],
      [1, 7],
      [2, 9],
    ],
    2,
  ],
  [
    [
      [10, 1],
      [20, 1],
    ],
    0,
  ],
  [
    [
      [0, 0],
      [1, 4],
      [2, 2],
    ],
    1,
  ],
  [
    [
      [3, 1],
      [3, 9],
    ],
    undefined,
  ],
  [[], undefined],
] as const)('%j grows by %j', (points, growth) => {
  expect(slope(points)).toBe(growth)
})
