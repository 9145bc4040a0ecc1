import type { InjectOptions } from 'fastify'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Caller } from '../../api/auth/caller.ts'
import { whoseRequest } from '../../api/limits/whose.ts'
import { readEnvironment } from '../../environment.ts'
import { testApi, testEnvironment } from '../fixtures/api.ts'
import type { TestApi } from '../fixtures/api.ts'

const LETTERS = '/api/v1/dead-letters'
const ORGANISATIONS = '/api/v1/organisations'

let api: TestApi
// Time stands, however slow the machine is.
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] })
})
afterEach(async () => {
  vi.useRealTimers()
  await api.app.close()
})

async function limitedBy(variables: Record<string, string>): Promise<void> {
  api = await testApi({ environment: testEnvironment(variables) })
}

const statuses = async (times: number, ask: () => Promise<{ statusCode: number }>) => {
  const all: number[] = []
  for (let time = 0; time < times; time += 1) all.push((await ask()).statusCode)
  return all
}

describe('one account', () => {
  test('one request too many is told how long to wait, and nobody else is', async () => {
    await limitedBy({ LIMIT_ACCOUNT: '1:3' })
    const [shuiwu, other, ranqi] = await Promise.all([
      api.token('shuiwu', 'system', { sub: 'a' }),
      api.token('shuiwu', 'system', { sub: 'b' }),
      api.token('ranqi', 'system', { sub: 'a' }),
    ])
    const first = await api.get(LETTERS, shuiwu)
    expect([first.statusCode, first.headers['ratelimit-policy'], first.headers['ratelimit']]).toEqual([
      503,
      '"account";q=3;w=3',
      '"account";r=2;t=1',
    ])
    await statuses(2, () => api.get(LETTERS, shuiwu))
    const refused = await api.get(LETTERS, shuiwu)
    expect(refused.headers).toMatchObject({
      'content-type': expect.stringMatching(/^application\/problem\+json/),
      'retry-after': '1',
      ratelimit: '"account";r=0;t=3',
      'ratelimit-policy': '"account";q=3;w=3',
    })
    expect(refused.json()).toMatchObject({
      type: 'urn:seven-ones:problem:too-many-requests',
      status: 429,
      title: '请求过于频繁',
      detail: expect.stringMatching(/本账号.*每秒至多 1 次，一时至多 3 次.*1 秒后/),
      instance: LETTERS,
    })
    for (const token of [other, ranqi]) expect((await api.get(LETTERS, token)).statusCode).not.toBe(429)
  })

  test('before anything is read: no key, no body, an address that is not theirs', async () => {
    await limitedBy({ LIMIT_ACCOUNT: '1:1' })
    const token = await api.token('hubeiGovernmentService', 'system')
    const post = () => api.post({ url: '/api/v1/applications', token, key: '', payload: '{' })
    expect(await statuses(3, post)).toEqual([400, 429, 429])
  })
})

test('people who sign in by one client are counted by their organisation; a system by its own client', () => {
  const client = (org: string, issuedTo: string | undefined, kind = 'utility') =>
    whoseRequest({ sub: 'a', org, kind, city: { key: 'chibi' }, issuedTo } as unknown as Caller, 'seven-ones').find(
      ({ what }) => what === 'client',
    )?.key
  const own = client('shuiwu', undefined)
  expect(own).toEqual(expect.any(String))
  expect(client('shuiwu', 'seven-ones')).toBe(own)
  expect(client('ranqi', 'seven-ones')).not.toBe(own)
  expect(client('shuiwu', 'scada')).not.toBe(own)
  expect(client('shuiwu', 'scada')).toBe(client('ranqi', 'scada'))
  expect(client('applicant', 'seven-ones', 'applicant')).toBeUndefined()
})

describe('a quota of 24 hours', () => {
  test('of an account and of its client: used up, it says how much it is and how long to wait', async () => {
    await limitedBy({ LIMIT_ACCOUNT_DAY: '10', LIMIT_CLIENT_DAY: '12' })
    const [one, other] = [
      await api.token('shuiwu', 'system', { sub: 'a' }),
      await api.token('shuiwu', 'system', { sub: 'b' }),
    ]
    const first = await api.get(LETTERS, one)
    expect(first.headers['ratelimit-policy']).toBe('"accountDay";q=5;w=86400, "clientDay";q=6;w=86400')
    await statuses(4, () => api.get(LETTERS, one))
    const refused = await api.get(LETTERS, one)
    expect([refused.statusCode, refused.headers['retry-after']]).toEqual([429, expect.stringMatching(/^17[12]\d\d$/)])
    expect(refused.json()).toMatchObject({
      detail: expect.stringMatching(/本账号一天.*24 小时至多 10 次，一时至多 5 次/),
    })
    // Who asks too much counts for the client all the same: what it sends, it sends.
    expect((await api.get(LETTERS, other)).json()).toMatchObject({
      detail: expect.stringMatching(/本系统或单位一天.*24 小时至多 12 次/),
    })
    for (const wrong of ['0', '9', '1:2', 'on', '1e9'])
      expect(() => readEnvironment({ LIMIT_CLIENT_DAY: wrong })).toThrow(/LIMIT_CLIENT_DAY=/)
  })
})

describe('one client', () => {
  test('accounts of an organisation together; applicants by the client of their token only', async () => {
    await limitedBy({ LIMIT_ACCOUNT: '1:2', LIMIT_CLIENT: '1:3' })
    const asOrg = async (sub: string) => api.get(LETTERS, await api.token('shuiwu', 'system', { sub }))
    expect((await asOrg('a')).headers['ratelimit-policy']).toBe('"account";q=2;w=2, "client";q=3;w=3')
    expect([await asOrg('b'), await asOrg('c'), await asOrg('d')].map(({ statusCode }) => statusCode === 429)).toEqual([
      false,
      false,
      true,
    ])
    const asUser = async (sub: string, azp?: string) =>
      (await api.get(LETTERS, await api.token('applicant', 'applicant', { sub, ...(azp && { azp }) }))).statusCode
    for (const sub of ['1', '2', '3', '4', '5']) expect(await asUser(sub)).not.toBe(429)
    for (const sub of ['6', '7', '8']) expect(await asUser(sub, 'hall')).not.toBe(429)
    expect([await asUser('9', 'hall'), await asUser('9', 'app')].map((status) => status === 429)).toEqual([true, false])
  })
})

describe('one address', () => {
  test('who does not sign in: public addresses, wrong tokens and what is not there; who does is let in', async () => {
    await limitedBy({ LIMIT_ADDRESS: '1:3' })
    const token = await api.token('shuiwu', 'system')
    expect((await api.get(ORGANISATIONS)).headers['ratelimit-policy']).toBe('"address";q=3;w=3')
    expect(await statuses(2, () => api.get(LETTERS, 'no-token'))).toEqual([401, 401])
    expect((await api.get(LETTERS)).statusCode).toBe(429)
    expect((await api.get('/api/v1/nothing')).statusCode).toBe(429)
    expect((await api.get(ORGANISATIONS)).statusCode).toBe(429)
    expect((await api.get(LETTERS, token)).statusCode).not.toBe(429)
  })

  test('what watches the process is always answered', async () => {
    await limitedBy({ LIMIT_ADDRESS: '1:1' })
    for (const url of ['/healthz', '/metrics'])
      expect(await statuses(5, () => api.get(url))).toEqual([200, 200, 200, 200, 200])
    await statuses(2, () => api.get(ORGANISATIONS))
    expect((await api.get('/metrics')).payload).toContain('seven_ones_requests_limited_total{of="address"} 1')
  })

  test('a proxy is believed where it is one', async () => {
    await limitedBy({ LIMIT_ADDRESS: '1:1', TRUSTED_PROXIES: '10.1.0.0/16,192.0.2.9' })
    const from = async (remoteAddress: string, forwarded: string) => {
      const request: InjectOptions = { url: ORGANISATIONS, remoteAddress, headers: { 'x-forwarded-for': forwarded } }
      return (await api.app.inject(request)).statusCode
    }
    expect([await from('10.1.2.3', '198.51.100.1'), await from('192.0.2.9', '198.51.100.2')]).toEqual([200, 200])
    expect(await from('10.1.2.3', '198.51.100.1')).toBe(429)
    expect([await from('203.0.113.5', '198.51.100.3'), await from('203.0.113.5', '198.51.100.4')]).toEqual([200, 429])
  })
})

describe('what is said of it', () => {
  test('every operation may answer 429, with its fields, but for what watches the process', async () => {
    await limitedBy({})
    const { paths } = (await api.get('/openapi.json')).json<{
      paths: Record<string, Record<string, { responses: Record<string, { headers?: object }> }>>
    }>()
    const without = Object.entries(paths).filter(([, item]) =>
      Object.values(item).some(({ responses }) => responses['429'] === undefined),
    )
    expect(without.map(([path]) => path).sort()).toEqual(['/healthz', '/readyz'])
    expect(Object.keys(paths['/api/v1/applications']?.['post']?.responses['429']?.headers ?? {}).sort()).toEqual([
      'RateLimit',
      'RateLimit-Policy',
      'Retry-After',
      'x-request-id',
    ])
  })

  test('limits are two numbers or off; proxies are addresses or networks', async () => {
    await limitedBy({})
    const { LIMIT_ACCOUNT, LIMIT_CLIENT, LIMIT_ADDRESS, TRUSTED_PROXIES } = readEnvironment({})
    expect([LIMIT_ACCOUNT, LIMIT_CLIENT, LIMIT_ADDRESS, TRUSTED_PROXIES]).toEqual([
      '50:200',
      '200:800',
      '20:100',
      undefined,
    ])
    for (const wrong of ['50', '0:5', '5:0', '5:', 'on', '1.5:9', '-1:5'])
      expect(() => readEnvironment({ LIMIT_CLIENT: wrong })).toThrow(/LIMIT_CLIENT=.*每秒几次/)
    for (const wrong of ['proxy.example', '10.0.0.0/33', '10.0.0', '::1/129', '10.1.2.3, 10.1.2.4'])
      expect(() => readEnvironment({ TRUSTED_PROXIES: wrong })).toThrow(/TRUSTED_PROXIES=.*IP 地址或网段/)
  })
})
