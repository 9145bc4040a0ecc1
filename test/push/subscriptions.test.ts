import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { accessLog } from '../../db/schema/access-log.ts'
import { subscription } from '../../db/schema/push.ts'
import { newKey as idempotencyKey } from '../fixtures/api.ts'
import { until } from './ground.ts'
import { PushApi, refused, SUBSCRIPTIONS } from './push-api.ts'
import type { Caller } from './push-api.ts'

const push = PushApi.ofThisFile()

describe('subscriptions', () => {
  it('R-27: a system subscribes its own organisation; the secret is shown then, and never again but to the same key', async () => {
    const key = idempotencyKey()
    const made = await push.subscribe(
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
    const again = await push.subscribe(
      ['shuiwu', 'system'],
      { eventTypes: ['serviceConnected'], since: '2026-11-01T00:00:00+08:00' },
      { key },
    )
    expect([again.statusCode, again.json()]).toEqual([200, made.json()])
    refused(await push.subscribe(['shuiwu', 'system'], {}, { key }), 422, 'idempotency-key-reused')
    const [row] = await push.ground.server.database
      .select()
      .from(subscription)
      .where(eq(subscription.id, made.json().id))
    expect(JSON.stringify(row)).not.toContain(made.json().secret.slice('whsec_'.length))
    const listed = await push.read(SUBSCRIPTIONS, 'shuiwu', 'system')
    expect(listed.payload).toContain(made.json().id)
    expect(listed.payload).not.toContain('whsec_')
  })

  it('R-27: fifty at once with one key are one', async () => {
    const key = idempotencyKey()
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => push.subscribe(['ranqi', 'system'], {}, { key })),
    )
    expect(new Set(answers.map((answer) => answer.payload)).size).toBe(1)
    expect(answers.filter(({ statusCode }) => statusCode === 201)).toHaveLength(1)
  })

  it('R-27: the office hears all of the city, a supervisor of its utilities’ delays; an organisation must be there', async () => {
    expect((await push.subscribe(['office', 'administrator'], { org: 'office' })).json()).toMatchObject({
      org: 'office',
      scope: 'city',
      state: 'active',
    })
    const supervisor = (await push.subscribe(['zhujian', 'administrator'])).json()
    const [row] = await push.ground.server.database
      .select()
      .from(subscription)
      .where(eq(subscription.id, supervisor.id))
    expect([row?.supervises, row?.createdBy]).toEqual([['ranqi', 'shuiwu'], 'zhujian/zhujian-administrator'])
    refused(await push.subscribe(['office', 'administrator'], { org: 'nobody' }), 404, 'organisation-not-found', 'org')
  })

  it.each<[string, Caller, Record<string, unknown>, number, string, string?]>([
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
    refused(await push.subscribe(who, body), status, code, field),
  )

  it('R-27: without a token 401, without a key 400', async () => {
    refused(await push.api.post({ url: SUBSCRIPTIONS, body: {} }), 401, 'unauthenticated')
    refused(await push.subscribe(['shuiwu', 'system'], {}, { key: '' }), 400, 'idempotency-key-missing')
  })

  it('R-29: the public credit platform subscribes to credit records; its system only', async () => {
    const made = await push.subscribe(['creditPlatform', 'system'], {
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
    refused(await push.subscribe(['creditPlatform', 'officer']), 403, 'forbidden')
    expect(
      (await push.subscribe(['shuiwu', 'system'], { eventTypes: ['accountFailed', 'caseRated', 'deadlinePassed'] }))
        .statusCode,
    ).toBe(201)
  })

  it('R-27: each sees and ends its own only; another’s, and another city’s, is unknown', async () => {
    const { id } = (await push.subscribe(['guowang', 'system'])).json()
    expect((await push.read(SUBSCRIPTIONS, 'telecom', 'system')).payload).not.toContain(id)
    expect((await push.read(SUBSCRIPTIONS, 'zhujian', 'auditor')).payload).toContain(id)
    refused(await push.remove(id, 'telecom', 'system'), 404, 'subscription-not-found')
    refused(await push.remove(id, 'zhengshu', 'administrator', { city: 'drill' }), 404, 'subscription-not-found')
    refused(await push.read(`${SUBSCRIPTIONS}/${id}/deliveries`, 'telecom', 'system'), 404, 'subscription-not-found')
    refused(
      await push.read(`${SUBSCRIPTIONS}/not-an-id/deliveries`, 'telecom', 'system'),
      422,
      'validation-failed',
      'id',
    )
    refused(await push.read(SUBSCRIPTIONS, 'guowang', 'officer'), 403, 'forbidden')
    refused(await push.remove(id, 'guowang', 'officer'), 403, 'forbidden')
    expect((await push.remove(id, 'guowang', 'system')).statusCode).toBe(204)
    expect((await push.remove(id, 'office', 'administrator')).statusCode).toBe(204)
    const [row] = await push.ground.server.database.select().from(subscription).where(eq(subscription.id, id))
    expect(row).toMatchObject({ active: false, endedBecause: 'deleted', endedBy: 'guowang/guowang-system' })
    const logged = await until(
      () =>
        push.ground.server.database
          .select()
          .from(accessLog)
          .where(eq(accessLog.action, `DELETE ${SUBSCRIPTIONS}/:id`)),
      (rows) => rows.some(({ outcome }) => outcome === 'allowed'),
    )
    expect(logged.filter(({ outcome }) => outcome === 'refused').map(({ org }) => org)).toContain('guowang')
  })
})
