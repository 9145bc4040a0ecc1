import { expect, it } from 'vitest'
import { defined } from '../../domain/defined.ts'

it('leaves out what has no value, keeps what is false or empty, in its order', () => {
  const told = defined({ b: undefined as string | undefined, d: 0, a: '', c: false, e: null })
  expect(Object.entries(told)).toEqual([
    ['d', 0],
    ['a', ''],
    ['c', false],
    ['e', null],
  ])
  expect('b' in told).toBe(false)
})
