import { sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { until, upTo } from './ground.ts'
import { PushApi, refused, SUBSCRIPTIONS } from './push-api.ts'
import type { Caller } from './push-api.ts'

const push = PushApi.ofThisFile()
const OFFICE: Caller = ['office', 'administrator']
const BUREAU: Caller = ['zigui', 'administrator']
const OTHERS: readonly Caller[] = [BUREAU, ['guowang', 'system']]
const SECOND: Caller = ['office', 'administrator', { sub: 'second' }]

const confirm = (id: string, who: Caller) => push.act(id, 'confirmation', who)

/** Proposed by the office's administrator for an organisation, whose receiver is set up. */
async function proposed(org: string) {
  const the = push.ground.nextCase()
  const name = the.state.serviceNumber
  const body = { org, url: push.ground.receiver.url(name), since: '2026-11-01T00:00:00Z' }
  const answer = await push.subscribe(OFFICE, body)
  const { id, secret } = answer.json<{ id: string; secret: string }>()
  await push.ground.receiver.set(name, { secret, mode: 'ok' })
  return { the, name, id, answer, url: body.url }
}

describe('a subscription for another organisation', () => {
  it.each<[string, Caller]>([
    ['of a bureau', ['zhengshu', 'administrator']],
    ['of another bureau', ['zigui', 'administrator']],
    ['a system', ['guowang', 'system']],
  ])('R-27: no administrator %s makes one', async (_, who) => {
    refused(await push.subscribe(who, { org: 'shuiwu' }), 403, 'forbidden', 'org')
    expect((await push.read(SUBSCRIPTIONS, 'zhujian', 'auditor')).json().items).toEqual([])
  })

  it('R-27: is proposed by the office, sends nothing, and not before another account has confirmed it', async () => {
    const { the, name, id, answer, url } = await proposed('shuiwu')
    expect([answer.statusCode, answer.json()]).toEqual([
      201,
      expect.objectContaining({ state: 'pending', active: false, createdBy: 'office/office-administrator' }),
    ])
    push.ground.deliver({ unreadableEveryMs: 50 })
    await push.ground.project(the)
    // Whatever else there is to be sent is sent meanwhile.
    const own = await push.ground.subscribe('guowang')
    await until(
      () => push.ground.receiver.taken(own.id, name).length,
      (length) => length === the.events.length,
    )
    const lanes = () =>
      push.ground.server.database.execute(sql`select from delivery_lane where subscription_id = ${id}`)
    expect([push.ground.receiver.received(name), (await lanes()).length]).toEqual([[], 0])
    refused(await push.act(id, 'tests', ['shuiwu', 'system']), 409, 'subscription-pending')

    refused(await confirm(id, OFFICE), 403, 'second-person-required')
    refused(await confirm(id, ['shuiwu', 'system', { sub: 'office-administrator' }]), 403, 'second-person-required')
    refused(await confirm(id, BUREAU), 404, 'subscription-not-found')
    refused(await confirm(id, ['guowang', 'system']), 404, 'subscription-not-found')
    expect(push.ground.receiver.received(name)).toEqual([])

    expect((await confirm(id, ['shuiwu', 'system'])).json()).toMatchObject({
      state: 'active',
      active: true,
      confirmedBy: 'shuiwu/shuiwu-system',
    })
    await until(
      () => push.ground.receiver.taken(name, name).join(),
      (seqs) => seqs === upTo(the.events.length).join(),
    )
    expect((await confirm(id, ['shuiwu', 'system'])).statusCode).toBe(200)
    refused(await confirm(id, SECOND), 409, 'already-done')
    const log = (await push.read(`${SUBSCRIPTIONS}/${id}/log`, 'zhujian', 'auditor')).json().items
    expect(log.map(({ at: _at, ...entry }: { at: string }) => entry)).toEqual([
      { act: 'confirmed', by: 'shuiwu/shuiwu-system', org: 'shuiwu', url },
      { act: 'proposed', by: 'office/office-administrator', org: 'shuiwu', url },
    ])
  })

  it('R-27: a second administrator of the office confirms too; what is taken back never sends', async () => {
    const [first, other] = [await proposed('zhujian'), await proposed('ranqi')]
    expect((await confirm(first.id, SECOND)).json()).toMatchObject({ state: 'active', confirmedBy: 'office/second' })
    expect((await push.remove(other.id, ...OFFICE)).statusCode).toBe(204)
    refused(await confirm(other.id, SECOND), 409, 'subscription-ended')
    refused(await push.remove(first.id, 'zhengshu', 'administrator'), 404, 'subscription-not-found')
  })

  it('R-27: a key in its address is not for auditors, nor is it there for another bureau', async () => {
    const url = 'https://push.example/hooks?key=topsecret'
    const { id } = (await push.subscribe(['chutian', 'system'], { url })).json<{ id: string }>()
    const seen = async (...who: Caller) =>
      (await push.read(SUBSCRIPTIONS, ...who))
        .json<{ items: { id: string; url: string }[] }>()
        .items.find((one) => one.id === id)?.url
    expect([await seen('chutian', 'system'), await seen(...OFFICE)]).toEqual([url, url])
    expect(await seen('zhujian', 'auditor')).toBe('https://push.example/hooks?***')
    expect(await seen(...BUREAU)).toBeUndefined()
    const log = await push.read(`${SUBSCRIPTIONS}/${id}/log`, 'zhujian', 'auditor')
    expect([log.statusCode, log.payload.includes('topsecret')]).toEqual([200, false])
  })

  it('R-27: nobody but the organisation itself moves it, pauses it or learns a secret of it', async () => {
    const { id } = (await push.subscribe(['telecom', 'system'])).json<{ id: string }>()
    for (const [path, body] of [
      ['changes', { url: 'https://elsewhere.example/' }],
      ['pause', {}],
      ['resumption', {}],
      ['secret', {}],
      ['tests', {}],
      ['retries', {}],
    ] as const) {
      refused(await push.act(id, path, OFFICE, body), 403, 'forbidden')
      for (const who of OTHERS) refused(await push.act(id, path, who, body), 404, 'subscription-not-found')
    }
  })
})
