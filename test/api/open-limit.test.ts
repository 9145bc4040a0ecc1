import { describe, expect, test } from 'vitest'
import { parseServiceNumber } from '../../domain/case/service-number.ts'
import { newKey } from '../fixtures/api.ts'
import { AGENT, registrationBody } from '../fixtures/forms.ts'
import { transferBody } from '../fixtures/matters.ts'
import { PartyClient, testServers } from '../fixtures/matter-api.ts'
import type { Who } from '../fixtures/matter-api.ts'
import { sentAgain } from '../fixtures/sent-again.ts'

const APPLICATIONS = '/api/v1/applications'
const INTAKE: Who = ['hubeiGovernmentService', 'system']
const EHUIBAN: Who = ['ehuiban', 'system']
const CLERK: Who = ['window', 'clerk']
const OFFICE: Who = ['office', 'officer']
const WATER = { services: { water: { business: 'new', tonsPerDay: 9 } } }
const [ONE, OTHER] = ['91440101MA5CJQ4N59', '91440101MA5CJQ4N50']

const servers = testServers({
  ownDatabase: true,
  variables: { LIMIT_OPEN_INDIVIDUAL: '2', LIMIT_OPEN_ENTERPRISE: '3' },
})
const client = new PartyClient(servers)

const enterprise = (creditCode: string, change: Record<string, unknown> = {}) =>
  registrationBody(change, { ...WATER, applicant: { kind: 'enterprise', name: '蒲圻精密制造', creditCode } })
const person = (identityNumber: string) => ({
  ...registrationBody(
    { channel: 'onlineHall', agent: AGENT },
    { ...WATER, applicant: { kind: 'individual', name: '陈静', identityNumber } },
  ),
  applicantSubject: undefined,
})

/** Under one key, until a busy server has answered. */
const post = (who: Who, body: unknown, key = newKey(), url = APPLICATIONS) =>
  sentAgain(() => client.post(url, who, body, key))

async function registered(who: Who, body: unknown): Promise<string> {
  return (await client.done(APPLICATIONS, who, body)).serviceNumber
}

/** What is told of why not. */
async function refusal(
  who: Who,
  body: unknown,
  url = APPLICATIONS,
): Promise<{ code: string; detail: string; fields: readonly string[] }> {
  const answer = await post(who, body, newKey(), url)
  const { status, code, detail, errors } = answer.json<{
    status: number
    code: string
    detail: string
    errors: { field: string }[]
  }>()
  expect([answer.statusCode, status]).toEqual([409, 409])
  return { code, detail, fields: errors.map(({ field }) => field) }
}

describe('open applications of one applicant', () => {
  test('so many and no more; who may see them is told which; a retry is answered; a closed one makes room', async () => {
    const key = newKey()
    const first = await post(INTAKE, enterprise(ONE), key)
    const numbers = [first.json<{ serviceNumber: string }>().serviceNumber]
    for (let more = 0; more < 2; more += 1) numbers.push(await registered(INTAKE, enterprise(ONE)))
    const refused = await refusal(INTAKE, enterprise(ONE))
    expect([refused.code, refused.fields]).toEqual(['too-many-open', ['form.applicant.creditCode']])
    for (const number of numbers) expect(refused.detail).toContain(number)
    const elsewhere = await refusal(EHUIBAN, enterprise(ONE, { channel: 'ehuiban' }))
    expect(elsewhere.detail).toMatch(/已有 3 件，达到上限。/)
    for (const number of numbers) expect(elsewhere.detail).not.toContain(number)
    const again = await post(INTAKE, enterprise(ONE), key)
    expect([again.statusCode, again.json<{ serviceNumber: string }>().serviceNumber]).toEqual([200, numbers[0]])
    await client.done(`${APPLICATIONS}/${numbers[1]}/withdrawal`, CLERK, { reason: '不办了' })
    await client.until(`${APPLICATIONS}/${numbers[1]}`, OFFICE, { stage: 'closed' })
    const next = await registered(INTAKE, enterprise(ONE))
    // Those that were refused took no number.
    expect(parseServiceNumber(next)?.sequence).toBe(4)
  })

  test('R-02: a clerk of the window goes beyond it with a reason, which stays with the case; nobody else does', async () => {
    const seen = await refusal(CLERK, enterprise(ONE, { channel: 'window', agent: AGENT }))
    expect(seen.detail.match(/CB-\d{8}-\d{5}-\d/g)).toHaveLength(3)
    const overLimitReason = '园区统一报装，经主管部门同意'
    expect(await client.refused(APPLICATIONS, INTAKE, enterprise(ONE, { overLimitReason }))).toEqual([
      422,
      'validation-failed',
      'overLimitReason',
    ])
    const number = await registered(CLERK, enterprise(ONE, { channel: 'window', agent: AGENT, overLimitReason }))
    await client.until(`${APPLICATIONS}/${number}`, OFFICE, { serviceNumber: number })
    const { json } = await client.get(`${APPLICATIONS}/${number}/history`, CLERK)
    expect(json.items[0]).toMatchObject({ type: 'registered', data: { registration: { overLimitReason } } })
  })

  test('ten at once under ten keys find room for three', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => post(INTAKE, enterprise(OTHER))))
    const taken = answers.filter(({ statusCode }) => statusCode < 300)
    const refused = answers.filter(({ statusCode }) => statusCode === 409)
    expect([taken.length, refused.length]).toEqual([3, 7])
  })

  test('an account has as much room as one applicant, whatever names it files in', async () => {
    const user: Who = ['applicant', 'applicant', 'one-account']
    await registered(user, person('11010519491231002X'))
    await registered(user, person('110105194912310020'))
    expect((await refusal(user, person('110105194912310021'))).fields).toEqual(['form.applicant.identityNumber'])
    await registered(['applicant', 'applicant', 'other-account'], person('110105194912310021'))
  })
})

describe('open transfers to one holder', () => {
  const TRANSFERS = '/api/v1/transfers'
  const holder = (identityNumber: string) => ({ to: { kind: 'individual', name: '陈静', identityNumber } })
  const [FIRST, SECOND, THIRD] = ['11010519491231002X', '110105194912310020', '110105194912310021']

  test('R-28: so many and no more, counted apart from applications; a retry is answered; a withdrawn one makes room', async () => {
    const key = newKey()
    const body = transferBody(holder(FIRST))
    const first = await post(INTAKE, body, key, TRANSFERS)
    const numbers = [
      first.json<{ number: string }>().number,
      (await client.done(TRANSFERS, INTAKE, transferBody(holder(FIRST)))).number,
    ]
    const refused = await refusal(INTAKE, transferBody(holder(FIRST)), TRANSFERS)
    expect([refused.code, refused.fields]).toEqual(['too-many-open', ['form.to.identityNumber']])
    for (const number of numbers) expect(refused.detail).toContain(number)
    const elsewhere = await refusal(EHUIBAN, transferBody(holder(FIRST), { channel: 'ehuiban' }), TRANSFERS)
    expect(elsewhere.detail).toMatch(/过户已有 2 件，达到上限。/)
    const again = await client.post(TRANSFERS, INTAKE, body, key)
    expect([again.statusCode, again.json().number]).toEqual([200, numbers[0]])
    await client.done(`${TRANSFERS}/${numbers[1]}/withdrawal`, INTAKE, { reason: '不办了' })
    await client.until(`${TRANSFERS}/${numbers[1]}`, OFFICE, { status: 'closed' })
    await client.done(TRANSFERS, INTAKE, transferBody(holder(FIRST)))
  })

  test('R-28: a clerk of the window goes beyond it with a reason, which stays with the transfer; nobody else does', async () => {
    const overLimitReason = '园区整体过户'
    const ground = { kind: 'register', cause: 'inheritance', entry: '继承登记 7 号', registeredOn: '2020-01-06' }
    const beyond = (channel: string) =>
      transferBody({ ...holder(FIRST), ground }, { channel, agent: AGENT, overLimitReason })
    expect(await client.refused(TRANSFERS, INTAKE, beyond('hubeiGovernmentService'))).toEqual([
      422,
      'validation-failed',
      'overLimitReason',
    ])
    const { number } = await client.done(TRANSFERS, CLERK, beyond('window'))
    await client.until(`${TRANSFERS}/${number}`, OFFICE, { number })
    const { json } = await client.get(`${TRANSFERS}/${number}/history`, CLERK)
    expect(json.items[0]).toMatchObject({ data: { request: { overLimitReason } } })
  })

  test('R-28: an account has as much room as one holder, and ten at once find no more', async () => {
    const user: Who = ['applicant', 'applicant', 'account-that-moves']
    const own = (identityNumber: string) =>
      transferBody(
        { ...holder(identityNumber), ground: { kind: 'consent' } },
        { channel: 'onlineHall', agent: AGENT, applicantSubject: undefined },
      )
    await client.done(TRANSFERS, user, own(SECOND))
    await client.done(TRANSFERS, user, own(THIRD))
    expect((await refusal(user, own('11010519491231003X'), TRANSFERS)).fields).toEqual(['form.to.identityNumber'])
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => post(INTAKE, transferBody(holder(THIRD)), newKey(), TRANSFERS)),
    )
    expect(answers.filter(({ statusCode }) => statusCode < 300)).toHaveLength(1)
  })
})
