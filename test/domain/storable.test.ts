import { describe, expect, it } from 'vitest'
import { createParseActActivities } from '../../activities/parse-act.ts'
import { isStorable, isTooDeep, unstorableIn, UNSTORABLE } from '../../domain/storable.ts'
import { receivedText } from '../../workflows/application/received.ts'
import { CALENDARS } from '../fixtures/calendars.ts'
import { CHIBI } from '../fixtures/cities.ts'

describe('text that PostgreSQL cannot keep', () => {
  it.each<[string, unknown, readonly string[] | undefined]>([
    ['nothing of the kind', { a: '河北大道 👷', b: [1, null, true, { c: '' }] }, undefined],
    ['U+0000', { a: { b: ['x', 'y\0'] } }, ['a', 'b', '1']],
    ['half a pair', { a: '\ud83d' }, ['a']],
    ['the name of a field', { a: { 'b\0': 1 } }, ['a']],
    ['a text alone', '\0', []],
  ])('R-36: %s', (_name, value, path) => {
    expect(unstorableIn(value)).toEqual(path)
  })
})

describe('what is kept of a refused signal', () => {
  it.each([['x'.repeat(498)], ['\0\ud83d'], ['👷'.repeat(300)], [undefined], [`${'x'.repeat(498)}👷`]])(
    'R-39: can be stored, whatever was sent: %#',
    (sent) => {
      const received = receivedText(sent)
      expect([isStorable(received), received.length <= 500]).toEqual([true, true])
    },
  )
})

const nested = (depth: number): unknown => JSON.parse(`${'['.repeat(depth)}${']'.repeat(depth)}`)
const parseAct = (sent: unknown) =>
  createParseActActivities(CALENDARS).parseAct({ type: 'fileOpinion', sent, calendar: 'china', hours: CHIBI.hours })

describe('what nests too deep', () => {
  it('R-36: is found, however deep, before anything runs out of stack', () => {
    expect([isTooDeep(nested(100)), unstorableIn(nested(100))]).toEqual([false, undefined])
    for (const depth of [101, 3_000, 100_000])
      expect([depth, isTooDeep({ body: nested(depth) }), unstorableIn({ body: nested(depth) }) !== undefined]).toEqual([
        depth,
        true,
        true,
      ])
  })

  it('R-39: a signal that holds it is refused, not tried again for ever, with all other clocks and signals of its case behind it', async () => {
    await expect(parseAct({ actor: {}, body: nested(3_500) })).resolves.toMatchObject({
      ok: false,
      code: 'validation-failed',
      detail: UNSTORABLE,
    })
  })

  it('R-39: what is told of a refused signal is no longer than five hundred characters, whatever was sent', async () => {
    const parsed = await parseAct({
      actor: { sub: 'x', org: 'shuiwu', role: 'officer' },
      body: { ['长'.repeat(200_000)]: 1 },
    })
    expect(parsed).toMatchObject({ ok: false, code: 'validation-failed' })
    if (!parsed.ok) expect([parsed.detail.length <= 500, (parsed.field ?? '').length <= 500]).toEqual([true, true])
  })
})
