import { describe, expect, it } from 'vitest'
import { sweep } from '../../api/registration/sweeper.ts'
import { takeTransfer } from '../../db/queries/transfer-registrations.ts'
import { eventsOfMatter } from '../../db/queries/matters.ts'
import { createReplayer } from '../../scripts/history/replayer.ts'
import { matterOutbox } from '../../db/schema/matter.ts'
import { transferRegistration } from '../../db/schema/transfer.ts'
import { eq } from 'drizzle-orm'
import { CODE_DIR } from '../code-dir.ts'
import { newKey } from '../fixtures/api.ts'
import {
  GAS,
  lastReading,
  NEW_HOLDER,
  OLD_HOLDER,
  POWER,
  transferBody,
  transferInput,
  WATER,
} from '../fixtures/matters.ts'
import { PartyClient, testServers } from '../fixtures/matter-api.ts'
import type { Who } from '../fixtures/matter-api.ts'

const TRANSFERS = '/api/v1/transfers'
const INTAKE: Who = ['hubeiGovernmentService', 'system']
const LEADER: Who = ['zigui', 'officer']
const APPLICANT: Who = ['applicant', 'applicant', 'hubei-user-7']

const servers = testServers()
const client = new PartyClient(servers)

const requested = async () => `${TRANSFERS}/${(await client.done(TRANSFERS, INTAKE, transferBody())).number}`

async function confirmed(): Promise<string> {
  const url = await requested()
  await client.done(`${url}/ownership`, LEADER, { confirmed: true })
  for (const [org, account] of [
    ['shuiwu', WATER],
    ['ranqi', GAS],
  ] as const)
    await client.done(`${url}/accounts/settlements`, [org, 'officer'], lastReading(account))
  return url
}

describe('from the form to the moved accounts', () => {
  it('R-28: requested, confirmed, one failed and retried, all transferred; read, listed and told by its history', async () => {
    const url = await confirmed()
    await client.done(`${url}/accounts/failures`, ['guowang', 'officer'], { account: POWER, reason: '原户主欠费' })
    for (const [org, account] of [
      ['shuiwu', WATER],
      ['ranqi', GAS],
    ] as const)
      await client.done(`${url}/accounts/confirmations`, [org, 'system'], { account })
    await client.until(url, APPLICANT, {
      status: 'accounts',
      awaiting: [{ org: 'applicant' }],
      masked: false,
      to: NEW_HOLDER,
    })
    const { payload, json } = await client.get(`${url}/acts`, APPLICANT)
    expect(json['may']).toContainEqual(
      expect.objectContaining({
        href: `${url}/accounts/retries`,
        choices: [expect.objectContaining({ field: 'account', options: [expect.objectContaining({ value: POWER })] })],
      }),
    )
    expect(payload).not.toMatch(new RegExp([OLD_HOLDER.name, NEW_HOLDER.name, '4221300556'].join('|')))
    await client.done(`${url}/accounts/retries`, APPLICANT, { account: POWER, remarks: '已缴清' })
    await client.done(`${url}/accounts/settlements`, ['guowang', 'system'], lastReading(POWER))
    await client.done(`${url}/accounts/confirmations`, ['guowang', 'lead'], {
      account: POWER,
      newAccountNumber: '4221300999',
    })
    await client.until(url, LEADER, { status: 'closed', outcome: 'transferred', outcomeName: '全部过户' })
    expect(await client.refused(`${url}/withdrawal`, INTAKE, { reason: '不办了' })).toEqual([409, 'matter-closed'])
    expect((await client.get(`${url}/acts`, INTAKE)).json).toMatchObject({ status: 'closed', may: [] })

    const history = await client.get(`${url}/history`, ['office', 'auditor'])
    expect(history.json.items.map(({ seq }) => seq)).toEqual(history.json.items.map((_, index) => index + 1))
    expect(history.json.items.at(-1)).toMatchObject({ type: 'transferClosed', name: '办结', rule: 'R-28' })
    for (const secret of [
      OLD_HOLDER.name,
      OLD_HOLDER.creditCode,
      NEW_HOLDER.name,
      NEW_HOLDER.identityNumber,
      '13871234567',
      '4221300556',
      '4221300999',
    ])
      expect(history.payload).not.toContain(secret)
    const rows = await servers.database
      .select()
      .from(matterOutbox)
      .where(eq(matterOutbox.matterId, url.slice(TRANSFERS.length + 1)))
    expect(rows).toHaveLength(history.json.items.length)
    expect(rows[0]?.audience).toEqual(['guowang', 'hubeiGovernmentService', 'ranqi', 'shuiwu', 'zigui'])
  })

  it('R-28: lists are masked, by pages, each party its own', async () => {
    const urls = [await requested(), await requested()]
    for (const url of urls) await client.until(`${url}/history`, LEADER, { items: [{ seq: 1 }, { seq: 2 }] })
    const first = await client.get(`${TRANSFERS}?limit=1&awaiting=zigui`, LEADER)
    const second = await client.get(`${TRANSFERS}?limit=1&awaiting=zigui&cursor=${first.json.next ?? ''}`, LEADER)
    expect([...second.json.items, ...first.json.items].map(({ number }) => `${TRANSFERS}/${String(number)}`)).toEqual(
      urls,
    )
    expect(first.json.items[0]).toMatchObject({ newHolder: '王**', status: 'ownership', accounts: 3 })
    expect((await client.get(TRANSFERS, ['telecom', 'officer'])).json.items).toEqual([])
    expect((await client.get(TRANSFERS, APPLICANT)).json.items.length).toBeGreaterThan(1)
    expect((await client.get(TRANSFERS, ['applicant', 'applicant', 'somebody'])).json.items).toEqual([])
    expect((await client.get(`${TRANSFERS}?cursor=xx`, LEADER)).json).toMatchObject({ code: 'cursor-invalid' })
    expect((await client.get(urls[0] ?? '', ['telecom', 'officer'])).json).toMatchObject({ code: 'not-concerned' })
    expect((await client.get(urls[0] ?? '', ['office', 'auditor'])).json).toMatchObject({
      masked: true,
      to: { name: '王**' },
      phone: '138*****567',
    })
  })

  it('R-28: the same key gives the same number, another body under it is refused; a crash before the start is mended', async () => {
    const key = newKey()
    const body = transferBody()
    const first = (await client.post(TRANSFERS, INTAKE, body, key)).json()
    const again = await client.post(TRANSFERS, INTAKE, body, key)
    expect([again.statusCode, again.json()]).toEqual([200, first])
    expect((await client.post(TRANSFERS, INTAKE, transferBody({ reason: '另一原因' }), key)).json()).toMatchObject({
      code: 'idempotency-key-reused',
    })
    const taken = await takeTransfer(servers.database, {
      keyHash: 'a'.repeat(64),
      bodyHash: 'b',
      city: 'chibi',
      servicePrefix: 'CB',
      day: '2026-11-23',
      startInput: (number) => ({ ...transferInput(number), id: number }),
    })
    expect((await client.get(`${TRANSFERS}/${taken.number}`, LEADER)).json).toMatchObject({
      status: 503,
      code: 'temporal-unavailable',
    })
    await servers.database
      .update(transferRegistration)
      .set({ createdAt: new Date(Date.now() - 60_000).toISOString() })
      .where(eq(transferRegistration.number, taken.number))
    await sweep(servers.api.app)
    await client.until(`${TRANSFERS}/${taken.number}`, LEADER, { status: 'ownership', number: taken.number })
  })
})

describe('what it rests on, and what is owed', () => {
  const ACCOUNT = { service: 'water', utility: 'shuiwu', accountNumber: `W-${newKey().slice(0, 20)}` } as const
  const REGISTER = { kind: 'register', cause: 'courtSale', entry: '（2026）鄂1281执77号', registeredOn: '2020-01-06' }

  it('R-28: a second one for an account that is being moved is refused with its number, also ten at once; done with, it may', async () => {
    const posted = await Promise.all(
      Array.from({ length: 10 }, () => client.post(TRANSFERS, INTAKE, transferBody({ accounts: [ACCOUNT] }))),
    )
    const [moving] = posted.filter(({ statusCode }) => statusCode === 201)
    const refusals = posted.filter((answer) => answer !== moving).map((answer) => answer.json())
    const number = moving?.json<{ number: string }>().number ?? ''
    expect(refusals).toHaveLength(9)
    for (const refused of refusals)
      expect(refused).toMatchObject({ code: 'account-being-moved', detail: expect.stringContaining(number) })
    const own = {
      channel: 'onlineHall',
      applicantSubject: undefined,
      agent: { name: '李四', phone: '13871234567', authorisation: '授权书' },
    }
    const other: Who = ['applicant', 'applicant', 'somebody-else']
    const asked = await client.post(
      TRANSFERS,
      other,
      transferBody({ accounts: [ACCOUNT], ground: { kind: 'consent' } }, own),
    )
    expect([asked.json<{ code: string }>().code, asked.payload.includes(number)]).toEqual([
      'account-being-moved',
      false,
    ])
    await client.done(`${TRANSFERS}/${number}/withdrawal`, INTAKE, { reason: '不办了' })
    await client.until(`${TRANSFERS}/${number}`, LEADER, { status: 'closed' })
    await client.done(TRANSFERS, INTAKE, transferBody({ accounts: [ACCOUNT] }))
  })

  it('R-28: straight from the register: the ownership is confirmed by that; another bureau may not', async () => {
    const body = transferBody({ ground: REGISTER }, { channel: 'zigui', applicantSubject: undefined })
    expect(await client.refused(TRANSFERS, ['zhujian', 'officer'], body)).toEqual([403, 'forbidden', 'channel'])
    expect(await client.refused(TRANSFERS, LEADER, transferBody({}, { channel: 'zigui' }))).toEqual([
      422,
      'validation-failed',
      'form.ground',
    ])
    const { number } = await client.done(TRANSFERS, LEADER, body)
    const url = `${TRANSFERS}/${number}`
    await client.until(url, LEADER, {
      status: 'accounts',
      ground: REGISTER,
      consents: [],
      ownership: { confirmed: true },
    })
    // Whose entry it is tells the place, which an auditor does not see.
    expect((await client.get(url, ['office', 'auditor'])).payload).not.toContain(REGISTER.entry)
  })

  it('R-28, R-39: without consent nothing goes on; what is owed is told to who sees the account, and stops it alone', async () => {
    const ask = (form: object, who: Who = INTAKE) => client.refused(TRANSFERS, who, transferBody({ ...form }))
    expect(await ask({ ground: undefined })).toEqual([422, 'validation-failed', 'form.ground'])
    expect(await ask({ certificate: undefined })).toEqual([422, 'validation-failed', 'form.certificate'])
    expect(await ask({ ground: { ...REGISTER, registeredOn: '2999-01-01' } })).toEqual([
      422,
      'validation-failed',
      'form.ground.registeredOn',
    ])
    const { number } = await client.done(TRANSFERS, INTAKE, transferBody({ ground: { kind: 'consent' } }))
    const url = `${TRANSFERS}/${number}`
    await client.until(url, LEADER, { status: 'consent', consents: [{ status: 'missing' }, { status: 'missing' }] })
    expect(await client.refused(`${url}/ownership`, LEADER, { confirmed: true })).toEqual([409, 'wrong-stage'])
    for (const holder of ['from', 'to'])
      await client.done(`${url}/consents`, INTAKE, { agreed: true, holder, signer: '某某', signedOn: '2020-01-06' })
    await client.done(`${url}/ownership`, LEADER, { confirmed: true })
    await client.done(`${url}/accounts/settlements`, ['shuiwu', 'system'], lastReading(WATER, 128_000))
    const settlement = { reading: 1234.5, arrearsFen: 128_000, owedFen: 128_000 }
    await client.until(url, ['guowang', 'officer'], {
      accounts: expect.arrayContaining([expect.objectContaining({ settlement: expect.objectContaining(settlement) })]),
    })
    for (const who of [LEADER, INTAKE, ['office', 'officer']] as const)
      expect((await client.get(url, who)).payload).not.toContain('128000')
    const pay = { account: WATER, paidOn: lastReading(WATER).readOn, amountFen: 128_001 }
    expect(await client.refused(`${url}/accounts/payments`, ['shuiwu', 'officer'], pay)).toEqual([
      422,
      'amount-mismatch',
      'amountFen',
    ])
    await client.done(`${url}/accounts/payments`, ['shuiwu', 'officer'], { ...pay, amountFen: 128_000 })
    await client.done(`${url}/accounts/confirmations`, ['shuiwu', 'officer'], { account: WATER })
    await client.done(`${url}/withdrawal`, INTAKE, { reason: '余下不办' })
    await client.until(url, LEADER, { outcome: 'partly' })
  })
})

describe('replay', () => {
  it('R-36, R-39: the history of a transfer replays, and yields the projected events to the letter', async () => {
    const url = await confirmed()
    await client.done(`${url}/accounts/failures`, ['guowang', 'officer'], { account: POWER, reason: '欠费' })
    for (const [org, account] of [
      ['shuiwu', WATER],
      ['ranqi', GAS],
    ] as const)
      await client.done(`${url}/accounts/confirmations`, [org, 'officer'], { account })
    await client.done(`${url}/accounts/closures`, LEADER, { account: POWER, reason: '另行申请' })
    await client.until(`${url}/history?limit=500`, LEADER, {
      items: expect.arrayContaining([expect.objectContaining({ type: 'transferClosed' })]),
    })
    const number = url.slice(TRANSFERS.length + 1)
    const replayer = await createReplayer(servers.temporal, servers.keyring, { codeDir: CODE_DIR })
    for await (const { events } of replayer.replay([number]))
      expect(events).toEqual(await eventsOfMatter(servers.database, number, { limit: 100 }))
  })
})

describe('bad input', () => {
  it('R-28: a form that contradicts itself, or what the city has not', async () => {
    const post = (form: Record<string, unknown>, change: Record<string, unknown> = {}, who: Who = INTAKE) =>
      client.refused(TRANSFERS, who, transferBody(form, change))
    expect(await post({ to: OLD_HOLDER })).toEqual([422, 'validation-failed', 'form.to'])
    expect(await post({ accounts: [] })).toEqual([422, 'validation-failed', 'form.accounts'])
    const water = { service: 'water', utility: 'shuiwu', accountNumber: '4200118' }
    expect(await post({ accounts: [water, water] })).toEqual([422, 'validation-failed', 'form.accounts'])
    expect(await post({ accounts: [{ ...water, utility: 'guowang' }] })).toEqual([
      422,
      'validation-failed',
      'form.accounts.0.utility',
    ])
    expect(await post({ accounts: [{ ...water, accountNumber: '户号' }] })).toEqual([
      422,
      'validation-failed',
      'form.accounts.0.accountNumber',
    ])
    expect(await post({ phone: '123' })).toEqual([422, 'validation-failed', 'form.phone'])
    expect(await post({}, { channel: 'window' })).toEqual([403, 'forbidden', 'channel'])
    expect(await post({}, { channel: 'window' }, ['window', 'clerk'])).toEqual([403, 'authorisation-required', 'paper'])
    const oneself = { channel: 'onlineHall', applicantSubject: undefined }
    const neither = { identity: { kind: 'enterprise', number: '91350211M000100Y43' } } as const
    expect(await post({}, oneself, ['applicant', 'applicant', 'other', neither])).toEqual([
      403,
      'authorisation-required',
      'agent',
    ])
    expect(await post({}, { channel: 'onlineHall' }, ['applicant', 'applicant', 'other'])).toEqual([
      403,
      'forbidden',
      'applicantSubject',
    ])
  })

  it('R-28: wrong organisation, wrong stage, twice, an account that is not there, another city, after the end', async () => {
    const url = await requested()
    expect(await client.refused(`${url}/ownership`, ['zhujian', 'officer'], { confirmed: true })).toEqual([
      403,
      'not-concerned',
    ])
    expect(await client.refused(`${url}/ownership`, LEADER, { confirmed: false })).toEqual([
      422,
      'validation-failed',
      'reason',
    ])
    expect(await client.refused(`${url}/ownership`, LEADER, { confirmed: true, reason: '矛盾' })).toEqual([
      422,
      'validation-failed',
      'reason',
    ])
    expect(await client.refused(`${url}/accounts/confirmations`, ['shuiwu', 'officer'], { account: WATER })).toEqual([
      409,
      'wrong-stage',
    ])
    await client.done(`${url}/ownership`, LEADER, { confirmed: true })
    expect(await client.refused(`${url}/ownership`, LEADER, { confirmed: true })).toEqual([409, 'already-done'])
    await client.done(`${url}/accounts/settlements`, ['shuiwu', 'officer'], lastReading(WATER))
    expect(
      await client.refused(`${url}/accounts/confirmations`, ['shuiwu', 'officer'], { account: 'water:shuiwu:2' }),
    ).toEqual([422, 'account-unknown', 'account'])
    expect(
      await client.refused(`${url}/accounts/failures`, ['ranqi', 'officer'], { account: WATER, reason: '?' }),
    ).toEqual([403, 'not-concerned', 'account'])
    expect(await client.refused(`${url}/accounts/closures`, LEADER, { account: WATER, reason: '?' })).toEqual([
      409,
      'wrong-stage',
      'account',
    ])
    await client.done(`${url}/accounts/confirmations`, ['shuiwu', 'officer'], { account: WATER })
    expect(
      await client.refused(`${url}/accounts/failures`, ['shuiwu', 'officer'], { account: WATER, reason: '?' }),
    ).toEqual([409, 'already-done', 'account'])
    expect(await client.refused(`${url}/withdrawal`, ['applicant', 'applicant', 'other'], { reason: '?' })).toEqual([
      404,
      'transfer-not-found',
    ])
    for (const number of ['CB-20261123-00001-0', 'CBT-20261123-00001-1', 'YLT-20261123-00001-0'])
      expect((await client.get(`${TRANSFERS}/${number}`, LEADER)).json).toMatchObject({
        status: 404,
        code: 'transfer-not-found',
      })
    await client.done(`${url}/withdrawal`, APPLICANT, { reason: '取消' })
    await client.until(url, LEADER, { outcome: 'partly' })
    expect(await client.refused(`${url}/accounts/confirmations`, ['ranqi', 'officer'], { account: GAS })).toEqual([
      409,
      'matter-closed',
    ])
  })
})
