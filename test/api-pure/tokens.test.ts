import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { importJWK, SignJWT } from 'jose'
import type { JWTHeaderParameters, JWTPayload } from 'jose'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { tokenVerifier } from '../../api/auth/verify-token.ts'
import { readEnvironment } from '../../environment.ts'
import { testApi, testEnvironment } from '../fixtures/api.ts'
import type { TestApi } from '../fixtures/api.ts'

const DATA_DIR = mkdtempSync(join(tmpdir(), 'seven-ones-tokens-'))
let api: TestApi
beforeAll(async () => {
  api = await testApi({ environment: testEnvironment({ DATA_DIR, AUTH_LONGEST_TOKEN_HOURS: '12' }) })
})
afterAll(() => api.app.close())

const HOUR = 3600
const seconds = () => Math.floor(Date.now() / 1000)

async function answerTo(claims: JWTPayload, header: Partial<JWTHeaderParameters> = {}): Promise<string> {
  const answer = await api.get('/api/v1/applications?limit=x', await signed(claims, header))
  return answer.statusCode === 422 ? 'counts' : `${answer.statusCode} ${answer.json<{ detail: string }>().detail}`
}

/** A token by the issuer's own key, otherwise as it should not be. */
async function signed(claims: JWTPayload, header: Partial<JWTHeaderParameters> = {}): Promise<string> {
  const key = await importJWK(JSON.parse(readFileSync(join(DATA_DIR, 'development-issuer.json'), 'utf8')), 'EdDSA')
  const whole = {
    org: 'office',
    role: 'officer',
    city: 'chibi',
    sub: 'x',
    jti: 'a',
    iat: seconds(),
    exp: seconds() + HOUR,
  }
  return new SignJWT({ ...whole, ...claims, iss: 'seven-ones-development', aud: 'seven-ones' })
    .setProtectedHeader({ alg: 'EdDSA', typ: 'at+jwt', ...header })
    .sign(key)
}

describe('a token', () => {
  it('counts for twelve hours at most, where that is the longest life', async () => {
    expect(await answerTo({ exp: seconds() + 12 * HOUR })).toBe('counts')
    expect(await answerTo({ exp: seconds() + 13 * HOUR })).toMatch(/^401 .*不得超过 12 小时/)
    expect(await answerTo({ iat: seconds() - 20 * HOUR, exp: seconds() + HOUR })).toMatch(/^401 .*不得超过 12 小时/)
    expect(await answerTo({ exp: seconds() + 10 * 365 * 24 * HOUR })).toMatch(/^401/)
  })

  it('says when it was issued, which is not later than now, and has a name by which it can be revoked', async () => {
    expect(await answerTo({ iat: seconds() + 60, exp: seconds() + 120 })).toMatch(/^401 .*iat 晚于现在/)
    for (const claims of [{ iat: undefined }, { jti: undefined }, { jti: '' }, { jti: 'x'.repeat(201) }, { iat: 1.5 }])
      expect(await answerTo(claims as JWTPayload), JSON.stringify(claims)).toMatch(/^401 .*jti/)
  })

  it('is of its own type: what was signed for something else is none', async () => {
    for (const typ of ['at+jwt', 'AT+JWT', 'application/at+jwt', 'JWT'])
      expect(await answerTo({}, { typ })).toBe('counts')
    for (const typ of ['logout+jwt', 'dpop+jwt', 'secevent+jwt', ''])
      expect(await answerTo({}, { typ }), typ).toMatch(/^401 .*typ/)
  })
})

describe('a token that comes again', () => {
  it('has its signature checked once in half a minute; its end and its being revoked are looked at each time', async () => {
    let at = Date.now()
    let revoked = false
    const environment = testEnvironment({ DATA_DIR, AUTH_LONGEST_TOKEN_HOURS: '12' })
    const verify = await tokenVerifier(
      environment,
      () => new Date(at),
      () => revoked,
    )
    const checked = vi.spyOn(crypto.subtle, 'verify')
    const token = await signed({ exp: seconds() + 60 })
    const told = []
    for (const after of [0, 29_000, 1_000, 30_000]) {
      at += after
      told.push(await verify(token))
    }
    expect(checked).toHaveBeenCalledTimes(3)
    // Whoever asks with a token that is remembered is the same caller.
    expect(told[1]).toBe(told[0])
    expect(told[2]).not.toBe(told[0])
    const another = await signed({ exp: seconds() + 3_600, org: 'zigui' })
    expect([(await verify(another)).org, (await verify(token)).org]).toEqual(['zigui', 'office'])
    checked.mockClear()
    revoked = true
    await expect(verify(token)).rejects.toMatchObject({ code: 'token-revoked' })
    revoked = false
    at += 10_000
    await expect(verify(token)).rejects.toMatchObject({ code: 'token-expired' })
    checked.mockRestore()
  })
})

describe('variables', () => {
  it('keys are fetched by https, or from this machine', () => {
    const source = (url: string) => ({ AUTH_JWKS_URL: url, AUTH_ISSUER: 'https://sso.example' })
    for (const url of ['https://sso.example/jwks.json', 'http://127.0.0.1:8080/jwks', 'http://[::1]/jwks'])
      expect(readEnvironment(source(url)).AUTH_JWKS_URL).toBe(url)
    for (const url of ['http://sso.example/jwks.json', 'http://10.0.0.1/jwks', 'http://127.0.0.1.evil.example/jwks'])
      expect(() => readEnvironment(source(url)), url).toThrow(/AUTH_JWKS_URL=.*https/)
  })

  it('the longest life of a token is told in hours, ninety days at most', () => {
    expect(readEnvironment({}).AUTH_LONGEST_TOKEN_HOURS).toBe(24)
    expect(readEnvironment({ AUTH_LONGEST_TOKEN_HOURS: '2160' }).AUTH_LONGEST_TOKEN_HOURS).toBe(2160)
    for (const wrong of ['0', '2161', '1.5', 'day'])
      expect(() => readEnvironment({ AUTH_LONGEST_TOKEN_HOURS: wrong })).toThrow(/AUTH_LONGEST_TOKEN_HOURS=/)
  })

  it('two programs do not listen at one port; metrics apart is a choice', () => {
    expect(readEnvironment({}).API_METRICS_PORT).toBeUndefined()
    expect(() => readEnvironment({ API_METRICS_PORT: '7109' })).toThrow(/METRICS_PORT 与 API_METRICS_PORT/)
  })
})

it('/metrics has a port of its own where one is named, and is not at the API’s then', async () => {
  const { freePorts } = await import('../../scripts/stack/ports.ts')
  const [port = 0] = await freePorts(1)
  const apart = await testApi({ environment: testEnvironment({ API_METRICS_PORT: String(port) }) })
  await apart.app.listen({ port: 0, host: '127.0.0.1' })
  try {
    expect((await apart.get('/metrics')).statusCode).toBe(404)
    const asked = async () => {
      const answer = await fetch(`http://127.0.0.1:${port}/metrics`)
      return [answer.status, await answer.text()]
    }
    await expect.poll(asked).toEqual([200, expect.stringContaining('http_request_duration_seconds')])
    expect((await fetch(`http://127.0.0.1:${port}/api/v1/applications`)).status).toBe(404)
  } finally {
    await apart.app.close()
  }
})
