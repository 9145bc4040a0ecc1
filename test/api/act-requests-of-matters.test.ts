import { Client } from '@temporalio/client'
import { describe, expect, it } from 'vitest'
import { projectEvents } from '../../db/projection.ts'
import { ACT_REQUEST } from '../../domain/act/act-request.ts'
import { localDate } from '../../domain/clocks/local-date.ts'
import { makeServiceNumber } from '../../domain/case/service-number.ts'
import { isWorkingDay } from '../../domain/clocks/working-time.ts'
import { EncryptionCodec } from '../../temporal/codec.ts'
import { dataConverter } from '../../temporal/data-converter.ts'
import { AsyncClient } from '../fixtures/act-requests.ts'
import { newKey } from '../fixtures/api.ts'
import { CALENDARS } from '../fixtures/calendars.ts'
import { CHIBI } from '../fixtures/cities.ts'
import { closedWorks } from '../fixtures/closed-works.ts'
import { NOTICE, RECORDED } from '../fixtures/credit.ts'
import { DECIDING, PROPOSER } from '../fixtures/credit-in-force.ts'
import { evidencedBody, lastReading, transferBody, WATER } from '../fixtures/matters.ts'
import { PartyClient, testServers } from '../fixtures/matter-api.ts'
import type { Who } from '../fixtures/matter-api.ts'
import { expectExact } from '../fixtures/replays.ts'
import { inspection } from '../fixtures/works.ts'
import { wholeCase } from '../projection/cases.ts'

const TRANSFERS = '/api/v1/transfers'
const RECORDS = '/api/v1/credit-records'
const INTAKE: Who = ['hubeiGovernmentService', 'system']
const LEADER: Who = ['zigui', 'officer']
const SHUIWU: Who = ['shuiwu', 'system']
const APPLICANT: Who = ['applicant', 'applicant', 'hubei-user-7']
const OFFICE: Who = ['office', 'officer']
const YES = { confirmed: true }

const servers = testServers({ ownDatabase: true })
const client = new PartyClient(servers)
const systems = new AsyncClient(servers)
let made = 0

const requested = async () => `${TRANSFERS}/${(await client.done(TRANSFERS, INTAKE, transferBody())).number}`
const idIn = (url: string) => decodeURIComponent(url.split('/').at(-1) ?? '')
const typesOf = async (url: string, who: Who) =>
  (await client.get(`${url}/history?limit=200`, who)).json.items.map(({ type }) => type)

async function confirmed(): Promise<string> {
  const url = await requested()
  await client.done(`${url}/ownership`, LEADER, YES)
  await client.done(`${url}/accounts/settlements`, SHUIWU, lastReading(WATER))
  return url
}

/** In PostgreSQL only, closed; the address of the case. */
async function closedCase(): Promise<string> {
  const serviceNumber = makeServiceNumber('CB', '2031-03-04', 10_000 + (made += 1))
  await projectEvents(servers.database, serviceNumber, wholeCase(serviceNumber).events)
  return `/api/v1/applications/${serviceNumber}`
}

function workingDay(ahead: number): string {
  for (let days = ahead; ; days++) {
    const date = localDate(new Date(Date.now() + days * 86_400_000).toISOString(), CHIBI.hours)
    if (isWorkingDay(date, CALENDARS.china)) return date
  }
}

describe('Prefer: respond-async on an act of a matter', () => {
  it('R-28: of a transfer, taken once for its key; its address says so to its sender alone, for good', async () => {
    const url = await confirmed()
    const key = newKey()
    const put = () => systems.accepted(`${url}/accounts/confirmations`, SHUIWU, { account: WATER }, { key })
    const [address, ...again] = await Promise.all([put(), put(), put()])
    expect(again).toEqual([address, address])
    expect(address.startsWith(`${url}/act-requests/`)).toBe(true)
    const taken = await systems.outcome(address, SHUIWU)
    expect(taken).toMatchObject({ id: idIn(url), status: 'taken', act: 'confirmAccount', seq: expect.any(Number) })
    expect((await client.get(`${url}?minSeq=${taken.seq}`, LEADER)).json).toMatchObject({ seq: taken.seq })
    // One key is one act, whether it is waited for or not.
    const waited = await systems.sent(`${url}/accounts/confirmations`, SHUIWU, { account: WATER }, { key, prefer: '' })
    expect([waited.statusCode, waited.json<{ id: string }>().id]).toEqual([200, idIn(url)])
    expect(await put()).toBe(address)
    expect((await typesOf(url, LEADER)).filter((type) => type === 'accountTransferred' || type === 'actTaken')).toEqual(
      ['accountTransferred', 'actTaken'],
    )
    for (const [who, code] of [
      [['guowang', 'system'], 'request-not-found'],
      [['telecom', 'system'], 'not-concerned'],
      [['ehuiban', 'system'], 'transfer-not-found'],
    ] as const)
      expect([who, (await client.get(address, who)).json]).toMatchObject([who, { code }])
    await expectExact(servers, idIn(url))
  })

  it('R-28: refused, it has the problem that a sender who waits has; another body under its key is refused', async () => {
    const url = await requested()
    const confirmations = `${url}/accounts/confirmations`
    const body = { account: WATER }
    const waited = (await systems.sent(confirmations, SHUIWU, body, { prefer: '' })).json<Record<string, unknown>>()
    const address = await systems.accepted(confirmations, SHUIWU, body)
    const refused = await systems.outcome(address, SHUIWU)
    expect(refused).toMatchObject({ status: 'refused', problem: { ...waited, instance: address } })
    expect([refused.problem?.code, refused.problem?.retryable]).toEqual(['wrong-stage', true])
    await client.done(`${url}/ownership`, LEADER, YES)
    await client.done(`${url}/accounts/settlements`, SHUIWU, lastReading(WATER))
    const taken = newKey()
    await systems.outcome(await systems.accepted(confirmations, SHUIWU, body, { key: taken }), SHUIWU)
    const other = await systems.accepted(confirmations, SHUIWU, { ...body, remarks: '补充' }, { key: taken })
    expect(await systems.outcome(other, SHUIWU)).toMatchObject({ problem: { code: 'idempotency-key-reused' } })
    await expectExact(servers, idIn(url))
  })

  it('what is wrong with the request is told at once; so is an act on what is closed, or not there', async () => {
    const url = await requested()
    await client.done(`${url}/withdrawal`, INTAKE, { reason: '不办了' })
    await client.until(url, LEADER, { status: 'closed' })
    for (const [where, who, body, expected] of [
      [`${url}/ownership`, LEADER, YES, [409, 'matter-closed']],
      [`${url}/ownership`, LEADER, { 确认: true }, [422, 'validation-failed']],
      [`${url}/ownership`, ['zigui', 'auditor'], YES, [403, 'forbidden']],
      [`${url}/withdrawal`, ['ehuiban', 'system'], { reason: '?' }, [404, 'transfer-not-found']],
      [`${TRANSFERS}/CBT-20200101-00001-9/ownership`, LEADER, YES, [404, 'transfer-not-found']],
    ] as const) {
      const answer = await systems.sent(where, who, body)
      expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual(expected)
      expect(answer.headers).not.toHaveProperty('preference-applied')
    }
  })

  it('R-29: of a credit record before it is decided: nobody hears of it but who may', async () => {
    const { recordId } = await client.done(RECORDS, PROPOSER, evidencedBody())
    const url = `${RECORDS}/${recordId}`
    await client.until(url, PROPOSER, { status: 'proposed', seq: 2 })
    const told = await systems.accepted(`${url}/notice`, PROPOSER, NOTICE)
    expect(await systems.outcome(told, PROPOSER)).toMatchObject({ status: 'taken', act: 'giveNotice' })
    await client.done(`${url}/answer`, SHUIWU, { waived: true })
    const itself = await systems.accepted(`${url}/determination`, PROPOSER, RECORDED)
    expect(await systems.outcome(itself, PROPOSER)).toMatchObject({
      id: recordId,
      status: 'refused',
      problem: { code: 'second-person-required', status: 403 },
    })
    expect((await client.get(itself, ['fagai', 'officer'])).json).toMatchObject({ code: 'not-concerned' })
    const address = await systems.accepted(`${url}/determination`, DECIDING, RECORDED)
    expect(await systems.outcome(address, DECIDING)).toMatchObject({ status: 'taken', act: 'decideRecord' })
    await client.until(url, DECIDING, { status: 'reported' })
    await expectExact(servers, recordId)
  })

  it('R-32: of a rating, at its address below the case', async () => {
    const url = `${await closedCase()}/rating`
    await client.done(url, APPLICANT, { grade: 'dissatisfied', text: '没有人来', organisations: [] })
    await client.until(url, OFFICE, { awaiting: [{ org: 'office' }] })
    const address = await systems.accepted(`${url}/answers`, OFFICE, { answer: '已致歉' })
    expect(address.startsWith(`${url}/act-requests/`)).toBe(true)
    expect(await systems.outcome(address, OFFICE)).toMatchObject({ status: 'taken', act: 'answerRating' })
    await client.until(url, OFFICE, { answer: { answer: '已致歉' } })
  })
})

describe('Prefer: respond-async on what goes on after a case', () => {
  it('R-20: an inspection is answered at once; what follows its order is not waited for, at the case’s address', async () => {
    const url = await closedWorks(servers.database)
    const line = 'water:shuiwu'
    const filed = await systems.sent(
      `${url}/supervision/inspections`,
      ['chengguan', 'system'],
      inspection(line, [2], workingDay(10)),
    )
    const { matter } = filed.json<{ matter: { id: string; order: string } }>()
    expect([filed.statusCode, filed.headers['preference-applied']]).toEqual([200, undefined])
    const body = { order: matter.order, remarks: '已重新恢复' }
    const address = await systems.accepted(`${url}/supervision/rectifications`, SHUIWU, body)
    expect(address.startsWith(`/api/v1/later-inspections/${matter.id}/act-requests/`)).toBe(true)
    expect(await systems.outcome(address, SHUIWU)).toMatchObject({
      id: matter.id,
      status: 'taken',
      act: 'reportRectified',
    })
    const unknown = { order: `${line}:later:0123456789abcdef`, remarks: '?' }
    const refused = await systems.sent(`${url}/supervision/rectifications`, SHUIWU, unknown)
    expect([refused.statusCode, refused.json<{ code: string }>().code]).toEqual([422, 'order-unknown'])
    await expectExact(servers, matter.id)
  })
})

it('R-39: what comes by the signal, but not from the API, is recorded as refused, without its content; the matter goes on', async () => {
  const url = await requested()
  const ours = servers.temporal.workflow.getHandle(idIn(url))
  const { connection, options } = servers.temporal
  const codec = new EncryptionCodec(servers.keyring)
  const stranger = new Client({
    connection,
    namespace: options.namespace,
    dataConverter: {
      ...dataConverter(servers.keyring),
      payloadCodecs: [{ encode: async (payloads) => payloads, decode: (payloads) => codec.decode(payloads) }],
    },
  }).workflow.getHandle(idIn(url))
  const act = { actor: { sub: 'x', org: 'zigui', role: 'officer' }, bodyHash: 'hash', body: YES }
  await stranger.signal(ACT_REQUEST, { request: 'a'.repeat(40), updateId: 'u', type: 'decideOwnership', act })
  await ours.signal(ACT_REQUEST, { nonsense: '王小明' })
  await ours.signal(ACT_REQUEST, { request: 'b'.repeat(40), updateId: 'v', type: 'fileOpinion', act })
  await ours.signal(ACT_REQUEST, {
    request: 'c'.repeat(40),
    updateId: 'w',
    type: 'decideOwnership',
    act: { ...act, body: { 确认: true } },
  })
  await ours.signal(ACT_REQUEST, {
    request: 'd'.repeat(40),
    updateId: 'x',
    type: 'decideOwnership',
    act: { ...act, actor: { ...act.actor, role: 'auditor' } },
  })
  const refused = async () =>
    (await client.get(`${url}/history`, ['window', 'clerk'])).json.items.filter(({ type }) => type === 'actRefused')
  await expect.poll(async () => (await refused()).length).toBe(5)
  expect((await refused()).map(({ data }) => data)).toMatchObject([
    { act: ACT_REQUEST, code: 'payload-foreign', received: '' },
    { act: ACT_REQUEST, code: 'validation-failed', received: '' },
    { act: ACT_REQUEST, code: 'validation-failed', received: '' },
    { act: 'decideOwnership', code: 'validation-failed', request: 'c'.repeat(40), received: '' },
    { act: 'decideOwnership', code: 'validation-failed', field: 'actor.role', request: 'd'.repeat(40) },
  ])
  const auditor = { ...act, actor: { ...act.actor, role: 'auditor' } }
  await expect(ours.executeUpdate('decideOwnership', { args: [auditor] })).rejects.toMatchObject({
    cause: { type: 'validation-failed' },
  })
  await client.done(`${url}/ownership`, LEADER, YES)
  await expectExact(servers, idIn(url))
})
