import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { GUIDES } from '../../api/help/guides.ts'
import { bodyFor, readBuiltPage } from '../../api/page/built.ts'
import { newKey as newPayloadKey } from '../../temporal/keyring.ts'
import { testApi, testEnvironment } from '../fixtures/api.ts'
import type { TestApi } from '../fixtures/api.ts'
import { BrowserJar } from '../fixtures/browser-jar.ts'
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

let api: TestApi
beforeAll(async () => {
  api = await testApi({ environment: testEnvironment({ PAYLOAD_KEYS: newPayloadKey() }) })
})
afterAll(() => api.app.close())

describe('the printed sign-ins of development', () => {
  it('sign in by one click, as who is printed and nobody else', async () => {
    const { cities } = (await api.get('/session/sign-ins')).json<{
      cities: { city: string; signIns: { id: string; orgName: string; roleName: string; desk: string }[] }[]
    }>()
    expect(cities.find(({ city }) => city === 'chibi')?.signIns[0]).toMatchObject({
      roleName: '窗口人员',
      desk: 'window',
    })
    const jar = new BrowserJar()
    const click = (id: string) => jar.ours(api, '/session/development', { method: 'POST', body: { city: 'chibi', id } })
    expect((await click('zhujian-officer')).json()).toEqual({ desk: 'inbox' })
    expect((await jar.ours(api, '/api/v1/applications?limit=x')).statusCode).toBe(422)
    for (const id of ['office-administrator', 'zhujian-auditor', 'nobody'])
      expect((await click(id)).json()).toMatchObject({ status: 403, code: 'forbidden' })
  })

  it('are nowhere but with the development issuer', async () => {
    const settings = { AUTH_DEVELOPMENT_ISSUER: 'off', AUTH_JWKS_URL: 'http://127.0.0.1:1/jwks', AUTH_ISSUER: 'x' }
    const other = await testApi({ environment: testEnvironment(settings) })
    expect((await other.get('/session/sign-ins')).statusCode).toBe(404)
    expect((await other.post({ url: '/session/development', body: {} })).statusCode).toBe(404)
    await other.app.close()
  })
})

describe('the page as it was built', () => {
  const folder = mkdtempSync(join(tmpdir(), 'seven-ones-page-'))
  mkdirSync(join(folder, 'assets'))
  for (const [name, text] of Object.entries({
    'a-1.js': 'whole',
    'a-1.js.br': 'br',
    'a-1.js.gz': 'gz',
    'a-1.html': '<p>',
  }))
    writeFileSync(join(folder, 'assets', name), text)
  for (const page of ['index.html', 'field.html', 'field-worker.js']) writeFileSync(join(folder, page), '%NONCE%')

  it('gives each browser the smallest that it takes; nothing executable but script is served', () => {
    const { assets } = readBuiltPage(folder)!
    expect([...assets.keys()]).toEqual(['a-1.js'])
    const script = assets.get('a-1.js')!
    const sent = (accepted: string | undefined) => bodyFor(script, accepted).body.toString()
    expect(['br, gzip', 'gzip;q=1', 'identity', undefined].map(sent)).toEqual(['br', 'gz', 'whole', 'whole'])
  })

  it('is none where it was not built', () => {
    expect(readBuiltPage(join(folder, 'assets'))).toBeUndefined()
  })
})

describe('the guides, opened from the desks', () => {
  it.each(GUIDES)('%s is told in Chinese, with its pictures, and runs nothing', async (guide) => {
    const answer = await api.get(`/help/${guide}`)
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8'])
    expect(answer.headers['content-security-policy']).toContain("default-src 'none'")
    const [body = ''] = /<main>[^]*<\/main>/.exec(answer.payload) ?? []
    expect(body.match(/<h1>/g)).toHaveLength(1)
    expect(body).not.toMatch(/\*\*|\]\(|ADR|SMS_|^\s*[|#-] /m)
    const pictures = [...body.matchAll(/src="(\/help\/pictures\/[\w-]+\.png)"/g)].map(([, url = '']) => url)
    expect(pictures.length).toBeGreaterThan(0)
    for (const url of pictures) expect((await api.get(url)).headers['content-type']).toBe('image/png')
  })

  it('are those alone, and no file is reached beside them', async () => {
    for (const url of ['/help/questions', '/help/pictures/icon.png', '/help/pictures/..%2Fdesk-case.md'])
      expect((await api.get(url)).statusCode).toBe(404)
  })
})
