import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newKey as newPayloadKey } from '../../temporal/keyring.ts'
import { testApi, testEnvironment } from '../fixtures/api.ts'
import type { TestApi } from '../fixtures/api.ts'
import { BrowserJar } from '../fixtures/browser-jar.ts'
import { CLIENT, RESOURCE, startProvider } from '../fixtures/oidc-provider.ts'
import type { TestProvider } from '../fixtures/oidc-provider.ts'

const PUBLIC_URL = 'http://127.0.0.1:7999'
const SIGNED_IN_ONLY = '/api/v1/applications?limit=x'
let provider: TestProvider
let api: TestApi
let clock = 0

const settings = (issuer: string, jwksUrl: string) => ({
  AUTH_DEVELOPMENT_ISSUER: 'off',
  AUTH_JWKS_URL: jwksUrl,
  AUTH_ISSUER: issuer,
  OIDC_ISSUER: issuer,
  OIDC_CLIENT_ID: CLIENT.id,
  OIDC_CLIENT_SECRET: CLIENT.secret,
  OIDC_RESOURCE: RESOURCE,
  PUBLIC_URL,
  PAYLOAD_KEYS: newPayloadKey(),
})

beforeAll(async () => {
  provider = await startProvider({
    redirect: `${PUBLIC_URL}/session/callback`,
    claims: { org: 'zhujian', role: 'officer', city: 'chibi' },
  })
  const environment = testEnvironment(settings(provider.issuer, provider.jwksUrl))
  api = await testApi({ environment, now: () => new Date(Date.now() + clock) })
})
afterAll(async () => {
  await api.app.close()
  await provider.close()
})

/** From the click to the page that one came from; the provider's own forms are filled as a person would. */
async function signIn(jar: BrowserJar, back = '/inbox'): Promise<string> {
  const start = await jar.ours(api, `/session/start?back=${encodeURIComponent(back)}`)
  return jar.through(String(start.headers.location), PUBLIC_URL, async (callback) =>
    String((await jar.ours(api, callback)).headers.location),
  )
}

describe('sign-in by a real provider', () => {
  it('code with PKCE: one comes back where one was, and the cookie alone vouches for one', async () => {
    const jar = new BrowserJar()
    expect((await jar.ours(api, SIGNED_IN_ONLY)).statusCode).toBe(401)
    expect(await signIn(jar, '/cases/CB-20261126-00001-7')).toBe('/cases/CB-20261126-00001-7')
    expect((await jar.ours(api, SIGNED_IN_ONLY)).statusCode).toBe(422)
    expect(jar.lastSetCookie).toMatch(/^seven-ones-session=[\w.-]+; Path=\/; HttpOnly; SameSite=Lax; Max-Age=\d+$/)
  })

  it('a token that is about to end is renewed, once for requests that come together', async () => {
    const jar = new BrowserJar()
    await signIn(jar)
    const before = jar.lastSetCookie
    clock = 590_000
    const answers = await Promise.all([1, 2, 3].map(() => jar.ours(api, SIGNED_IN_ONLY)))
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([422, 422, 422])
    expect(jar.lastSetCookie).not.toBe(before)
    clock = 0
  })

  it('nobody is led elsewhere after signing in, and a callback that was not asked for is none', async () => {
    for (const back of ['//evil.example', 'https://evil.example', '/\\evil.example', 'javascript:alert(1)'])
      expect(await signIn(new BrowserJar(), back), back).toBe('/')
    const uninvited = await new BrowserJar().ours(api, '/session/callback?code=x&state=y')
    expect(uninvited.headers.location).toMatch(/^\/sign-in\?failed=late/)
    const jar = new BrowserJar()
    await jar.ours(api, '/session/start')
    const forged = await jar.ours(api, `/session/callback?code=x&state=y&iss=${encodeURIComponent(provider.issuer)}`)
    expect(forged.headers.location).toMatch(/^\/sign-in\?failed=refused/)
    expect((await jar.ours(api, SIGNED_IN_ONLY)).statusCode).toBe(401)
  })

  it('a session is of our own pages: what another site makes a browser send is refused', async () => {
    const jar = new BrowserJar()
    await signIn(jar)
    const url = '/api/v1/applications/CB-20261126-00001-7/reminders'
    for (const headers of [{ origin: 'https://evil.example' }, { 'sec-fetch-site': 'cross-site' }]) {
      const answer = await jar.ours(api, url, { method: 'POST', headers, body: { task: 'x', note: 'y' } })
      expect(answer.json()).toMatchObject({ status: 403, code: 'forbidden', detail: expect.stringContaining('页面') })
    }
    const own = await jar.ours(api, url, { method: 'POST', headers: { origin: PUBLIC_URL }, body: {} })
    expect(own.statusCode).toBe(422)
  })

  it('a sealed cookie that was changed, or sealed for something else, is none', async () => {
    const jar = new BrowserJar()
    await signIn(jar)
    const value = jar.cookie('seven-ones-session')
    jar.set('seven-ones-session', `${value.slice(0, -3)}AAA`)
    expect((await jar.ours(api, SIGNED_IN_ONLY)).statusCode).toBe(401)
    await jar.ours(api, '/session/start')
    jar.set('seven-ones-session', jar.cookie('seven-ones-sign-in'))
    expect((await jar.ours(api, SIGNED_IN_ONLY)).statusCode).toBe(401)
  })

  it('signing out takes the session away, and ends it at the provider', async () => {
    const jar = new BrowserJar()
    await signIn(jar)
    const ended = await jar.ours(api, '/session/end', { method: 'POST', body: {} })
    expect(ended.json().continueAt).toContain(`${provider.issuer}/session/end`)
    expect((await jar.ours(api, SIGNED_IN_ONLY)).statusCode).toBe(401)
  })

  it('systems go on with client credentials, as bearer tokens; beside one a cookie counts for nothing', async () => {
    const answer = await fetch(`${provider.issuer}/token`, {
      method: 'POST',
      headers: {
        authorization: `Basic ${btoa(`${CLIENT.id}:${encodeURIComponent(CLIENT.secret).replaceAll('%20', '+')}`)}`,
      },
      body: new URLSearchParams({ grant_type: 'client_credentials', resource: RESOURCE }),
    })
    const { access_token: token } = (await answer.json()) as { access_token: string }
    expect((await api.get(SIGNED_IN_ONLY, token)).statusCode).toBe(422)
    const jar = new BrowserJar()
    await signIn(jar)
    const both = await jar.ours(api, SIGNED_IN_ONLY, { headers: { authorization: 'Bearer nonsense' } })
    expect(both.statusCode).toBe(401)
  })

  it('a provider whose clock is five minutes ahead signs nobody in, and one is told why', async () => {
    clock = -300_000
    expect(await signIn(new BrowserJar())).toMatch(/^\/sign-in\?failed=(refused|token)/)
    clock = 0
  })

  it('keys of the provider may change', async () => {
    await provider.rotate()
    const jar = new BrowserJar()
    // The keys known so far are asked for again after a while only.
    await expect
      .poll(async () => (await signIn(jar)).startsWith('/inbox'), { timeout: 60_000, interval: 3_000 })
      .toBe(true)
  })
})

it('a provider that does not answer: one is told, and asked again next time', async () => {
  const environment = testEnvironment(settings('http://127.0.0.1:1', 'http://127.0.0.1:1/jwks'))
  const other = await testApi({ environment })
  const start = await other.get('/session/start?back=/inbox')
  expect(start.headers.location).toBe('/sign-in?failed=away&back=%2Finbox')
  await other.app.close()
})
