import { beforeEach, describe, expect, it } from 'vitest'
import { newKey } from '../fixtures/api.ts'
import { until, upTo } from './ground.ts'
import { LETTERS, PushApi, refused, SUBSCRIPTIONS } from './push-api.ts'
import type { Caller } from './push-api.ts'

const push = PushApi.ofThisFile()
const OWN: Caller = ['shuiwu', 'system']
const HOUR = 3_600_000
let made = 0
// Each at its own pace, and with nothing but its own: a new subscription is offered all there is.
beforeEach(() => push.ground.clear())

async function subscribed() {
  const name = `trying-${(made += 1)}`
  const body = { url: push.ground.receiver.url(name), since: '2026-11-01T00:00:00Z' }
  const { id, secret } = (await push.subscribe(OWN, body)).json<{ id: string; secret: string }>()
  await push.ground.receiver.set(name, { secret, mode: 'ok' })
  const act = (path: string, more: object = {}, key = newKey()) => push.act(id, path, OWN, more, key)
  const received = (webhook: string) => push.ground.receiver.received(name).filter((one) => one.id === webhook)
  return { name, id, secret, act, received }
}

describe('tests', () => {
  it('R-27: a ping is sent at once, signed, by the way of everything else; the same key is the same ping', async () => {
    const { id, act, received } = await subscribed()
    push.ground.deliver()
    const key = newKey()
    const first = await act('tests', {}, key)
    expect([first.statusCode, first.json()]).toEqual([
      201,
      { id: `test:${id}:1`, subject: `test:${id}`, seq: 1, kind: 'ping', rehearsal: 'none' },
    ])
    expect((await act('tests', {}, key)).statusCode).toBe(200)
    refused(await act('tests', { kind: 'event' }, key), 422, 'idempotency-key-reused')
    refused(await act('tests', { rehearsal: 'retry' }), 422, 'validation-failed', 'rehearsal')
    const [ping] = await until(
      () => received(`test:${id}:1`),
      (found) => found.length === 1,
    )
    expect([ping?.verified, JSON.parse(ping?.body ?? '')]).toEqual([
      true,
      expect.objectContaining({ type: 'cn.seven-ones.ping', subject: `test:${id}`, id: `test:${id}:1` }),
    ])
    const lane = async () => (await push.read(`${SUBSCRIPTIONS}/${id}/deliveries?kind=test`, ...OWN)).json().items
    await until(lane, ([one]) => one?.state === 'idle' && one.log[0].status === 204)
  })

  it('R-27: a rehearsed retry comes twice though it was taken; a rehearsed dead letter is sent again, or skipped', async () => {
    const { id, act, received } = await subscribed()
    push.ground.deliver()
    await act('tests', { kind: 'event', rehearsal: 'retry' })
    const two = await until(
      () => received(`test:${id}:1`),
      (found) => found.length === 2,
    )
    expect(two[0]?.body).toBe(two[1]?.body)
    const letters = async () =>
      (await push.read(`${LETTERS}?subscription=${id}`, ...OWN)).json<{ items: { id: number; kind: string }[] }>().items
    const resolve = async (how: 'resend' | 'skip', body: object) => {
      const [letter] = await until(letters, (items) => items.length === 1)
      expect(letter).toMatchObject({ kind: 'test', lastError: 'rehearsal', attempts: 5 })
      const url = `${LETTERS}/${letter?.id}/${how}`
      expect((await push.api.post({ url, token: await push.as(...OWN), body })).statusCode).toBe(200)
      await until(letters, (items) => items.length === 0)
    }
    await act('tests', { kind: 'event', rehearsal: 'deadLetter' })
    await resolve('resend', {})
    await until(
      () => received(`test:${id}:2`),
      (found) => found.length === 6,
    )
    await act('tests', { kind: 'event', rehearsal: 'deadLetter' })
    await resolve('skip', { reason: '练习跳过' })
    await act('tests')
    await until(
      () => received(`test:${id}:4`),
      (found) => found.length === 1,
    )
    expect(received(`test:${id}:3`)).toHaveLength(5)
  })
})

describe('a subscription is changed', () => {
  it('R-27: paused it keeps what comes, and may be tried; resumed it goes on where it stood', async () => {
    const { name, id, act, received } = await subscribed()
    const the = push.ground.nextCase()
    const taken = () => push.ground.receiver.taken(name, the.state.serviceNumber).join()
    push.ground.deliver()
    await push.ground.project(the, the.events.slice(0, 3))
    await until(taken, (seqs) => seqs === '1,2,3')
    expect((await act('pause')).json()).toMatchObject({ state: 'paused', pausedBy: 'shuiwu/shuiwu-system' })
    expect((await act('pause')).statusCode).toBe(200)
    await push.ground.project(the)
    await act('tests')
    await until(
      () => received(`test:${id}:1`),
      (found) => found.length === 1,
    )
    expect(taken()).toBe('1,2,3')
    expect((await act('resumption')).json()).toMatchObject({ state: 'active' })
    await until(taken, (seqs) => seqs === upTo(the.events.length).join())
  })

  it('R-27: moved, what waits for the old address goes to the new one at once', async () => {
    const { name, secret, act } = await subscribed()
    const the = push.ground.nextCase()
    await push.ground.receiver.set(name, { secret, mode: 'down' })
    push.ground.deliver({ firstRetryMs: HOUR, longestRetryMs: HOUR })
    await push.ground.project(the)
    await until(
      () => push.ground.receiver.received(name).length,
      (length) => length === 1,
    )
    await push.ground.receiver.set(`${name}-new`, { secret, mode: 'ok' })
    refused(await act('changes'), 422, 'validation-failed')
    refused(await act('changes', { url: 'https://10.0.0.1/' }), 422, 'receiver-not-allowed', 'url')
    const url = push.ground.receiver.url(`${name}-new`)
    expect((await act('changes', { url, eventTypes: null })).json()).toMatchObject({ url })
    await until(
      () => push.ground.receiver.taken(`${name}-new`, the.state.serviceNumber).join(),
      (seqs) => seqs === upTo(the.events.length).join(),
    )
  })

  it('R-27: while a secret is changed over both sign; after that the new one alone', async () => {
    const { name, id, secret, act, received } = await subscribed()
    push.ground.deliver()
    const key = newKey()
    const rotated = (await act('secret', { overlapHours: 1 }, key)).json<{
      secret: string
      previousSecretUntil: string
    }>()
    expect([rotated.secret === secret, rotated.previousSecretUntil]).toEqual([false, expect.any(String)])
    expect((await act('secret', { overlapHours: 1 }, key)).json()).toEqual(rotated)
    refused(await act('secret', { overlapHours: 2 }, key), 422, 'idempotency-key-reused')
    const verifiedBy = async (one: string, seq: number) => {
      await push.ground.receiver.set(name, { secret: one, mode: 'ok' })
      await act('tests')
      const [ping] = await until(
        () => received(`test:${id}:${seq}`),
        (found) => found.length === 1,
      )
      return ping?.verified
    }
    expect([await verifiedBy(secret, 1), await verifiedBy(rotated.secret, 2)]).toEqual([true, true])
    const last = (await act('secret', { overlapHours: 0 })).json<{ secret: string }>()
    expect([await verifiedBy(rotated.secret, 3), await verifiedBy(last.secret, 4)]).toEqual([false, true])
  })

  it('R-27: “retry now”: nothing waits any more, and dead letters are sent again where asked', async () => {
    const { name, id, secret, act } = await subscribed()
    const [waits, parked] = [push.ground.nextCase(), push.ground.nextCase()]
    const tried = (the: typeof waits) =>
      push.ground.receiver.received(name).filter((one) => one.id === `${the.state.serviceNumber}:1`).length
    await push.ground.receiver.set(name, { secret, mode: 503 })
    push.ground.deliver({ firstRetryMs: HOUR, longestRetryMs: HOUR, giveUpAfterMs: HOUR })
    await push.ground.project(waits)
    await until(
      () => tried(waits),
      (count) => count === 1,
    )
    await push.ground.stop()
    await push.ground.receiver.set(name, { secret, mode: 404 })
    push.ground.deliver({ giveUpAfterMs: HOUR })
    await push.ground.project(parked)
    const letters = async () => (await push.read(`${LETTERS}?subscription=${id}`, ...OWN)).json().items.length
    await until(letters, (count) => count === 1)
    await push.ground.receiver.set(name, { secret, mode: 'ok' })
    expect(tried(waits)).toBe(1)
    expect((await act('retries', {})).json()).toEqual({ lanes: 1, deadLetters: 0 })
    await until(
      () => push.ground.receiver.taken(name, waits.state.serviceNumber).join(),
      (seqs) => seqs === upTo(waits.events.length).join(),
    )
    expect((await act('retries', { deadLetters: true })).json()).toMatchObject({ deadLetters: 1 })
    await until(
      () => push.ground.receiver.taken(name, parked.state.serviceNumber).join(),
      (seqs) => seqs === upTo(parked.events.length).join(),
    )
  })
})
