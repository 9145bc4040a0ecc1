import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testApi } from '../fixtures/api.ts'
import type { Post, TestApi } from '../fixtures/api.ts'
import { registrationBody } from '../fixtures/forms.ts'

const APPLICATIONS = '/api/v1/applications'
const OPINIONS = `${APPLICATIONS}/CB-20261124-00017-9/survey/opinions`

let api: TestApi
let intake: string
let officer: string
beforeAll(async () => {
  api = await testApi()
  intake = await api.token('hubeiGovernmentService', 'system')
  officer = await api.token('shuiwu', 'officer')
})
afterAll(() => api.app.close())

async function refused(request: Post, status: number, code: string, field?: string): Promise<void> {
  const answer = await api.post(request)
  expect(answer.json()).toMatchObject({
    status,
    code,
    type: `urn:seven-ones:problem:${code}`,
    title: expect.stringMatching(/\p{Script=Han}/u),
    detail: expect.stringMatching(/\p{Script=Han}/u),
  })
  expect(answer.statusCode).toBe(status)
  expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/)
  if (field !== undefined) expect(answer.json().errors.map((error: { field: string }) => error.field)).toContain(field)
}

const register = (change: Record<string, unknown>, form: Record<string, unknown> = {}): Post => ({
  url: APPLICATIONS,
  token: intake,
  body: registrationBody(change, form),
})

describe('before a body is looked at', () => {
  test('broken JSON, an empty body, __proto__', async () => {
    await refused({ url: APPLICATIONS, token: intake, payload: '{"channel": ' }, 400, 'malformed-json')
    await refused({ url: APPLICATIONS, token: intake, payload: '' }, 400, 'malformed-json')
    await refused({ url: APPLICATIONS, token: intake, payload: '{"__proto__": {"a": 1}}' }, 400, 'malformed-json')
  })
  test('5 MB', () =>
    refused(
      { url: APPLICATIONS, token: intake, payload: JSON.stringify({ a: 'x'.repeat(5 * 1024 * 1024) }) },
      413,
      'body-too-large',
    ))
  test('another media type', () =>
    refused(
      { url: APPLICATIONS, token: intake, payload: 'a=1', headers: { 'content-type': 'text/plain' } },
      415,
      'unsupported-media-type',
    ))
  test('no key, a short key', async () => {
    await refused({ ...register({}), key: '' }, 400, 'idempotency-key-missing', 'Idempotency-Key')
    await refused({ ...register({}), key: 'short' }, 400, 'idempotency-key-missing', 'Idempotency-Key')
  })
  test('no such address, no such method, an address that cannot be decoded', async () => {
    await refused({ url: '/api/v1/nothing', token: intake, body: {} }, 404, 'route-not-found')
    await refused({ url: `${APPLICATIONS}/CB-20261124-00017-9`, token: intake, body: {} }, 405, 'method-not-allowed')
    expect((await api.app.inject({ method: 'DELETE', url: APPLICATIONS })).headers['allow']).toContain('POST')
    await refused({ url: '/api/v1/%zz', token: intake, body: {} }, 404, 'route-not-found')
  })
})

describe('a form that is wrong', () => {
  test.each<[string, Record<string, unknown>, Record<string, unknown>, string]>([
    [
      'a wrong credit code',
      {},
      { applicant: { kind: 'enterprise', name: '某公司', creditCode: '123' } },
      'form.applicant.creditCode',
    ],
    ['no service', {}, { services: {} }, 'form.services'],
    ['-3 吨/日', {}, { services: { water: { business: 'new', tonsPerDay: -3 } } }, 'form.services.water.tonsPerDay'],
    [
      'text for a number',
      {},
      { services: { water: { business: 'new', tonsPerDay: '3' } } },
      'form.services.water.tonsPerDay',
    ],
    [
      'an operator that is not here',
      {},
      { services: { network: { operators: ['telecom', 'vodafone'] } } },
      'form.services.network.operators.1',
    ],
    ['a day that does not exist', {}, { surveyDate: '2026-02-30' }, 'form.surveyDate'],
    ['an unknown field', { colour: 'red' }, {}, 'colour'],
    ['an unknown field inside', {}, { fax: '1' }, 'form.fax'],
    ['a telephone', {}, { phone: '12' }, 'form.phone'],
    ['U+0000, which no database keeps', {}, { address: '河北大道\0' }, 'form.address'],
    ['half a character', {}, { remarks: '\ud83d' }, 'form.remarks'],
  ])('%s', (_, change, form, field) => refused(register(change, form), 422, 'validation-failed', field))

  test('no field is missing from the answer, each unknown one is named', async () => {
    const answer = await api.post(register({ one: 1, two: 2 }, { address: '' }))
    expect(
      answer
        .json()
        .errors.map((error: { field: string }) => error.field)
        .sort(),
    ).toEqual(['form.address', 'one', 'two'])
  })
  test('connectable and outer works', () =>
    refused(
      {
        url: OPINIONS,
        token: officer,
        body: {
          lines: [
            {
              line: 'water:shuiwu',
              connectable: true,
              outerWorks: {
                touches: [],
                sections: [{ road: '甲路', from: '东', to: '西' }],
                lengthMetres: 10,
                preliminaryDesign: '沿路敷设',
              },
            },
          ],
        },
      },
      422,
      'opinion-contradictory',
      'lines.0.outerWorks',
    ))
})

describe('what is no date, no instant, far too large', () => {
  test('is said once, in words', async () => {
    const act = async (path: string, body: object) =>
      (await api.post({ url: `${APPLICATIONS}/CB-20261124-00017-9/${path}`, token: officer, body })).json().errors
    expect(await act('inner-works/payments', { line: 'water:shuiwu', part: 1e30, paidOn: '2026-11-25' })).toMatchObject(
      [{ field: 'part', message: '最多 60' }],
    )
    expect(await act('survey/opinions', { lines: [{ line: 'water:shuiwu', connectable: 'yes' }] })).toMatchObject([
      { field: 'lines.0.connectable', message: '应为 true 或 false' },
    ])
    const since = await api.post({
      url: '/api/v1/subscriptions',
      token: intake,
      body: { url: 'https://push.example/', since: 'yesterday' },
    })
    expect(since.json().errors).toMatchObject([
      { field: 'since', message: '应为带时区的时间，如 2026-12-01T09:00:00+08:00' },
    ])
  })
  test('R-27: a subscription since the year 0', () =>
    refused(
      {
        url: '/api/v1/subscriptions',
        token: intake,
        body: { url: 'https://push.example/', since: '0000-01-01T00:00:00Z' },
      },
      422,
      'validation-failed',
      'since',
    ))
})

describe('who may', () => {
  test('no token, a broken one, an expired one', async () => {
    await refused({ url: OPINIONS, body: {} }, 401, 'unauthenticated')
    await refused({ url: OPINIONS, token: 'abc.def.ghi', body: {} }, 401, 'unauthenticated')
    await refused(
      { url: OPINIONS, token: await api.token('shuiwu', 'officer', { expiresInSeconds: -60 }), body: {} },
      401,
      'token-expired',
    )
    const answer = await api.get(`${APPLICATIONS}/CB-20261124-00017-9`)
    expect([answer.statusCode, answer.headers['www-authenticate']]).toEqual([401, 'Bearer realm="seven-ones"'])
  })
  test('another issuer of the same form', async () => {
    const other = await testApi()
    await refused({ url: OPINIONS, token: await other.token('shuiwu', 'officer'), body: {} }, 401, 'unauthenticated')
    await other.app.close()
  })
  test('organisations and roles that do not go together', async () => {
    await refused({ url: OPINIONS, token: await api.token('nobody', 'officer'), body: {} }, 403, 'forbidden')
    await refused({ url: OPINIONS, token: await api.token('shuiwu', 'clerk'), body: {} }, 403, 'forbidden')
    await refused(
      { url: OPINIONS, token: await api.token('shuiwu', 'officer', { city: 'nowhere' }), body: {} },
      403,
      'forbidden',
    )
    await refused({ url: OPINIONS, token: await api.token('shuiwu', 'applicant'), body: {} }, 403, 'forbidden')
  })
  test('a role that the act is not for', () =>
    refused({ url: OPINIONS.replace('opinions', 'joint-record'), token: officer, body: {} }, 403, 'forbidden'))
  test('a channel that is not the caller’s', async () => {
    await refused(register({ channel: 'ehuiban' }), 403, 'forbidden', 'channel')
    await refused(
      { ...register({ channel: 'onlineHall' }), token: await api.token('window', 'clerk') },
      403,
      'forbidden',
      'channel',
    )
    await refused(
      {
        ...register({ channel: 'onlineHall', applicantSubject: 'someone-else' }),
        token: await api.token('applicant', 'applicant', { sub: 'me' }),
      },
      403,
      'forbidden',
      'applicantSubject',
    )
    await refused(
      { ...register({ phase: 'landTransfer', channel: 'onlineHall' }), token: await api.token('zhengshu', 'officer') },
      403,
      'forbidden',
      'channel',
    )
  })
  test('a number of another city, or one that cannot exist', async () => {
    await refused(
      { url: OPINIONS, token: await api.token('shuiwu', 'officer', { city: 'drill' }), body: {} },
      404,
      'application-not-found',
    )
    await refused({ url: OPINIONS.replace('00017', '00018'), token: officer, body: {} }, 404, 'application-not-found')
  })
})

describe('servers down', () => {
  test('PostgreSQL: registering and lists say so', async () => {
    await refused(register({}), 503, 'database-unavailable')
    const answer = await api.get(APPLICATIONS, await api.token('office', 'officer'))
    expect([answer.statusCode, answer.json().code, answer.headers['retry-after']]).toEqual([
      503,
      'database-unavailable',
      '5',
    ])
  })
  test('Temporal: an act says to come again with the same key, in 16 seconds at most', async () => {
    // By the clock of this process: where it had to wait for a processor, so had the answer.
    const late = sleep(15_500).then(() => performance.now() + 500)
    await refused({ url: OPINIONS, token: officer, body: { remarks: '无意见' } }, 503, 'temporal-unavailable')
    const answered = performance.now()
    expect(answered).toBeLessThan(await late)
  })
  test('readyz says which', async () => {
    const answer = await api.get('/readyz')
    expect([answer.statusCode, answer.json().checks]).toEqual([
      503,
      { temporal: 'unavailable', database: 'unavailable', migrations: 'unavailable', registration: 'unknown' },
    ])
    expect((await api.get('/healthz')).json()).toEqual({ status: 'ok' })
  })
  test('a cursor of one’s own making', async () => {
    const at = '2026-11-25T00:00:00.000Z'
    const made = {
      [APPLICATIONS]: [
        { registeredAt: at, serviceNumber: '\0' },
        { registeredAt: '0000-01-01T00:00:00.000Z', serviceNumber: 'x' },
      ],
      '/api/v1/instalments': [
        { openedAt: at, id: '\0' },
        { openedAt: at, id: '\ud800' },
        { openedAt: '0000-01-01T00:00:00.000Z', id: 'x' },
      ],
      '/api/v1/assessments/deadlines?period=2026': [{ countedAt: at, serviceNumber: '\0', id: 'x' }],
      '/api/v1/organisations/office/tasks': [{ dueAt: null, id: '\0' }],
    }
    const token = await api.token('office', 'officer')
    for (const [path, places] of Object.entries(made))
      for (const cursor of [
        'abc',
        ...places.map((place) => Buffer.from(JSON.stringify(place)).toString('base64url')),
      ]) {
        const answer = await api.get(`${path}${path.includes('?') ? '&' : '?'}cursor=${cursor}`, token)
        expect(answer.json(), `${path} ${cursor}`).toMatchObject({
          status: 400,
          code: 'cursor-invalid',
          errors: [{ field: 'cursor' }],
        })
      }
  })
})
