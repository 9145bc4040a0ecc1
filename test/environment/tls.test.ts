import { X509Certificate } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:tls'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { readEnvironment, tlsOf } from '../../environment.ts'
import { tlsRefusal } from '../../start/tls-refusal.ts'
import { temporalConnection } from '../../temporal/connection.ts'
import { Authority, written } from '../fixtures/certificates.ts'
import type { Certified } from '../fixtures/certificates.ts'

const AT = { TEMPORAL_ADDRESS: 'temporal.internal:7233', DATABASE_URL: 'postgres://u:p@db.internal/x' }
const DAY_MS = 86_400_000
const [past, future] = [new Date(Date.now() - DAY_MS / 2), new Date(Date.now() + DAY_MS / 2)]

const authority = new Authority('ours')
let folder: string
let ca: string
let client: Certified

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'seven-ones-tls-'))
  ca = written(folder, 'ca', authority).cert
  client = written(folder, 'client', authority.certified('client'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const file = (name: string, content: string) => {
  writeFileSync(join(folder, name), content)
  return join(folder, name)
}

describe('the certificates of these tests', () => {
  it('are such, for hosts and addresses, signed by their authority', () => {
    const { cert } = authority.certified('server', { hosts: ['localhost', '127.0.0.1'] })
    const [own, issuer] = [new X509Certificate(cert), new X509Certificate(authority.cert)]
    expect([own.verify(issuer.publicKey), own.checkIssued(issuer), issuer.ca, own.ca]).toEqual([
      true,
      true,
      true,
      false,
    ])
    expect([own.checkHost('localhost'), own.checkIP('127.0.0.1')]).toEqual(['localhost', '127.0.0.1'])
    expect([own.checkHost('elsewhere'), own.checkIP('127.0.0.2')]).toEqual([undefined, undefined])
  })
})

describe.each(['TEMPORAL', 'DATABASE'] as const)('TLS to %s', (server) => {
  const names = {
    ca: `${server}_TLS_SERVER_CA_CERT_PATH`,
    cert: `${server}_TLS_CLIENT_CERT_PATH`,
    key: `${server}_TLS_CLIENT_KEY_PATH`,
    name: `${server}_TLS_SERVER_NAME`,
  }
  const tls = (source: NodeJS.ProcessEnv) => tlsOf(readEnvironment({ ...AT, ...source }), server)

  it('is off unless told, and on where any of its variables is set', () => {
    expect(tls({})).toBeUndefined()
    expect(tls({ [`${server}_TLS`]: 'false' })).toBeUndefined()
    expect(tls({ [`${server}_TLS`]: 'true' })).toEqual({})
    expect(tls({ [names.name]: 'temporal.example' })).toEqual({ serverName: 'temporal.example' })
    const whole = tls({ [names.ca]: ca, [names.cert]: client.cert, [names.key]: client.key })
    expect(whole?.ca?.toString()).toBe(authority.cert)
    expect(whole?.client?.key.toString()).toContain('PRIVATE KEY')
  })

  it('takes no variable without the others that it needs, nor two that contradict each other', () => {
    expect(() => tls({ [names.cert]: client.cert })).toThrow(`${names.cert} 与 ${names.key} 须同时设置`)
    expect(() => tls({ [`${server}_TLS`]: 'false', [names.ca]: ca })).toThrow(
      `${server}_TLS=false 与 ${names.ca} 不能并用`,
    )
    expect(() => tls({ [`${server}_TLS`]: 'on' })).toThrow(`${server}_TLS=on 不正确：应为 true 或 false`)
    expect(() => tls({ [names.name]: 'a b' })).toThrow('应为主机名')
    expect(() => readEnvironment({ [names.ca]: ca })).toThrow(
      /只用于给定的服务器：请同时设置 (TEMPORAL_ADDRESS|DATABASE_URL)/,
    )
  })

  it.each([
    ['that is not there', () => join(folder, 'nope.crt'), '没有这个文件'],
    ['that is a folder', () => folder, '是目录，不是文件'],
    ['that is no certificate', () => file('text.crt', 'hello'), '不是 PEM 证书'],
    ['that is broken', () => file('half.crt', authority.cert.slice(0, 200)), '不是 PEM 证书'],
    [
      'out of date',
      () => file('old.crt', new Authority('old', { to: past }).cert),
      `证书已于 ${past.toISOString().slice(0, 17)}`,
    ],
    ['not valid yet', () => file('new.crt', new Authority('new', { from: future }).cert), '证书到 '],
  ])('names an authority’s file %s', (_, path, why) => {
    const given = path()
    expect(() => tls({ [names.ca]: given })).toThrow(`环境变量 ${names.ca}=${given} 不能用：${why}`)
  })

  it('takes a bundle of authorities of which one is out of date', () => {
    const bundle = file('bundle.crt', new Authority('old', { to: past }).cert + authority.cert)
    expect(tls({ [names.ca]: bundle })?.ca).toBeDefined()
  })

  it('names a client’s certificate that is out of date, and a key that is not its own, or no key', () => {
    const pair = (certified: Certified, name: string) => written(folder, name, certified)
    const old = pair(authority.certified('old', { to: past }), 'old-client')
    const other = pair(authority.certified('other'), 'other-client')
    expect(() => tls({ [names.cert]: old.cert, [names.key]: old.key })).toThrow(
      new RegExp(`${names.cert}=.*证书已于 .* 过期`),
    )
    expect(() => tls({ [names.cert]: client.cert, [names.key]: other.key })).toThrow(
      `环境变量 ${names.key}=${other.key} 不能用：与 ${names.cert} 的证书不是一对。`,
    )
    expect(() => tls({ [names.cert]: client.cert, [names.key]: client.cert })).toThrow('不是没有口令的 PEM 私钥')
  })
})

function messageOf(read: () => unknown): string {
  try {
    read()
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
  return 'nothing thrown'
}

describe('the API key of Temporal', () => {
  it('goes by TLS only, and is never shown', () => {
    const key = 'a-secret-that-nobody-sees'
    expect(temporalConnection(readEnvironment({ ...AT, TEMPORAL_API_KEY: key }))).toEqual({
      address: AT.TEMPORAL_ADDRESS,
      tls: {},
      apiKey: key,
    })
    for (const wrong of [
      { ...AT, TEMPORAL_TLS: 'false', TEMPORAL_API_KEY: key },
      { TEMPORAL_API_KEY: key },
      { ...AT, TEMPORAL_API_KEY: `${key} ` + key },
    ])
      expect(messageOf(() => readEnvironment(wrong))).toMatch(/^(?!.*a-secret).*TEMPORAL_API_KEY/)
  })
})

it('a database’s URL says nothing of TLS beside its variables, which always check the certificate', () => {
  const DATABASE_URL = 'postgres://u:p@db.internal/x?sslmode=require'
  expect(readEnvironment({ DATABASE_URL }).DATABASE_URL).toBe(DATABASE_URL)
  expect(() => readEnvironment({ DATABASE_URL, DATABASE_TLS: 'true' })).toThrow(/sslmode.*不能并用/)
})

describe('why TLS does not come about', () => {
  async function serving(certified: Certified, mutual = false): Promise<string> {
    const server = createServer(
      { ...certified, ALPNProtocols: ['h2'], ca: authority.cert, requestCert: mutual, rejectUnauthorized: mutual },
      (socket) => socket.on('error', () => {}),
    )
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void server.close())
    return `127.0.0.1:${(server.address() as AddressInfo).port}`
  }
  const trusted = { ca: Buffer.from(authority.cert) }
  const here = { hosts: ['127.0.0.1'] }

  it('is told: whom the server’s certificate is of, for whom, and until when; and that it asks for ours', async () => {
    const good = await serving(authority.certified('server', here))
    const theirs = authority.certified('client')
    const own = { ...trusted, client: { cert: Buffer.from(theirs.cert), key: Buffer.from(theirs.key) } }
    expect(await tlsRefusal(good, trusted)).toBeUndefined()
    expect(await tlsRefusal(good, { ca: Buffer.from(new Authority('other').cert) })).toBe('不信任服务器证书的签发者')
    expect(await tlsRefusal(await serving(authority.certified('s', { ...here, to: past })), trusted)).toBe(
      '服务器的证书已过期',
    )
    expect(await tlsRefusal(await serving(authority.certified('s', { hosts: ['x.example'] })), trusted)).toBe(
      '服务器的证书不是给这个主机名的',
    )
    const mutual = await serving(authority.certified('server', here), true)
    expect(await tlsRefusal(mutual, trusted)).toBe('服务器不接受本程序的证书，或要求出示证书')
    expect(await tlsRefusal(mutual, own)).toBeUndefined()
  })

  it('is nothing where nobody answers', async () => {
    expect(await tlsRefusal('127.0.0.1:1', trusted)).toBeUndefined()
  })
})
