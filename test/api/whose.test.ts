import { eq } from 'drizzle-orm'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { accessLog } from '../../db/schema/access-log.ts'
import { makeServiceNumber } from '../../domain/case/service-number.ts'
import { newKey } from '../fixtures/api.ts'
import { recordInForce } from '../fixtures/credit-in-force.ts'
import { registrationBody } from '../fixtures/forms.ts'
import { transferBody } from '../fixtures/matters.ts'
import { PartyClient, testServers } from '../fixtures/matter-api.ts'
import type { Who } from '../fixtures/matter-api.ts'

const API = '/api/v1'
const INTAKE: Who = ['hubeiGovernmentService', 'system']
const OTHER_INTAKE: Who = ['ehuiban', 'system']
const [A, B]: readonly Who[] = [
  ['applicant', 'applicant', 'hubei-user-7'],
  ['applicant', 'applicant', 'somebody', { identity: { kind: 'enterprise', number: '91350211M000100Y43' } }],
] as const
/** Of the online hall: a bureau names accounts there (ADR 0044). */
const CHARGED: Who = ['applicant', 'applicant', 'chutian-at-the-hall']
const CLERK: Who = ['window', 'clerk']
/** Well-formed, and never given out. */
const UNKNOWN = makeServiceNumber('CB', '2020-01-01', 1)

const servers = testServers()
const client = new PartyClient(servers)
let number: string
let transfer: string
let record: string
beforeAll(async () => {
  number = (await client.done(`${API}/applications`, INTAKE, registrationBody())).serviceNumber
  transfer = (await client.done(`${API}/transfers`, INTAKE, transferBody())).number
  record = await recordInForce(client, { subject: { org: 'chutian', name: '楚天视讯', account: CHARGED[2] ?? '' } })
  await vi.waitFor(
    async () => {
      expect((await client.get(`${API}/applications/${number}`, CLERK)).json).toMatchObject({ stage: 'jointSurvey' })
      expect((await client.get(`${API}/transfers/${transfer}/history`, CLERK)).json.items.length).toBeGreaterThan(1)
      expect((await client.get(`${API}/credit-records/${record}/history`, CLERK)).json.items.length).toBeGreaterThan(0)
    },
    { timeout: 20_000 },
  )
})

const reads = () => [
  ...['', '/history', '/documents', '/documents/receipt', '/instalments', '/later-inspections'].map(
    (path) => `${API}/applications/${number}${path}`,
  ),
  ...['', '/history'].map((path) => `${API}/transfers/${transfer}${path}`),
  ...['', '/history'].map((path) => `${API}/credit-records/${record}${path}`),
]
const acts = (): readonly (readonly [string, unknown])[] => [
  [`${API}/applications/${number}/withdrawal`, { reason: '?' }],
  [`${API}/applications/${number}/contact`, { phone: '13900001111' }],
  [`${API}/applications/${number}/survey/booking`, { date: '2099-01-05' }],
  [`${API}/applications/${number}/reminders`, { task: 'x', note: '?' }],
  [`${API}/applications/${number}/rating`, { grade: 'satisfied' }],
  [`${API}/transfers/${transfer}/withdrawal`, { reason: '?' }],
  [`${API}/transfers/${transfer}/accounts/retries`, { account: 'water:shuiwu:1', remarks: '?' }],
  [`${API}/credit-records/${record}/contests`, { reason: '?' }],
]
const answerOf = (payload: string) =>
  JSON.stringify(payload).replaceAll(number, '#').replaceAll(transfer, '#').replaceAll(UNKNOWN, '#')

describe("R-39: another's case, transfer and record", () => {
  it.each([
    ['another applicant', B],
    ['another intake', OTHER_INTAKE],
  ] as const)('are not there for %s, to read or to act on', async (_what, who) => {
    for (const url of reads()) expect([url, (await client.get(url, who)).statusCode]).toEqual([url, 404])
    for (const [url, body] of acts()) {
      const answer = await client.post(url, who, body)
      expect([url, answer.statusCode, answer.json().code]).toEqual([
        url,
        url.includes('/booking')
          ? expect.toBeOneOf([404, 422])
          : who === OTHER_INTAKE && url.includes('/rating')
            ? 403
            : 404,
        expect.stringMatching(/-not-found$|^validation-failed$|^forbidden$/),
      ])
    }
    for (const list of ['applications', 'transfers', 'instalments'])
      expect((await client.get(`${API}/${list}`, who)).payload).not.toContain(number.slice(3))
  })

  it('answers a number that was given out as one that was not', async () => {
    for (const who of [B, OTHER_INTAKE]) {
      const [known, unknown] = [
        await client.get(`${API}/applications/${number}`, who),
        await client.get(`${API}/applications/${UNKNOWN}`, who),
      ]
      expect([known.statusCode, answerOf(known.payload)]).toEqual([unknown.statusCode, answerOf(unknown.payload)])
      const [act, none] = await Promise.all(
        [number, UNKNOWN].map((each) => client.post(`${API}/applications/${each}/withdrawal`, who, { reason: '?' })),
      )
      expect([act?.statusCode, answerOf(act?.payload ?? '')]).toEqual([none?.statusCode, answerOf(none?.payload ?? '')])
    }
  })

  it('are open to the applicant, their intake (masked) and the window; refused to an organisation that is no party', async () => {
    for (const url of reads().filter((each) => !each.includes('documents/'))) {
      const who = url.includes('/credit-records/') ? CHARGED : A
      expect([url, (await client.get(url, who)).statusCode]).toEqual([url, 200])
    }
    expect((await client.get(`${API}/applications/${number}`, INTAKE)).json).toMatchObject({ masked: true })
    expect((await client.get(`${API}/applications/${number}`, CLERK)).json).toMatchObject({ masked: false })
    for (const url of reads())
      expect([url, (await client.get(url, ['unicom', 'officer'])).statusCode]).toEqual([url, 403])
  })
})

describe('R-39: an organisation without a part', () => {
  const OUTSIDER: Who = ['unicom', 'officer']
  const asked = () =>
    [
      [`${API}/applications/${number}/construction/starts`, { line: 'water:nobody' }],
      [`${API}/applications/${number}/construction/progress`, { line: 'water:shuiwu', percent: 1 }],
      [`${API}/transfers/${transfer}/accounts/confirmations`, { account: 'x' }],
      [`${API}/credit-records/${record}/withdrawal`, { reason: '?' }],
    ] as const

  it('is told by a refusal neither what there is nor where it stands', async () => {
    for (const [url, body] of asked()) {
      const answer = await client.post(url, OUTSIDER, body)
      expect([url, answer.statusCode, answer.json().code]).toEqual([url, 403, 'not-concerned'])
      expect(answer.payload).not.toMatch(/guowang|踏勘|water:shuiwu:1/)
    }
  })

  it('leaves nothing there that it would not wait for', async () => {
    for (const [url, body] of asked()) {
      const token = await servers.api.token('unicom', 'officer')
      const answer = await servers.api.post({ url, token, body, headers: { prefer: 'respond-async' } })
      expect([url, answer.statusCode, answer.json().code]).toEqual([url, 403, 'not-concerned'])
    }
    for (const url of [`${API}/transfers/${transfer}/history`, `${API}/applications/${number}/history`])
      expect((await client.get(url, CLERK)).payload).not.toContain('actRefused')
  })
})

describe("R-39: another city's", () => {
  it('case, transfer and record are not there, whoever asks, to read or to act on', async () => {
    const token = (org: string, role: Who[1], sub?: string) =>
      servers.api.token(org, role, { city: 'drill', ...(sub === undefined ? {} : { sub }) })
    const everybody: readonly Who[] = [
      ['office', 'officer'],
      ['office', 'auditor'],
      ['zhujian', 'administrator'],
      ['window', 'clerk'],
      ['shuiwu', 'officer'],
      ['applicant', 'applicant', 'hubei-user-7'],
      ['hubeiGovernmentService', 'system'],
    ]
    for (const who of everybody) {
      const [org, role, sub] = who
      const theirs = await token(org, role, sub)
      for (const url of reads())
        expect([who, url, (await servers.api.get(url, theirs)).statusCode]).toEqual([who, url, 404])
    }
    const office = await token('office', 'officer')
    for (const [url, body] of [
      [`${API}/credit-records/${record}/confirmation`, { confirmed: false, reason: '?' }],
      [`${API}/credit-records/${record}/decisions`, { upheld: false, reason: '?' }],
      [`${API}/credit-records/${record}/withdrawal`, { reason: '?' }],
      [`${API}/transfers/${transfer}/ownership`, { confirmed: true }],
      [
        `${API}/applications/${number}/deadlines/suspensions`,
        { deadline: 'survey', reason: 'forceMajeure', note: '?' },
      ],
    ] as const)
      expect([url, (await servers.api.post({ url, token: office, body })).statusCode]).toEqual([url, 404])
    for (const url of [`${API}/credit-records/${record}/contests`])
      expect(
        (await servers.api.post({ url, token: await token('window', 'clerk'), body: { reason: '?' } })).statusCode,
      ).toBe(404)
    const { json } = await client.get(`${API}/credit-records/${record}`, CLERK)
    expect([json['inForce'], json['contest'], json['decision'], json['withdrawal']]).toEqual([
      true,
      undefined,
      undefined,
      undefined,
    ])
  })

  it("cursor gives nothing of its city's", async () => {
    const { json } = await client.get(`${API}/applications?limit=1`, ['office', 'officer'])
    const cursor =
      json.next ??
      Buffer.from(JSON.stringify({ registeredAt: '2099-01-01T00:00:00.000Z', serviceNumber: number })).toString(
        'base64url',
      )
    const page = await servers.api.get(
      `${API}/applications?limit=200&cursor=${cursor}`,
      await servers.api.token('office', 'officer', { city: 'drill' }),
    )
    expect([page.statusCode, page.payload.includes('CB-')]).toEqual([200, false])
  })

  it('key is another key: the same client, path and key in two cities are two registrations', async () => {
    const key = newKey()
    const post = async (city: string) =>
      servers.api.post({
        url: `${API}/applications`,
        key,
        token: await servers.api.token('hubeiGovernmentService', 'system', { city }),
        body: registrationBody(),
      })
    const [here, there] = [await post('chibi'), await post('drill')]
    expect([here.statusCode, there.statusCode]).toEqual([201, 201])
    expect(here.json().serviceNumber).not.toBe(there.json().serviceNumber)
  })
})

describe('R-39: the window serves everybody', () => {
  it('and each time stands in the access log, the refused ones and the guesses too', async () => {
    const { serviceNumber } = await client.done(`${API}/applications`, INTAKE, registrationBody())
    await client.done(`${API}/applications/${serviceNumber}/contact`, CLERK, { phone: '13900001111' })
    await client.get(`${API}/applications/${serviceNumber}`, B)
    await client.get(`${API}/instalments/instalments:${serviceNumber}:water:shuiwu`, CLERK)
    await expect
      .poll(async () =>
        (await servers.database.select().from(accessLog).where(eq(accessLog.serviceNumber, serviceNumber)))
          .map(({ org, action, outcome, problem }) => `${org} ${action} ${outcome} ${problem}`)
          .sort(),
      )
      .toEqual([
        'applicant GET /api/v1/applications/:serviceNumber refused application-not-found',
        'hubeiGovernmentService POST /api/v1/applications allowed null',
        'window GET /api/v1/instalments/:instalmentsId refused instalments-not-found',
        'window POST /api/v1/applications/:serviceNumber/contact allowed null',
      ])
  })
})
