import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { assessmentCsv } from '../../api/views/assessment-csv.ts'
import { NO_FIGURES } from '../../domain/assessment/assessment.ts'
import { isPrivateAddress } from '../../receivers/reach.ts'
import { testApi } from '../fixtures/api.ts'
import type { TestApi } from '../fixtures/api.ts'

let api: TestApi
let office: string
beforeAll(async () => {
  api = await testApi()
  office = await api.token('office', 'officer')
})
afterAll(() => api.app.close())

const APPLICATIONS = '/api/v1/applications'
const INSIDE = /select |insert |postgres|drizzle|ECONN|node_modules|\.ts:|at .*\(|Error:/i

describe('addresses that are not meant', () => {
  it.each([
    'CB-20261124-00017-9%2Fhistory',
    '..%2F..%2Fmetrics',
    '%2e%2e',
    '..',
    'CB-20261124-00017-9%00',
    "CB-20261124-00017-9'--",
    'CB-20261124-00017-9%0d%0aSet-Cookie:x',
    '%EF%BC%A3B-20261124-00017-9',
    'cb-20261124-00017-9',
    'CB-20261124-00017-0',
    'CB-20261124-00017-9 ',
    '__proto__',
    'constructor',
    'x'.repeat(101),
    'x'.repeat(5_000),
    '%ff',
    '*',
    'housekeeping:reports:chibi',
    'rating:CB-20261124-00017-9',
  ])('are not there: %s', async (number) => {
    for (const path of [
      `${APPLICATIONS}/${number}`,
      `${APPLICATIONS}/${number}/history`,
      `${APPLICATIONS}/${number}/rating`,
      `/api/v1/transfers/${number}`,
      `/api/v1/reports/${number}`,
      `/api/v1/instalments/${number}`,
      `/api/v1/later-inspections/${number}`,
    ]) {
      const answer = await api.get(path, office)
      // Text that could not be kept, such as a NUL, is refused before.
      expect([path, answer.statusCode, INSIDE.test(answer.payload)]).toEqual([
        path,
        number.endsWith('%00') ? 422 : expect.toBeOneOf([404, 503]),
        false,
      ])
      expect(answer.headers['set-cookie']).toBeUndefined()
    }
    const act = await api.post({
      url: `${APPLICATIONS}/${number}/deadlines/resumptions`,
      token: office,
      body: { deadline: 'survey' },
    })
    expect(act.statusCode).toBe(number.endsWith('%00') ? 422 : 404)
  })

  it.each([
    'limit=1&limit=2',
    'limit[]=1',
    'stage=closed&stage=survey',
    'limit=1e9',
    'limit=-1',
    'cursor=',
    'cursor=a&cursor=b',
    'unknown=1',
    '__proto__[x]=1',
    'organisation=constructor',
    'organisation=window%27',
  ])('queries that are not meant are refused: %s', async (query) => {
    const answer = await api.get(`${APPLICATIONS}?${query}`, office)
    expect([answer.statusCode, INSIDE.test(answer.payload)]).toEqual([expect.toBeOneOf([400, 404, 422]), false])
  })

  it.each([
    'bnVsbA',
    'W10',
    'e30',
    Buffer.from('{"registeredAt":"2026-11-24T00:00:00Z","serviceNumber":1}').toString('base64url'),
    Buffer.from(`{"registeredAt":"2026-11-24' or 1=1","serviceNumber":"x"}`).toString('base64url'),
  ])('a cursor of nobody: %s', async (cursor) => {
    expect((await api.get(`${APPLICATIONS}?cursor=${cursor}`, office)).json()).toMatchObject({
      status: 400,
      code: 'cursor-invalid',
    })
  })

  it('an answer says nothing of the inside where no server answers', async () => {
    for (const path of [
      APPLICATIONS,
      '/api/v1/transfers',
      '/api/v1/organisations/office/tasks',
      '/api/v1/road-works?road=x',
    ]) {
      const answer = await api.get(path, office)
      expect([path, answer.statusCode, INSIDE.test(answer.payload)]).toEqual([path, 503, false])
    }
  })

  it('tokens: no algorithm, another audience, a city of another, a role of none', async () => {
    const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
    const claims = {
      sub: 'x',
      org: 'office',
      city: 'chibi',
      iss: 'seven-ones-development',
      aud: 'seven-ones',
      exp: 4_000_000_000,
    }
    const none = `${part({ alg: 'none' })}.${part({ ...claims, role: 'officer' })}.`
    const [head, , signature] = office.split('.')
    const swapped = `${head}.${part({ ...claims, role: 'administrator' })}.${signature}`
    for (const token of [none, swapped, `${office}x`, ''])
      expect((await api.get(APPLICATIONS, token)).statusCode).toBe(401)
    for (const authorization of ['Basic b2ZmaWNlOng=', office, `Bearer ${office}, Bearer ${office}`, `bearer  `])
      expect((await api.app.inject({ url: APPLICATIONS, headers: { authorization } })).statusCode).toBe(401)
    for (const url of [
      `${APPLICATIONS}?access_token=${office}`,
      `${APPLICATIONS}/`,
      '//api/v1/applications',
      '/API/v1/applications',
      '/metrics/../api/v1/applications',
      '/healthz%2f..%2fapi%2fv1%2fapplications',
    ])
      expect((await api.get(url)).statusCode).toBeOneOf([401, 404])
  })
})

it('R-30: a spreadsheet takes no cell for a formula', () => {
  const row = { org: 'a', link: 'survey', binding: { ...NO_FIGURES, volume: 1 }, advisory: NO_FIGURES } as const
  for (const begun of ['=', '+', '-', '@', '\t', '\r']) {
    const csv = assessmentCsv('2026-Q3', [row], { assessor: 'b' }, () => `${begun}HYPERLINK("x")`)
    for (const cell of csv.replace('\uFEFF', '').split(/,|\r\n/)) expect(cell).not.toMatch(/^"?[=+\-@\t\r]/)
  }
})

it.each([
  '127.0.0.1',
  '10.1.2.3',
  '172.31.0.1',
  '192.168.0.1',
  '169.254.169.254',
  '100.100.100.200',
  '0.0.0.0',
  '::1',
  '::',
  '::ffff:10.0.0.1',
  '::ffff:a00:1',
  '64:ff9b::a00:1',
  'fe80::1',
  'fd00::1',
  '2002:a00:1::',
  '255.255.255.255',
  '224.0.0.1',
])('R-27: no push goes to %s', (address) => {
  expect(isPrivateAddress(address)).toBe(true)
})
