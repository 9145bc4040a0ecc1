import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { subscription } from '../../db/schema/push.ts'
import { newKey as idempotencyKey } from '../fixtures/api.ts'
import { withdrawnRecord } from '../projection/matters.ts'
import { until, upTo } from './ground.ts'
import { LETTERS, PushApi, refused, SUBSCRIPTIONS } from './push-api.ts'
import type { Caller } from './push-api.ts'

const push = PushApi.ofThisFile()

describe('deliveries and dead letters', () => {
  /** A subscription made by the API whose receiver refuses a case's third event for good. */
  async function stuck() {
    const the = push.ground.nextCase()
    const name = the.state.serviceNumber
    const made = (
      await push.subscribe(['shuiwu', 'system'], { url: push.ground.receiver.url(name), since: '2026-11-01T00:00:00Z' })
    ).json<{ id: string; secret: string }>()
    await push.ground.receiver.set(name, { secret: made.secret, mode: 503, onlyId: `${name}:3` })
    await push.ground.project(the)
    const deliverer = push.ground.deliver({ firstRetryMs: 10, longestRetryMs: 30, giveUpAfterMs: 150 })
    const letters = async () =>
      (await push.read(`${LETTERS}?subscription=${made.id}`, 'shuiwu', 'system')).json<{ items: { id: number }[] }>()
        .items
    const [letter] = await until(letters, (items) => items.length === 1)
    return { the, ...made, name, letter: letter?.id ?? 0, letters, deliverer }
  }
  const resolve = async (id: number, how: 'resend' | 'skip', who: Caller, body: unknown = {}, key = idempotencyKey()) =>
    push.api.post({ url: `${LETTERS}/${id}/${how}`, token: await push.as(...who), body, key })

  it('R-27: how far each case has come, its attempts, and its dead letter', async () => {
    const { id, name, letter, the } = await stuck()
    const page = (await push.read(`${SUBSCRIPTIONS}/${id}/deliveries?state=parked`, 'shuiwu', 'system')).json()
    expect(page.items).toEqual([
      expect.objectContaining({
        serviceNumber: name,
        state: 'parked',
        deliveredSeq: 2,
        headSeq: the.events.length,
        lastStatus: 503,
        lastError: 'http-503',
      }),
    ])
    expect(page.items[0].log[0]).toMatchObject({ seq: 3, status: 503, error: 'http-503' })
    expect(page.items[0].log.length).toBeLessThanOrEqual(20)
    expect((await push.read(`${LETTERS}?subscription=${id}`, 'zhujian', 'auditor')).json().items).toEqual([
      expect.objectContaining({
        id: letter,
        subscription: id,
        org: 'shuiwu',
        serviceNumber: name,
        seq: 3,
        lastError: 'http-503',
      }),
    ])
    refused(await push.read(LETTERS, 'shuiwu', 'officer'), 403, 'forbidden')
    expect((await push.read(LETTERS, 'telecom', 'system')).json().items).toEqual([])
  })

  it('R-27: sent again by its own system, once; the same key hears the same', async () => {
    const { the, name, secret, letter, letters } = await stuck()
    await push.ground.receiver.set(name, { secret, mode: 'ok' })
    refused(await resolve(letter, 'resend', ['telecom', 'system']), 404, 'dead-letter-not-found')
    refused(await resolve(letter, 'resend', ['shuiwu', 'officer']), 403, 'forbidden')
    refused(
      await resolve(letter, 'resend', ['zhengshu', 'administrator', { city: 'drill' }]),
      404,
      'dead-letter-not-found',
    )
    const key = idempotencyKey()
    const sent = await resolve(letter, 'resend', ['shuiwu', 'system'], {}, key)
    expect([sent.statusCode, sent.json()]).toEqual([
      200,
      expect.objectContaining({ resolution: 'resent', resolvedBy: 'shuiwu/shuiwu-system' }),
    ])
    expect((await resolve(letter, 'resend', ['shuiwu', 'system'], {}, key)).payload).toBe(sent.payload)
    refused(await resolve(letter, 'resend', ['shuiwu', 'system']), 409, 'already-done')
    await until(
      () => push.ground.receiver.taken(name, name).join(),
      (seqs) => seqs === upTo(the.events.length).join(),
    )
    expect(await letters()).toEqual([])
  })

  it('R-27, R-29: a matter is named by its id and kind, an application by its service number too', async () => {
    const record = withdrawnRecord('credit:CB-20261123-00009-0:water:shuiwu:1')
    const case1 = push.ground.nextCase()
    const made = (
      await push.subscribe(['ranqi', 'system'], {
        url: push.ground.receiver.url('kinds'),
        since: '2026-11-01T00:00:00Z',
      })
    ).json<{ id: string; secret: string }>()
    await push.ground.server.database.update(subscription).set({ scope: 'city' }).where(eq(subscription.id, made.id))
    await push.ground.receiver.set('kinds', { secret: made.secret, mode: 503, onlyId: `${record.id}:2` })
    await push.ground.projectMatter(record)
    await push.ground.project(case1)
    push.ground.deliver({ firstRetryMs: 10, longestRetryMs: 30, giveUpAfterMs: 150 })
    const [letter] = await until(
      async () =>
        (await push.read(`${LETTERS}?subscription=${made.id}`, 'ranqi', 'system')).json<{
          items: Record<string, unknown>[]
        }>().items,
      (items) => items.length === 1,
    )
    expect(letter).toMatchObject({ kind: 'creditRecord', subject: record.id, seq: 2, lastError: 'http-503' })
    expect(letter).not.toHaveProperty('serviceNumber')
    const lanes = async (query: string) =>
      (await push.read(`${SUBSCRIPTIONS}/${made.id}/deliveries?${query}`, 'ranqi', 'system')).json<{
        items: Record<string, unknown>[]
      }>().items
    expect(await lanes('kind=creditRecord')).toEqual([
      expect.objectContaining({
        kind: 'creditRecord',
        subject: record.id,
        state: 'parked',
        deliveredSeq: 1,
        headSeq: 7,
      }),
    ])
    expect(await lanes(`subject=${encodeURIComponent(record.id)}`)).toEqual(await lanes('kind=creditRecord'))
    expect(await lanes(`serviceNumber=${case1.state.serviceNumber}`)).toEqual([
      expect.objectContaining({
        kind: 'application',
        subject: case1.state.serviceNumber,
        serviceNumber: case1.state.serviceNumber,
      }),
    ])
    expect(await lanes(`subject=${encodeURIComponent(record.id)}&serviceNumber=${case1.state.serviceNumber}`)).toEqual(
      [],
    )
    await push.ground.receiver.set('kinds', { secret: made.secret, mode: 'ok' })
    expect((await resolve(Number(letter?.['id']), 'resend', ['ranqi', 'system'])).json()).toMatchObject({
      kind: 'creditRecord',
      subject: record.id,
      resolution: 'resent',
    })
    await until(
      () => push.ground.receiver.taken('kinds', record.id).join(),
      (seqs) => seqs === upTo(record.events.length).join(),
    )
  })

  it('R-27: skipped by an administrator of the office, with a reason', async () => {
    const { the, name, letter } = await stuck()
    refused(await resolve(letter, 'skip', ['shuiwu', 'officer'], { reason: '不要了' }), 403, 'forbidden')
    refused(await resolve(letter, 'skip', ['office', 'administrator']), 422, 'validation-failed', 'reason')
    const key = idempotencyKey()
    const skipped = await resolve(letter, 'skip', ['office', 'administrator'], { reason: '接收方确认不需要' }, key)
    expect(skipped.json()).toMatchObject({
      resolution: 'skipped',
      resolvedBy: 'office/office-administrator',
      reason: '接收方确认不需要',
    })
    refused(
      await resolve(letter, 'skip', ['office', 'administrator'], { reason: '另一个理由' }, key),
      422,
      'idempotency-key-reused',
    )
    await until(
      () => push.ground.receiver.taken(name, name).join(),
      (seqs) =>
        seqs ===
        upTo(the.events.length)
          .filter((seq) => seq !== 3)
          .join(),
    )
  })

  it('R-27: of a subscription that ended nothing is sent again, and that is said', async () => {
    const { id, letter } = await stuck()
    await push.remove(id, 'shuiwu', 'system')
    refused(await resolve(letter, 'resend', ['shuiwu', 'system']), 409, 'subscription-ended')
    refused(await resolve(letter + 1_000, 'resend', ['shuiwu', 'system']), 404, 'dead-letter-not-found')
  })

  it('R-27: pages go through all lanes and all letters once', async () => {
    const { id } = (
      await push.subscribe(['chutian', 'system'], {
        url: push.ground.receiver.url('pages'),
        since: '2026-11-01T00:00:00Z',
        org: 'chutian',
      })
    ).json()
    const cases = Array.from({ length: 5 }, () => push.ground.nextCase())
    await push.ground.server.database.update(subscription).set({ scope: 'city' }).where(eq(subscription.id, id))
    for (const the of cases) await push.ground.project(the, the.events.slice(0, 1))
    push.ground.deliver({ giveUpAfterMs: 0 })
    const seen: string[] = []
    await until(
      async () => (await push.read(`${LETTERS}?subscription=${id}&limit=200`, 'chutian', 'system')).json().items.length,
      (count) => count >= cases.length,
    )
    for (const [url, field] of [
      [`${SUBSCRIPTIONS}/${id}/deliveries?limit=2`, 'serviceNumber'],
      [`${LETTERS}?subscription=${id}&limit=2`, 'id'],
    ] as const) {
      seen.length = 0
      let next: string | undefined
      do {
        const page = (
          await push.read(`${url}${next === undefined ? '' : `&cursor=${next}`}`, 'chutian', 'system')
        ).json()
        seen.push(...page.items.map((item: Record<string, unknown>) => String(item[field])))
        next = page.next
      } while (next !== undefined)
      expect(new Set(seen).size).toBe(seen.length)
      expect(seen.length).toBeGreaterThanOrEqual(cases.length)
    }
  })

  it('R-27: /openapi.json describes each of them, with its problems', async () => {
    const { paths } = (await push.api.get('/openapi.json')).json()
    for (const [path, method] of [
      ['subscriptions', 'post'],
      ['subscriptions', 'get'],
      ['subscriptions/{id}', 'delete'],
      ['subscriptions/{id}/deliveries', 'get'],
      ['dead-letters', 'get'],
      ['dead-letters/{id}/resend', 'post'],
      ['dead-letters/{id}/skip', 'post'],
    ] as const) {
      const operation = paths[`/api/v1/${path}`][method]
      expect([operation.summary, operation.security]).toEqual([expect.stringContaining('R-27'), [{ bearer: [] }]])
      expect(Object.keys(operation.responses)).toEqual(expect.arrayContaining(['401', '403', '500']))
    }
  })
})
