import { describe, expect, it } from 'vitest'
import { isStorable, unstorableIn } from '../../domain/storable.ts'
import { receivedText } from '../../workflows/application/received.ts'

describe('text that PostgreSQL cannot keep', () => {
  it.each<[string, unknown, readonly string[] | undefined]>([
    ['nothing of the kind', { a: '河北大道 👷', b: [1, null, true, { c: '' }] }, undefined],
    ['U+0000', { a: { b: ['x', 'y\0'] } }, ['a', 'b', '1']],
    ['half a pair', { a: '\ud83d' }, ['a']],
    ['the name of a field', { a: { 'b\0': 1 } }, ['a']],
    ['a text alone', '\0', []],
  ])('R-36: %s', (_name, value, path) => { expect(unstorableIn(value)).toEqual(path) })
})

describe('what is kept of a refused signal', () => {
  it.each([['x'.repeat(498)], ['\0\ud83d'], ['👷'.repeat(300)], [undefined], [`${'x'.repeat(498)}👷`]])('R-39: can be stored, whatever was sent: %#', (sent) => {
    const received = receivedText(sent)
    expect([isStorable(received), received.length <= 500]).toEqual([true, true])
  })
})
