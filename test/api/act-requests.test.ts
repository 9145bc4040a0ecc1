import { describe, expect, it } from 'vitest'
import { callerOf } from '../../api/auth/caller.ts'
import { addressOf, requestOf } from '../../api/act-requests/request-id.ts'
import { loadCities } from '../../config/load-cities.ts'
import { actRequestSignal } from '../../workflows/application/messages.ts'
import { AsyncClient } from '../fixtures/act-requests.ts'
import { newKey } from '../fixtures/api.ts'
import { ApplicationClient, APPLICATIONS } from '../fixtures/application-client.ts'
import { PartyClient, testServers } from '../fixtures/matter-api.ts'
import type { Who } from '../fixtures/matter-api.ts'
import { expectExact } from '../fixtures/replays.ts'

const FORM = { services: { water: { business: 'new', tonsPerDay: 12 } } }
const ZIGUI: Who = ['zigui', 'system']
const SHUIWU: Who = ['shuiwu', 'system']
const OPINION = { remarks: '同意' }

const servers = testServers()
const cases = new ApplicationClient(servers)
const client = new PartyClient(servers)

async function open(): Promise<string> {
  const serviceNumber = await cases.register({}, FORM)
  await cases.until(serviceNumber, 'jointSurvey')
  return serviceNumber
}

const urlOf = (serviceNumber: string, path: string) => `${APPLICATIONS}/${serviceNumber}/${path}`

const systems = new AsyncClient(servers)
const sent: AsyncClient['sent'] = (...request) => systems.sent(...request)
const accepted: AsyncClient['accepted'] = (...request) => systems.accepted(...request)
const outcome: AsyncClient['outcome'] = (...asked) => systems.outcome(...asked)

async function eventsOf(serviceNumber: string, ...types: readonly string[]) {
  const { items } = (await client.get(urlOf(serviceNumber, 'history?limit=500'), ['window', 'clerk'])).json
  return items.filter(({ type }) => types.includes(String(type)))
}

describe('Prefer: respond-async', () => {
  it('R-13: an act is taken without being waited for, once for its key; its address says so for good', async () => {
    const serviceNumber = await open()
    const [url, key] = [urlOf(serviceNumber, 'survey/opinions'), newKey()]
    const address = await accepted(url, ZIGUI, OPINION, { key })
    const taken = await outcome(address, ZIGUI)
    expect(taken).toMatchObject({ serviceNumber, status: 'taken', act: 'fileOpinion', seq: expect.any(Number) })
    expect(await cases.view(serviceNumber, taken.seq)).toMatchObject({ serviceNumber })
    expect(await accepted(url, ZIGUI, OPINION, { key })).toBe(address)
    expect(await outcome(address, ['zigui', 'officer'])).toEqual(taken)
    expect(await eventsOf(serviceNumber, 'opinionFiled', 'actTaken', 'actRefused')).toMatchObject([
      { type: 'opinionFiled', actor: { org: 'zigui', role: 'system' } },
      { type: 'actTaken', seq: taken.seq, actor: { org: 'zigui', role: 'system' }, data: { act: 'fileOpinion' } },
    ])
    await expectExact(servers, serviceNumber)
  })

  it('R-13: ten times the same at once are one act', async () => {
    const serviceNumber = await open()
    const [url, key] = [urlOf(serviceNumber, 'survey/opinions'), newKey()]
    const addresses = await Promise.all(Array.from({ length: 10 }, () => accepted(url, ZIGUI, OPINION, { key })))
    expect(new Set(addresses).size).toBe(1)
    expect(await outcome(addresses[0] ?? '', ZIGUI)).toMatchObject({ status: 'taken' })
    // Whatever was sent twice has been looked at when the next act is answered.
    const { seq } = await cases.done(serviceNumber, 'survey/opinions', ['chengguan', 'officer'], OPINION)
    await cases.view(serviceNumber, seq)
    expect(await eventsOf(serviceNumber, 'actTaken')).toHaveLength(1)
    expect((await eventsOf(serviceNumber, 'opinionFiled')).map(({ actor }) => actor)).toMatchObject([
      { org: 'zigui' },
      { org: 'chengguan' },
    ])
  })

  it('a refused one has the problem that a sender who waits has, and nothing was done', async () => {
    const serviceNumber = await open()
    const url = urlOf(serviceNumber, 'connection/completions')
    const body = { line: 'water:shuiwu' }
    const waited = (await sent(url, SHUIWU, body, { prefer: 'wait=5' })).json<Record<string, unknown>>()
    const address = await accepted(url, SHUIWU, body)
    const refused = await outcome(address, SHUIWU)
    expect(refused).toMatchObject({
      status: 'refused',
      act: 'reportConnected',
      problem: { ...waited, instance: address },
    })
    expect([refused.problem?.code, refused.problem?.retryable]).toEqual(['line-not-ready', true])
    expect(await eventsOf(serviceNumber, 'serviceConnected')).toEqual([])
    await expectExact(servers, serviceNumber)
  })

  it('another body under the same key is refused, and the first stays', async () => {
    const serviceNumber = await open()
    const [url, key] = [urlOf(serviceNumber, 'survey/opinions'), newKey()]
    const first = await accepted(url, ZIGUI, OPINION, { key })
    await outcome(first, ZIGUI)
    const second = await accepted(url, ZIGUI, { remarks: '不同意' }, { key })
    expect(second).not.toBe(first)
    expect(await outcome(second, ZIGUI)).toMatchObject({
      status: 'refused',
      problem: { code: 'idempotency-key-reused', status: 422 },
    })
    expect(await outcome(first, ZIGUI)).toMatchObject({ status: 'taken' })
    expect(await eventsOf(serviceNumber, 'opinionFiled')).toHaveLength(1)
  })

  it('one key is one act, whether it is waited for or not, in either order', async () => {
    const serviceNumber = await open()
    const url = urlOf(serviceNumber, 'survey/opinions')
    const [before, after] = [newKey(), newKey()]
    const taken = await outcome(await accepted(url, ZIGUI, OPINION, { key: before }), ZIGUI)
    const waited = await sent(url, ZIGUI, OPINION, { key: before, prefer: '' })
    expect([waited.statusCode, waited.json<{ seq: number }>().seq >= taken.seq]).toEqual([200, true])
    const first = await sent(url, ['chengguan', 'system'], OPINION, { key: after, prefer: '' })
    expect(first.statusCode).toBe(200)
    const again = await accepted(url, ['chengguan', 'system'], OPINION, { key: after })
    expect(await outcome(again, ['chengguan', 'system'])).toMatchObject({ status: 'taken' })
    expect(await eventsOf(serviceNumber, 'opinionFiled')).toHaveLength(2)
    await expectExact(servers, serviceNumber)
  })
})

describe('what is told at once all the same', () => {
  it('a body that is wrong, a role that may not, a case that is another’s or is not there', async () => {
    const serviceNumber = await open()
    const url = urlOf(serviceNumber, 'survey/opinions')
    for (const [who, where, body, expected] of [
      [ZIGUI, url, { 意见: '同意' }, [422, 'validation-failed']],
      [['zigui', 'auditor'], url, OPINION, [403, 'forbidden']],
      [['ehuiban', 'system'], urlOf(serviceNumber, 'withdrawal'), { reason: '不要了' }, [404, 'application-not-found']],
      [ZIGUI, urlOf('CB-20260101-00001-1', 'survey/opinions'), OPINION, [404, 'application-not-found']],
    ] as const) {
      const answer = await sent(where, who, body)
      expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual(expected)
      expect(answer.headers).not.toHaveProperty('preference-applied')
    }
  })

  it('R-37: an act on a case that is closed, without Preference-Applied', async () => {
    const serviceNumber = await open()
    await cases.done(serviceNumber, 'withdrawal', ['hubeiGovernmentService', 'system'], { reason: '不要了' })
    await cases.until(serviceNumber, 'closed')
    const answer = await sent(urlOf(serviceNumber, 'survey/opinions'), ZIGUI, OPINION)
    expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([409, 'application-closed'])
    expect(answer.headers).not.toHaveProperty('preference-applied')
  })
})

describe('the address', () => {
  it('is pending while nothing is known, and nobody’s but its sender’s; one that was never given is not there', async () => {
    const serviceNumber = await open()
    const caller = callerOf({ sub: 'x', org: 'zigui', role: 'system', city: 'chibi' }, loadCities())
    const never = addressOf(requestOf('a'.repeat(64), 'b'), {
      keyring: servers.keyring,
      caller,
      subject: serviceNumber,
    })
    const pending = await servers.api.get(
      urlOf(serviceNumber, `act-requests/${never}`),
      await servers.api.token('zigui', 'system'),
    )
    expect([pending.statusCode, pending.json(), pending.headers['retry-after']]).toEqual([
      200,
      { serviceNumber, status: 'pending' },
      '1',
    ])
    const taken = await accepted(urlOf(serviceNumber, 'survey/opinions'), ZIGUI, OPINION)
    await outcome(taken, ZIGUI)
    for (const [address, who] of [
      [urlOf(serviceNumber, `act-requests/${never}`), ['chengguan', 'system']],
      [taken, ['chengguan', 'system']],
      [urlOf(serviceNumber, `act-requests/${'0'.repeat(64)}`), ZIGUI],
      [urlOf(serviceNumber, 'act-requests/x'), ZIGUI],
    ] as const)
      expect((await client.get(address, who)).json).toMatchObject({ status: 404, code: 'request-not-found' })
  })
})

it('R-39: what comes by the signal, but not from the API, is recorded as refused, and the case goes on', async () => {
  const serviceNumber = await open()
  const handle = servers.temporal.workflow.getHandle(serviceNumber)
  const act = { actor: { sub: 'x', org: 'zigui', role: 'system' }, bodyHash: 'hash', body: { 意见: '同意' } }
  await handle.signal(actRequestSignal, { nonsense: true })
  await handle.signal(actRequestSignal, undefined)
  await handle.signal(actRequestSignal, { request: 'a'.repeat(40), updateId: 'u', type: 'fileOpinion', act })
  await handle.signal(actRequestSignal, { request: 'b'.repeat(40), updateId: 'v', type: 'fileOpinion', act: {} })
  await expect.poll(async () => (await eventsOf(serviceNumber, 'actRefused')).length).toBe(4)
  expect((await eventsOf(serviceNumber, 'actRefused')).map(({ data }) => data)).toMatchObject([
    { act: 'requestAct', code: 'validation-failed', received: '{"nonsense":true}' },
    { act: 'requestAct', code: 'validation-failed' },
    { act: 'fileOpinion', code: 'validation-failed', field: 'body.意见', request: 'a'.repeat(40) },
    { act: 'fileOpinion', code: 'validation-failed', request: 'b'.repeat(40) },
  ])
  const { seq } = await cases.done(serviceNumber, 'survey/opinions', ['zigui', 'officer'], OPINION)
  expect(await cases.view(serviceNumber, seq)).toMatchObject({ stage: 'jointSurvey' })
  await expectExact(servers, serviceNumber)
})
