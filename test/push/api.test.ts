import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { accessLog } from '../../db/schema/access-log.ts'
import { subscription } from '../../db/schema/push.ts'
import { newKey as idempotencyKey, testApi, testEnvironment } from '../fixtures/api.ts'
import type { Post, TestApi } from '../fixtures/api.ts'
import { withdrawnRecord } from '../projection/matters.ts'
import { openGround, until, upTo } from './ground.ts'
import type { Ground } from './ground.ts'

const SUBSCRIPTIONS = '/api/v1/subscriptions'
const LETTERS = '/api/v1/dead-letters'
type Who = Parameters<TestApi['token']>

let ground: Ground
let api: TestApi
const tokens = new Map<string, string>()

beforeAll(async () => {
  ground = await openGround()
  api = await testApi({
    database: ground.server.database,
    environment: testEnvironment({ PAYLOAD_KEYS: ground.keys }),
    now: () => new Date('2026-11-24T04:00:00Z'),
  })
}, 60_000)
afterAll(async () => {
  await api.app.close()
  await ground.close()
})

/** Tokens live by the API's own clock. */
async function as(...[org, role, more]: Who): Promise<string> {
  const name = `${org} ${role} ${JSON.stringify(more)}`
  const token = tokens.get(name) ?? (await api.token(org, role, { expiresInSeconds: 10 * 365 * 86_400, ...more }))
  tokens.set(name, token)
  return token
}

const subscribe = async (who: Who, body: Record<string, unknown> = {}, more: Partial<Post> = {}) =>
  api.post({
    url: SUBSCRIPTIONS,
    token: await as(...who),
    body: { url: 'https://push.example/hooks?key=1', ...body },
    ...more,
  })
const read = async (url: string, ...who: Who) => api.get(url, await as(...who))
const remove = async (id: string, ...who: Who) =>
  api.app.inject({
    method: 'DELETE',
    url: `${SUBSCRIPTIONS}/${id}`,
    headers: { authorization: `Bearer ${await as(...who)}` },
  })

function refused(answer: Awaited<ReturnType<typeof subscribe>>, status: number, code: string, field?: string): void {
  expect(answer.json()).toMatchObject({ status, code, ...(field === undefined ? {} : { errors: [{ field }] }) })
}

describe('subscriptions', () => {
  it('R-27: a system subscribes its own organisation; the secret is shown then, and never again but to the same key', async () => {
    const key = idempotencyKey()
    const made = await subscribe(
      ['shuiwu', 'system'],
      { eventTypes: ['serviceConnected'], since: '2026-11-01T00:00:00+08:00' },
      { key },
    )
    expect([made.statusCode, made.json()]).toEqual([
      201,
      expect.objectContaining({
        org: 'shuiwu',
        orgName: '赤壁水务集团公司',
        active: true,
        scope: 'concerned',
        since: '2026-11-01T00:00:00+08:00',
        secret: expect.stringMatching(/^whsec_[A-Za-z0-9+/]{32}$/),
      }),
    ])
    const again = await subscribe(
      ['shuiwu', 'system'],
      { eventTypes: ['serviceConnected'], since: '2026-11-01T00:00:00+08:00' },
      { key },
    )
    expect([again.statusCode, again.json()]).toEqual([200, made.json()])
    refused(await subscribe(['shuiwu', 'system'], {}, { key }), 422, 'idempotency-key-reused')
    const [row] = await ground.server.database.select().from(subscription).where(eq(subscription.id, made.json().id))
    expect(JSON.stringify(row)).not.toContain(made.json().secret.slice('whsec_'.length))
    const listed = await read(SUBSCRIPTIONS, 'shuiwu', 'system')
    expect(listed.payload).toContain(made.json().id)
    expect(listed.payload).not.toContain('whsec_')
  })

  it('R-27: fifty at once with one key are one', async () => {
    const key = idempotencyKey()
    const answers = await Promise.all(Array.from({ length: 50 }, () => subscribe(['ranqi', 'system'], {}, { key })))
    expect(new Set(answers.map((answer) => answer.payload)).size).toBe(1)
    expect(answers.filter(({ statusCode }) => statusCode === 201)).toHaveLength(1)
  })

  it('R-27: an administrator subscribes any organisation of the city; the office hears all of it, a supervisor of its utilities’ delays', async () => {
    expect((await subscribe(['office', 'administrator'], { org: 'office' })).json()).toMatchObject({
      org: 'office',
      scope: 'city',
    })
    const supervisor = (await subscribe(['zhengshu', 'administrator'], { org: 'zhujian' })).json()
    const [row] = await ground.server.database.select().from(subscription).where(eq(subscription.id, supervisor.id))
    expect([row?.supervises, row?.createdBy]).toEqual([['ranqi', 'shuiwu'], 'zhengshu/zhengshu-administrator'])
    refused(await subscribe(['office', 'administrator'], { org: 'nobody' }), 404, 'organisation-not-found', 'org')
  })

  it.each<[string, Who, Record<string, unknown>, number, string, string?]>([
    ['a system for another organisation', ['shuiwu', 'system'], { org: 'guowang' }, 403, 'forbidden', 'org'],
    ['an officer', ['shuiwu', 'officer'], {}, 403, 'forbidden'],
    ['an applicant', ['applicant', 'applicant'], {}, 403, 'forbidden'],
    ['an auditor', ['zhujian', 'auditor'], {}, 403, 'forbidden'],
    ['ftp', ['shuiwu', 'system'], { url: 'ftp://a.example/' }, 422, 'validation-failed', 'url'],
    [
      'a password in the address',
      ['shuiwu', 'system'],
      { url: 'https://a:b@a.example/' },
      422,
      'validation-failed',
      'url',
    ],
    ['no address', ['shuiwu', 'system'], { url: 'push' }, 422, 'validation-failed', 'url'],
    [
      'an event that does not exist',
      ['shuiwu', 'system'],
      { eventTypes: ['nothing'] },
      422,
      'validation-failed',
      'eventTypes.0',
    ],
    [
      'a beginning in the future',
      ['shuiwu', 'system'],
      { since: '2027-01-01T00:00:00Z' },
      422,
      'validation-failed',
      'since',
    ],
    ['a secret of one’s own', ['shuiwu', 'system'], { secret: 'whsec_x' }, 422, 'validation-failed', 'secret'],
  ])('R-27: refused: %s', async (_, who, body, status, code, field) =>
    refused(await subscribe(who, body), status, code, field),
  )

  it('R-27: without a token 401, without a key 400', async () => {
    refused(await api.post({ url: SUBSCRIPTIONS, body: {} }), 401, 'unauthenticated')
    refused(await subscribe(['shuiwu', 'system'], {}, { key: '' }), 400, 'idempotency-key-missing')
  })

  it('R-29: the public credit platform subscribes to credit records; its system only', async () => {
    const made = await subscribe(['creditPlatform', 'system'], {
      eventTypes: ['recordReported', 'recordWithdrawn', 'recordExpired'],
    })
    expect([made.statusCode, made.json()]).toEqual([
      201,
      expect.objectContaining({
        org: 'creditPlatform',
        orgName: '公共信用信息平台',
        scope: 'concerned',
        eventTypes: ['recordReported', 'recordWithdrawn', 'recordExpired'],
      }),
    ])
    refused(await subscribe(['creditPlatform', 'officer']), 403, 'forbidden')
    expect(
      (await subscribe(['shuiwu', 'system'], { eventTypes: ['accountFailed', 'caseRated', 'deadlinePassed'] }))
        .statusCode,
    ).toBe(201)
  })

  it('R-27: each sees and ends its own only; another’s, and another city’s, is unknown', async () => {
    const { id } = (await subscribe(['guowang', 'system'])).json()
    expect((await read(SUBSCRIPTIONS, 'telecom', 'system')).payload).not.toContain(id)
    expect((await read(SUBSCRIPTIONS, 'zhujian', 'auditor')).payload).toContain(id)
    refused(await remove(id, 'telecom', 'system'), 404, 'subscription-not-found')
    refused(await remove(id, 'zhengshu', 'administrator', { city: 'drill' }), 404, 'subscription-not-found')
    refused(await read(`${SUBSCRIPTIONS}/${id}/deliveries`, 'telecom', 'system'), 404, 'subscription-not-found')
    refused(await read(`${SUBSCRIPTIONS}/not-an-id/deliveries`, 'telecom', 'system'), 422, 'validation-failed', 'id')
    refused(await read(SUBSCRIPTIONS, 'guowang', 'officer'), 403, 'forbidden')
    refused(await remove(id, 'guowang', 'officer'), 403, 'forbidden')
    expect((await remove(id, 'guowang', 'system')).statusCode).toBe(204)
    expect((await remove(id, 'office', 'administrator')).statusCode).toBe(204)
    const [row] = await ground.server.database.select().from(subscription).where(eq(subscription.id, id))
    expect(row).toMatchObject({ active: false, endedBecause: 'deleted', endedBy: 'guowang/guowang-system' })
    const logged = await until(
      () =>
        ground.server.database
          .select()
          .from(accessLog)
          .where(eq(accessLog.action, `DELETE ${SUBSCRIPTIONS}/:id`)),
      (rows) => rows.some(({ outcome }) => outcome === 'allowed'),
    )
    expect(logged.filter(({ outcome }) => outcome === 'refused').map(({ org }) => org)).toContain('guowang')
  })
})

describe('deliveries and dead letters', () => {
  /** A subscription made by the API whose receiver refuses a case's third event for good. */
  async function stuck() {
    const the = ground.nextCase()
    const name = the.state.serviceNumber
    const made = (
      await subscribe(['shuiwu', 'system'], { url: ground.receiver.url(name), since: '2026-11-01T00:00:00Z' })
    ).json<{ id: string; secret: string }>()
    await ground.receiver.set(name, { secret: made.secret, mode: 503, onlyId: `${name}:3` })
    await ground.project(the)
    const deliverer = ground.deliver({ firstRetryMs: 10, longestRetryMs: 30, giveUpAfterMs: 150 })
    const letters = async () =>
      (await read(`${LETTERS}?subscription=${made.id}`, 'shuiwu', 'system')).json<{ items: { id: number }[] }>().items
    const [letter] = await until(letters, (items) => items.length === 1)
    return { the, ...made, name, letter: letter?.id ?? 0, letters, deliverer }
  }
  const resolve = async (id: number, how: 'resend' | 'skip', who: Who, body: unknown = {}, key = idempotencyKey()) =>
    api.post({ url: `${LETTERS}/${id}/${how}`, token: await as(...who), body, key })

  it('R-27: how far each case has come, its attempts, and its dead letter', async () => {
    const { id, name, letter, the } = await stuck()
    const page = (await read(`${SUBSCRIPTIONS}/${id}/deliveries?state=parked`, 'shuiwu', 'system')).json()
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
    expect((await read(`${LETTERS}?subscription=${id}`, 'zhujian', 'auditor')).json().items).toEqual([
      expect.objectContaining({
        id: letter,
        subscription: id,
        org: 'shuiwu',
        serviceNumber: name,
        seq: 3,
        lastError: 'http-503',
      }),
    ])
    refused(await read(LETTERS, 'shuiwu', 'officer'), 403, 'forbidden')
    expect((await read(LETTERS, 'telecom', 'system')).json().items).toEqual([])
  })

  it('R-27: sent again by its own system, once; the same key hears the same', async () => {
    const { the, name, secret, letter, letters } = await stuck()
    await ground.receiver.set(name, { secret, mode: 'ok' })
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
      () => ground.receiver.taken(name, name).join(),
      (seqs) => seqs === upTo(the.events.length).join(),
    )
    expect(await letters()).toEqual([])
  })

  it('R-27, R-29: a matter is named by its id and kind, an application by its service number too', async () => {
    const record = withdrawnRecord('credit:CB-20261123-00009-0:water:shuiwu:1')
    const case1 = ground.nextCase()
    const made = (
      await subscribe(['ranqi', 'system'], { url: ground.receiver.url('kinds'), since: '2026-11-01T00:00:00Z' })
    ).json<{ id: string; secret: string }>()
    await ground.server.database.update(subscription).set({ scope: 'city' }).where(eq(subscription.id, made.id))
    await ground.receiver.set('kinds', { secret: made.secret, mode: 503, onlyId: `${record.id}:2` })
    await ground.projectMatter(record)
    await ground.project(case1)
    ground.deliver({ firstRetryMs: 10, longestRetryMs: 30, giveUpAfterMs: 150 })
    const [letter] = await until(
      async () =>
        (await read(`${LETTERS}?subscription=${made.id}`, 'ranqi', 'system')).json<{
          items: Record<string, unknown>[]
        }>().items,
      (items) => items.length === 1,
    )
    expect(letter).toMatchObject({ kind: 'creditRecord', subject: record.id, seq: 2, lastError: 'http-503' })
    expect(letter).not.toHaveProperty('serviceNumber')
    const lanes = async (query: string) =>
      (await read(`${SUBSCRIPTIONS}/${made.id}/deliveries?${query}`, 'ranqi', 'system')).json<{
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
    await ground.receiver.set('kinds', { secret: made.secret, mode: 'ok' })
    expect((await resolve(Number(letter?.['id']), 'resend', ['ranqi', 'system'])).json()).toMatchObject({
      kind: 'creditRecord',
      subject: record.id,
      resolution: 'resent',
    })
    await until(
      () => ground.receiver.taken('kinds', record.id).join(),
      (seqs) => seqs === upTo(record.events.length).join(),
    )
  })

  it('R-27: skipped by an administrator only, with a reason', async () => {
    const { the, name, letter } = await stuck()
    refused(await resolve(letter, 'skip', ['shuiwu', 'system'], { reason: '不要了' }), 403, 'forbidden')
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
      () => ground.receiver.taken(name, name).join(),
      (seqs) =>
        seqs ===
        upTo(the.events.length)
          .filter((seq) => seq !== 3)
          .join(),
    )
  })

  it('R-27: of a subscription that ended nothing is sent again, and that is said', async () => {
    const { id, letter } = await stuck()
    await remove(id, 'shuiwu', 'system')
    refused(await resolve(letter, 'resend', ['shuiwu', 'system']), 409, 'subscription-ended')
    refused(await resolve(letter + 1_000, 'resend', ['shuiwu', 'system']), 404, 'dead-letter-not-found')
  })

  it('R-27: pages go through all lanes and all letters once', async () => {
    const { id } = (
      await subscribe(['chutian', 'system'], {
        url: ground.receiver.url('pages'),
        since: '2026-11-01T00:00:00Z',
        org: 'chutian',
      })
    ).json()
    const cases = Array.from({ length: 5 }, () => ground.nextCase())
    await ground.server.database.update(subscription).set({ scope: 'city' }).where(eq(subscription.id, id))
    for (const the of cases) await ground.project(the, the.events.slice(0, 1))
    ground.deliver({ giveUpAfterMs: 0 })
    const seen: string[] = []
    await until(
      async () => (await read(`${LETTERS}?subscription=${id}&limit=200`, 'chutian', 'system')).json().items.length,
      (count) => count >= cases.length,
    )
    for (const [url, field] of [
      [`${SUBSCRIPTIONS}/${id}/deliveries?limit=2`, 'serviceNumber'],
      [`${LETTERS}?subscription=${id}&limit=2`, 'id'],
    ] as const) {
      seen.length = 0
      let next: string | undefined
      do {
        const page = (await read(`${url}${next === undefined ? '' : `&cursor=${next}`}`, 'chutian', 'system')).json()
        seen.push(...page.items.map((item: Record<string, unknown>) => String(item[field])))
        next = page.next
      } while (next !== undefined)
      expect(new Set(seen).size).toBe(seen.length)
      expect(seen.length).toBeGreaterThanOrEqual(cases.length)
    }
  })

  it('R-27: /openapi.json describes each of them, with its problems', async () => {
    const { paths } = (await api.get('/openapi.json')).json()
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
