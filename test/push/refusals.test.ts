import { describe, expect, it } from 'vitest'
import { newKey } from '../fixtures/api.ts'
import { until, upTo } from './ground.ts'
import { LETTERS, PushApi, refused, SUBSCRIPTIONS } from './push-api.ts'
import type { Caller } from './push-api.ts'

const push = PushApi.ofThisFile()
const OWN: Caller = ['shuiwu', 'system']
/** Days in the standard pace: whoever waits for them waits in vain. */
const NEVER = 3_600_000

/** A subscription whose receiver answers a case's third event so. */
async function poisoned(mode: number) {
  const the = push.ground.nextCase()
  const name = the.state.serviceNumber
  const body = { url: push.ground.receiver.url(name), since: '2026-11-01T00:00:00Z' }
  const { id, secret } = (await push.subscribe(OWN, body)).json<{ id: string; secret: string }>()
  await push.ground.receiver.set(name, { secret, mode, onlyId: `${name}:3` })
  await push.ground.project(the)
  push.ground.deliver({ giveUpAfterMs: NEVER })
  const letters = async () =>
    (await push.read(`${LETTERS}?subscription=${id}`, ...OWN)).json<{ items: { id: number }[] }>().items
  const attempts = () => push.ground.receiver.received(name).filter((one) => one.id === `${name}:3`).length
  return { the, name, id, secret, letters, attempts }
}

describe('what is refused for good', () => {
  it.each([400, 401, 404, 413, 422])('R-27: %i is a dead letter after five tries', async (mode) => {
    const { letters, attempts } = await poisoned(mode)
    const [letter] = await until(letters, (items) => items.length === 1)
    expect(letter).toMatchObject({ seq: 3, attempts: 5, lastStatus: mode, lastError: `http-${mode}` })
    expect(attempts()).toBe(5)
  })

  it.each([408, 425, 429, 500, 503])('R-27: %i is none: it is tried for three days', async (mode) => {
    const { letters, attempts } = await poisoned(mode)
    await until(attempts, (count) => count >= 7)
    expect(await letters()).toEqual([])
  })

  it('R-27: its own organisation skips it with a reason, on record, and the case goes on', async () => {
    const { the, name, id, letters } = await poisoned(422)
    const [{ id: letter } = { id: 0 }] = await until(letters, (items) => items.length === 1)
    const skip = async (who: Caller, body: object) =>
      push.api.post({ url: `${LETTERS}/${letter}/skip`, token: await push.as(...who), key: newKey(), body })
    refused(await skip(['guowang', 'system'], { reason: '不要' }), 404, 'dead-letter-not-found')
    refused(await skip(['zigui', 'administrator'], { reason: '不要' }), 404, 'dead-letter-not-found')
    refused(await skip(OWN, {}), 422, 'validation-failed', 'reason')
    const reason = '本单位系统不收此类事项'
    expect((await skip(OWN, { reason })).json()).toMatchObject({ resolution: 'skipped', reason })
    await until(
      () => push.ground.receiver.taken(name, name).join(),
      (seqs) =>
        seqs ===
        upTo(the.events.length)
          .filter((seq) => seq !== 3)
          .join(),
    )
    const [entry] = (await push.read(`${SUBSCRIPTIONS}/${id}/log`, ...OWN)).json().items
    expect(entry).toMatchObject({ act: 'letterSkipped', by: 'shuiwu/shuiwu-system', subject: name, seq: 3, reason })
  })

  it('R-27: refused once after days of silence, it is not given up at once', async () => {
    const { name, secret, letters, attempts } = await poisoned(500)
    await until(attempts, (count) => count >= 6)
    await push.ground.receiver.set(name, { secret, mode: 404, onlyId: `${name}:3` })
    const before = attempts()
    await until(attempts, (count) => count >= before + 3)
    expect(await letters()).toEqual([])
    await until(letters, (items) => items.length === 1)
  })
})
