import { describe, expect, it } from 'vitest'
import { loadCities } from '../../config/load-cities.ts'
import type { Cities } from '../../config/load-cities.ts'
import { projectEvents } from '../../db/projection.ts'
import { localDate } from '../../domain/clocks/local-date.ts'
import { makeServiceNumber } from '../../domain/case/service-number.ts'
import { INTAKE as HUBEI, officer } from '../fixtures/actors.ts'
import { newKey } from '../fixtures/api.ts'
import { asOf06, CHIBI } from '../fixtures/cities.ts'
import { registration, registrationBody } from '../fixtures/forms.ts'
import { PartyClient, testServers } from '../fixtures/matter-api.ts'
import type { Who } from '../fixtures/matter-api.ts'
import { connectable, NO_OBJECTION } from '../fixtures/opinions.ts'
import { applicationInput, PureCase } from '../fixtures/pure-case.ts'

const INTAKE: Who = ['hubeiGovernmentService', 'system']
const APPLICANT: Who = ['applicant', 'applicant', 'hubei-user-7']
const OFFICE: Who = ['office', 'officer']
const SHUIWU: Who = ['shuiwu', 'officer']
const [WATER, POWER] = ['water:shuiwu', 'power:guowang'] as const
const MATTERS = '/api/v1/instalments'

/** a city that lets the user agree alone, as it was by 0.7. */
function citiesOfOneSide(): Cities {
  return new Map([...loadCities()].map(([key, { city, policyHash }]) => [key, { city: asOf06(city), policyHash }]))
}
const servers = testServers({ cities: citiesOfOneSide() })
const client = new PartyClient(servers)
const signing = new PartyClient(testServers())

const dateAhead = (days: number) => localDate(new Date(Date.now() + days * 86_400_000).toISOString(), CHIBI.hours)
const today = () => dateAhead(0)
const paying = (part: number, paidOn = today()) => ({ line: WATER, part, paidOn })

/** Water's inner works, 400.01 yuan, are to be paid in three parts. */
async function agreed(): Promise<string> {
  const url = await quoted(client)
  const parts = [
    { dueDate: dateAhead(20), amountFen: 100_00 },
    { dueDate: dateAhead(40), amountFen: 300_00 },
    { dueDate: dateAhead(80), amountFen: 1 },
  ]
  await client.done(`${url}/inner-works/instalments`, APPLICANT, { line: WATER, parts })
  return url
}

/** Water and power are surveyed; water's inner works come to 400.01 yuan. */
async function quoted(by: PartyClient, change: Parameters<typeof registrationBody>[0] = {}): Promise<string> {
  const services = { water: { business: 'new', tonsPerDay: 9 }, power: { business: 'new', kilovoltAmperes: 100 } }
  const { serviceNumber } = await by.done(
    '/api/v1/applications',
    INTAKE,
    registrationBody(change, { projectCode: undefined, services }),
  )
  const url = `/api/v1/applications/${serviceNumber}`
  await by.until(url, OFFICE, { stage: 'jointSurvey' })
  const opinions = [
    { org: 'zigui', opinion: NO_OBJECTION },
    { org: 'chengguan', opinion: NO_OBJECTION },
    { org: 'shuiwu', opinion: connectable(WATER) },
    { org: 'guowang', opinion: connectable(POWER) },
  ]
  await by.done(`${url}/survey/joint-record`, ['zhujian', 'lead'], { opinions })
  await by.until(url, OFFICE, { stage: 'connection' })
  await by.done(`${url}/inner-works/requests`, INTAKE, { line: WATER, scope: '厂区支管' })
  await by.done(`${url}/inner-works/quotes`, SHUIWU, {
    line: WATER,
    items: [{ name: '管材', amountFen: 400_01 }],
    priceDocument: '赤发改价〔2024〕12 号',
  })
  return url
}

/** of the plan that was signed; as the view is seen. */
async function papersOf(matter: string): Promise<void> {
  const paper = `${matter}/documents/plan-1`
  expect((await signing.get(`${matter}/documents`, APPLICANT)).json.items).toMatchObject([
    { key: 'plan-1', ready: true, numberShown: expect.stringMatching(/\/分期-水-水务-1$/), href: paper },
  ])
  for (const who of [APPLICANT, SHUIWU, OFFICE]) expect(await signing.text(paper, who)).toContain('400.00 元')
  const other = await signing.text(paper, ['guowang', 'officer'])
  expect(['400.00', '王小明', '李经理'].filter((hidden) => other.includes(hidden))).toEqual([])
  expect((await signing.get(paper, ['ranqi', 'officer'])).json).toMatchObject({ code: 'not-concerned' })
  expect((await signing.get(paper, ['applicant', 'applicant', 'u-9'])).json).toMatchObject({ status: 404 })
  expect((await signing.get(`${matter}/documents/plan-9`, SHUIWU)).json).toMatchObject({ code: 'document-not-found' })
  for (const copy of [1, 2]) expect(await signing.done(`${paper}/prints`, APPLICANT, {})).toMatchObject({ copy })
  expect(await signing.text(`${paper}?copy=1`, SHUIWU)).not.toContain('class="number copy"')
  expect(await signing.text(`${paper}?copy=2`, SHUIWU)).toContain('重印 第2次')
}

async function closed(url: string): Promise<string> {
  await client.done(`${url}/connection/appointments`, INTAKE, { at: new Date(Date.now() + 3_600_000).toISOString() })
  for (const line of [WATER, POWER])
    await client.done(`${url}/connection/completions`, [line.split(':')[1] ?? '', 'officer'], { line })
  await client.until(url, OFFICE, { stage: 'closed' })
  const id = `instalments:${url.split('/').at(-1)}:${WATER}`
  await client.until(`${MATTERS}/${id}`, OFFICE, { status: 'paying' })
  return id
}

describe('instalments after the case', () => {
  it('R-23, R-26: one address for the payments, before and after the close; the answer says which matter took it', async () => {
    const url = await agreed()
    const payments = `${url}/inner-works/payments`
    const early = newKey()
    const before = (await client.post(payments, SHUIWU, paying(1), early)).json()
    expect(before).not.toHaveProperty('matter')
    expect((await client.get(`${url}/instalments?minSeq=${before.seq}`, APPLICANT)).json.items).toMatchObject([
      {
        line: WATER,
        masked: false,
        paidYuan: '100.00',
        remainingFen: 300_01,
        remainingYuan: '300.01',
        parts: [{ paid: true }, { paid: false }, { paid: false }],
      },
    ])
    const id = await closed(url)
    // The case answers what it did, as before.
    expect((await client.post(payments, SHUIWU, paying(1), early)).statusCode).toBe(200)
    expect((await client.post(payments, SHUIWU, paying(2), early)).json()).toMatchObject({
      code: 'idempotency-key-reused',
    })
    expect(await client.refused(payments, SHUIWU, paying(1))).toEqual([409, 'already-done', 'part'])
    const key = newKey()
    const answers = [
      await client.post(payments, SHUIWU, paying(2), key),
      await client.post(payments, SHUIWU, paying(2), key),
    ]
    expect(answers.map((answer) => [answer.statusCode, answer.json()])).toEqual(
      Array(2).fill([
        200,
        expect.objectContaining({
          stage: 'closed',
          outcome: 'connected',
          matter: expect.objectContaining({ kind: 'instalments', id, status: 'paying' }),
        }),
      ]),
    )
    expect((await client.post(payments, SHUIWU, paying(3), key)).json()).toMatchObject({
      code: 'idempotency-key-reused',
    })
    expect(await client.refused(payments, SHUIWU, paying(2))).toEqual([409, 'already-done', 'part'])
    const last = newKey()
    expect((await client.post(payments, SHUIWU, paying(3), last)).json()).toMatchObject({ matter: { status: 'paid' } })
    await client.until(`${MATTERS}/${id}`, OFFICE, {
      status: 'paid',
      closedAt: expect.any(String),
      remainingFen: 0,
      awaiting: [],
    })
    expect((await client.post(payments, SHUIWU, paying(3), last)).json()).toMatchObject({ matter: { status: 'paid' } })
    expect(await client.refused(payments, SHUIWU, paying(3))).toEqual([409, 'already-done', 'part'])
    const types = async () =>
      (await client.get(`${MATTERS}/${id}/history`, APPLICANT)).json.items.map((event) => event['type'])
    await expect.poll(types).toEqual(['instalmentsOpened', 'paymentRecorded', 'paymentRecorded', 'instalmentsClosed'])
  })

  it('R-23, R-39: who may: the utility records, the payer reads; other parties see how it stands without the amounts, strangers nothing', async () => {
    const url = await agreed()
    const id = await closed(url)
    const payments = `${url}/inner-works/payments`
    expect(await client.refused(payments, ['guowang', 'officer'], paying(1))).toEqual([403, 'not-concerned', 'line'])
    expect(await client.refused(payments, APPLICANT, paying(1))).toEqual([403, 'forbidden'])
    expect(await client.refused(payments, ['guowang', 'officer'], { ...paying(1), line: POWER })).toEqual([
      409,
      'wrong-stage',
      'line',
    ])
    expect(await client.refused(payments, SHUIWU, { ...paying(1), line: 'gas:ranqi' })).toEqual([
      422,
      'line-unknown',
      'line',
    ])
    expect(await client.refused(payments, SHUIWU, paying(9))).toEqual([422, 'validation-failed', 'part'])
    expect(await client.refused(payments, SHUIWU, paying(1, dateAhead(1)))).toEqual([
      422,
      'validation-failed',
      'paidOn',
    ])
    expect(await client.refused(payments, SHUIWU, paying(1, dateAhead(-1)))).toEqual([
      422,
      'validation-failed',
      'paidOn',
    ])
    await client.until(`${MATTERS}/${id}`, OFFICE, { deadlines: [{ id: 'instalment:1' }] })
    for (const who of [APPLICANT, INTAKE, SHUIWU, OFFICE, ['window', 'clerk'], ['office', 'auditor']] as Who[]) {
      expect((await client.get(`${MATTERS}/${id}`, who)).json).toMatchObject({
        masked: false,
        totalYuan: '400.01',
        overdueFen: 0,
        deadlines: [{ id: 'instalment:1', kind: 'instalment', owner: 'applicant', ownerName: '申请人' }],
      })
    }
    for (const path of [`${MATTERS}/${id}`, `${MATTERS}/${id}/history`, `${url}/instalments`]) {
      const other = await client.get(path, ['guowang', 'officer'])
      expect([path, other.statusCode]).toEqual([path, 200])
      for (const hidden of ['Fen', 'Yuan', '30000', 'hubei-user-7'])
        expect([path, hidden, other.payload.includes(hidden)]).toEqual([path, hidden, false])
      expect((await client.get(path, ['ranqi', 'officer'])).json).toMatchObject({ status: 403, code: 'not-concerned' })
      expect((await client.get(path, ['applicant', 'applicant', 'other'])).json).toMatchObject({ status: 404 })
    }
    // A list reads PostgreSQL, which the matter may be ahead of.
    const row = {
      id,
      status: 'paying',
      awaiting: ['applicant'],
      parts: 3,
      paid: 0,
      remainingFen: 400_01,
      nextDueDate: dateAhead(20),
    }
    for (const who of [APPLICANT, SHUIWU, INTAKE])
      await client.until(MATTERS, who, { items: expect.arrayContaining([expect.objectContaining(row)]) })
    expect(
      (await client.get(`${MATTERS}?awaiting=applicant`, ['guowang', 'officer'])).json.items.filter(
        (item) => item['id'] === id,
      ),
    ).toEqual([])
    expect((await client.get(`${MATTERS}/instalments:CB-20260101-00001-0:water:shuiwu`, OFFICE)).json).toMatchObject({
      status: 404,
      code: 'instalments-not-found',
    })
    expect((await client.get(`${MATTERS}/rating:1`, OFFICE)).json).toMatchObject({ status: 404 })
  })

  it('R-23, R-26: a case that closed before its plan could outlive it has it taken over with the next payment', async () => {
    const serviceNumber = makeServiceNumber('CB', '2031-03-04', 50_001)
    const the = new PureCase(
      applicationInput(registration({}, { services: { water: { business: 'new', tonsPerDay: 9 } } }), {
        serviceNumber,
      }),
    ).atSurvey()
    the.act('fileOpinion', officer('shuiwu'), connectable(WATER))
    the.closeSurvey()
    the.act('requestInnerWorks', HUBEI, { line: WATER, scope: '支管' })
    the.act('quoteInnerWorks', officer('shuiwu'), {
      line: WATER,
      items: [{ name: '管材', amountFen: 300 }],
      priceDocument: '赤发改价〔2024〕12 号',
    })
    the.act('agreeInstalments', HUBEI, {
      line: WATER,
      parts: [
        { dueDate: '2026-11-30', amountFen: 100 },
        { dueDate: '2031-01-02', amountFen: 200 },
      ],
    })
    the.act('appointConnection', HUBEI, { at: '2026-11-24T01:00:00.000Z' })
    the.act('reportConnected', officer('shuiwu'), { line: WATER })
    the.record({ type: 'applicationClosed', rule: 'R-26', data: { outcome: 'connected' } })
    await projectEvents(servers.database, serviceNumber, the.events)
    const url = `/api/v1/applications/${serviceNumber}`
    expect((await client.get(`${url}/instalments`, SHUIWU)).json.items).toMatchObject([
      { remainingFen: 300, parts: [{ paid: false }, { paid: false }] },
    ])
    await client.done(`${url}/inner-works/payments`, SHUIWU, paying(1, '2026-11-23'))
    const id = `instalments:${serviceNumber}:${WATER}`
    await expect
      .poll(async () => (await client.get(`${url}/instalments`, SHUIWU)).json.items)
      .toMatchObject([{ remainingFen: 200, parts: [{ paid: true, late: false }, { paid: false }], matter: { id } }])
    await client.done(`${MATTERS}/${id}/release`, SHUIWU, { reason: '测试结束' })
  })

  it('R-23, R-37: of a withdrawn line the utility says whether it built, or asks for the rest no more', async () => {
    const url = await agreed()
    await client.done(`${url}/withdrawal`, INTAKE, { reason: '项目取消' })
    const id = `${MATTERS}/instalments:${url.split('/').at(-1)}:${WATER}`
    await client.until(id, OFFICE, { status: 'unconfirmed', awaiting: [{ org: 'shuiwu' }] })
    await client.until(`${MATTERS}?awaiting=shuiwu`, SHUIWU, {
      items: expect.arrayContaining([expect.objectContaining({ status: 'unconfirmed' })]),
    })
    expect(await client.refused(`${id}/release`, ['guowang', 'lead'], { reason: '?' })).toEqual([
      403,
      'not-concerned',
      'line',
    ])
    expect(await client.refused(`${id}/release`, SHUIWU, {})).toEqual([422, 'validation-failed', 'reason'])
    await client.done(`${id}/confirmation`, SHUIWU, {})
    await client.done(`${id}/release`, SHUIWU, { reason: '双方协商' })
    await client.until(id, APPLICANT, { status: 'released', released: { org: 'shuiwu', remainingYuan: '400.01' } })
    expect(await client.refused(`${url}/inner-works/payments`, SHUIWU, paying(1))).toEqual([409, 'matter-closed'])
  })

  it('R-22, R-23: wished in the case, offered and signed, built first, paid in parts, changed by both: one matter from the wish to the last fen', async () => {
    const url = await quoted(signing)
    const wish = { line: WATER, mode: 'payLater' }
    const wishes = `${url}/inner-works/instalment-requests`
    const parts = [
      { dueDate: dateAhead(20), amountFen: 400_00 },
      { dueDate: dateAhead(40), amountFen: 1 },
    ]
    expect(await signing.refused(`${url}/inner-works/instalments`, APPLICANT, { line: WATER, parts })).toEqual([
      409,
      'signature-required',
      'line',
    ])
    expect(await signing.refused(wishes, INTAKE, { ...wish, works: 'outer' })).toEqual([
      422,
      'outer-works-free',
      'works',
    ])
    expect(await signing.refused(wishes, INTAKE, { ...wish, mode: 'deposit' })).toEqual([
      409,
      'deposit-not-offered',
      'mode',
    ])
    expect(await signing.refused(wishes, SHUIWU, wish)).toEqual([403, 'forbidden'])
    await signing.done(wishes, APPLICANT, wish)
    const matter = `${MATTERS}/instalments:${url.split('/').at(-1)}:${WATER}`
    await signing.until(matter, OFFICE, {
      status: 'offering',
      awaiting: [{ org: 'shuiwu' }],
      deadlines: [{ kind: 'planOffer' }],
    })
    expect(await signing.refused(`${url}/inner-works/payments`, SHUIWU, paying(1))).toEqual([
      409,
      'wrong-stage',
      'line',
    ])
    const signature = (signer: string) => ({ signer, signedOn: today() })
    const offer = { parts, ...signature('李经理') }
    expect(await signing.refused(`${matter}/plans`, ['guowang', 'officer'], offer)).toEqual([
      403,
      'not-concerned',
      'line',
    ])
    expect(await signing.refused(`${matter}/plans`, SHUIWU, { ...offer, parts: parts.slice(1) })).toEqual([
      422,
      'amount-mismatch',
      'parts',
    ])
    expect(await signing.refused(`${matter}/plans`, SHUIWU, { ...offer, fee: 1 })).toEqual([
      422,
      'validation-failed',
      'fee',
    ])
    await signing.done(`${matter}/plans`, SHUIWU, offer)
    const paper = `${matter}/documents/plan-1`
    expect((await signing.get(paper, SHUIWU)).json).toMatchObject({ status: 409, code: 'document-not-ready' })
    expect(await signing.refused(`${paper}/prints`, SHUIWU, {})).toEqual([409, 'document-not-ready'])
    const yes = { signed: true, plan: 1, ...signature('王小明') }
    expect(await signing.refused(`${matter}/signatures`, SHUIWU, yes)).toEqual([403, 'not-concerned'])
    expect(await signing.refused(`${matter}/signatures`, ['window', 'clerk'], yes)).toEqual([
      422,
      'validation-failed',
      'scanSha256',
    ])
    await signing.done(`${matter}/signatures`, APPLICANT, yes)
    await papersOf(matter)
    await signing.done(`${matter}/confirmation`, SHUIWU, { builtOn: today() })
    await signing.until(matter, APPLICANT, {
      status: 'paying',
      agreement: {
        plans: [{ number: 1, countersignature: { signer: '王小明' } }],
        built: { builtFirst: true, unpaidFen: 400_01 },
      },
      deadlines: expect.arrayContaining([expect.objectContaining({ id: 'instalment:1', owner: 'applicant' })]),
    })
    const receipts = `${matter}/receipts`
    const paid = (amountFen: number) => ({ amountFen, receivedOn: today() })
    expect(await signing.refused(receipts, SHUIWU, paid(400_02))).toEqual([422, 'more-than-owed', 'amountFen'])
    expect((await signing.post(receipts, SHUIWU, paid(400_02))).json().detail).toContain('尚应收 400.01 元')
    const key = newKey()
    for (let twice = 0; twice < 2; twice++)
      expect((await signing.post(receipts, SHUIWU, paid(100_00), key)).statusCode).toBe(200)
    await signing.until(matter, SHUIWU, { remainingFen: 300_01, parts: [{ movedFen: 100_00 }, { paid: false }] })
    const change = {
      parts: [{ dueDate: dateAhead(30), amountFen: 400_01 }],
      ...signature('王小明'),
      reason: '合为一期',
    }
    await signing.done(`${matter}/plans`, INTAKE, change)
    await signing.done(`${matter}/signatures`, SHUIWU, { signed: true, plan: 2, ...signature('李经理') })
    await signing.until(matter, OFFICE, { remainingFen: 300_01, agreement: { plans: [{ number: 1 }, { number: 2 }] } })
    const other = await signing.get(matter, ['guowang', 'officer'])
    for (const hidden of ['Fen', 'Yuan', '王小明', '李经理', 'hubei-user-7'])
      expect([hidden, other.payload.includes(hidden)]).toEqual([hidden, false])
    await signing.done(receipts, SHUIWU, paid(300_01))
    await signing.until(matter, OFFICE, { status: 'paid', closedAt: expect.any(String), remainingFen: 0, awaiting: [] })
    expect(await signing.refused(receipts, SHUIWU, paid(1))).toEqual([409, 'matter-closed'])
    expect((await signing.get(`${url}/instalments`, APPLICANT)).json.items).toMatchObject([
      { remainingFen: 0, matter: { status: 'paid' } },
    ])
  })

  it('R-01, R-23, R-37: claimed after the wish, the claimant signs and the former channel does not; withdrawn, all is settled', async () => {
    const url = await quoted(signing, { applicantSubject: undefined })
    const claimant: Who = ['applicant', 'applicant', 'hall-77']
    await signing.done(`${url}/inner-works/instalment-requests`, INTAKE, { line: WATER, mode: 'payLater' })
    const matter = `${MATTERS}/instalments:${url.split('/').at(-1)}:${WATER}`
    await signing.until(matter, INTAKE, { status: 'offering' })
    const signature = (signer: string) => ({ signer, signedOn: today() })
    const parts = [{ dueDate: dateAhead(20), amountFen: 400_01 }]
    await signing.done(`${matter}/plans`, SHUIWU, { parts, ...signature('李经理') })
    await signing.done(`${url}/claims`, claimant, {})
    await signing.until(matter, claimant, { status: 'signing', awaiting: [{ org: 'applicant' }] })
    const yes = { signed: true, plan: 1, ...signature('王小明') }
    expect(await signing.refused(`${matter}/signatures`, INTAKE, yes)).toEqual([404, 'instalments-not-found'])
    expect((await signing.get(matter, INTAKE)).json).toMatchObject({ code: 'instalments-not-found' })
    await signing.done(`${matter}/signatures`, claimant, yes)
    await signing.done(`${matter}/receipts`, SHUIWU, { amountFen: 100_00, receivedOn: today() })
    await signing.done(`${url}/withdrawal`, claimant, { reason: '项目取消' })
    await signing.until(matter, claimant, {
      status: 'settling',
      agreement: { ended: { why: 'withdrawn', leftFen: 100_00 } },
      deadlines: expect.arrayContaining([expect.objectContaining({ id: 'settlement', owner: 'shuiwu' })]),
    })
    await signing.until(url, claimant, { stage: 'closed' })
    await signing.done(`${matter}/refunds`, SHUIWU, { amountFen: 100_00, refundedOn: today() })
    await signing.until(matter, claimant, { status: 'lapsed', closedAt: expect.any(String), awaiting: [] })
  })
})
