import { once } from 'node:events'
import { chmodSync, chownSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createSecureServer } from 'node:http2'
import { connect } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createServer } from 'node:tls'
import { Connection } from '@temporalio/client'
import { NativeConnection } from '@temporalio/worker'
import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, inject, it, onTestFinished } from 'vitest'
import { connectDatabase } from '../../db/client.ts'
import { readEnvironment } from '../../environment.ts'
import { freePorts } from '../../scripts/stack/ports.ts'
import { startPostgres, untilAccepting } from '../../scripts/stack/postgres.ts'
import type { Postgres } from '../../scripts/stack/postgres.ts'
import { databasePlace } from '../../start/database.ts'
import { temporalConnection } from '../../temporal/connection.ts'
import { newKey } from '../../temporal/keyring.ts'
import { Authority, written } from '../fixtures/certificates.ts'
import type { Certified } from '../fixtures/certificates.ts'
import { spawned } from '../fixtures/spawned.ts'

const HERE = { hosts: ['localhost', '127.0.0.1'] }
const PAST = new Date(Date.now() - 3_600_000)
const READY = { 'server.ts': 'Server listening', 'worker.ts': '工作进程已就绪' } as const
const PROGRAMS = ['server.ts', 'worker.ts'] as const

/** Each asks both servers; there is no case to be mended. */
const SCRIPTS = [
  ['scripts/check-histories.ts', [], 0, '"checked":0'],
  ['scripts/replay.ts', ['--all'], 0, '"histories":0'],
  ['scripts/rebuild.ts', ['--verify'], 0, '"differences":0'],
  ['scripts/mend.ts', ['CB-20261123-00001-0'], 1, 'CB-20261123-00001-0'],
] as const

const authority = new Authority('ours')
let folder: string
let ca: string
let client: Certified
let database: Postgres

/** What it takes to get through, and a namespace of our own. */
let well: NodeJS.ProcessEnv

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'seven-ones-tls-'))
  // PostgreSQL may run as another user, who must get through.
  chmodSync(folder, 0o711)
  ca = written(folder, 'ca', authority).cert
  client = written(folder, 'client', authority.certified('client'))
  database = await postgresWithTls()
  const [PORT, METRICS_PORT] = (await freePorts(2)).map(String)
  well = {
    PORT,
    METRICS_PORT,
    DATA_DIR: join(folder, 'data'),
    PAYLOAD_KEYS: newKey(),
    TEMPORAL_NAMESPACE: 'tls',
    TASK_QUEUE: 'tls',
    AUTH_DEVELOPMENT_ISSUER: 'on',
    PUSH: 'off',
    TEMPORAL_ADDRESS: await terminated(authority.certified('temporal', HERE), true),
    TEMPORAL_TLS_SERVER_CA_CERT_PATH: ca,
    TEMPORAL_TLS_CLIENT_CERT_PATH: client.cert,
    TEMPORAL_TLS_CLIENT_KEY_PATH: client.key,
    DATABASE_URL: database.url,
    DATABASE_TLS_SERVER_CA_CERT_PATH: ca,
    DATABASE_TLS_CLIENT_CERT_PATH: client.cert,
    DATABASE_TLS_CLIENT_KEY_PATH: client.key,
  }
})
afterAll(async () => {
  for (const close of proxies) close()
  await database.program.stop()
  rmSync(folder, { recursive: true, force: true })
})

const proxies: (() => void)[] = []

/** TLS in front of the dev server, which has none; `mutual`: it asks for a certificate. */
async function terminated(certified: Certified, mutual: boolean): Promise<string> {
  const [host = '', port = ''] = inject('servers').temporalAddress.split(':')
  const options = { ca: authority.cert, requestCert: mutual, rejectUnauthorized: mutual, ALPNProtocols: ['h2'] }
  const server = createServer({ ...certified, ...options }, (socket) => {
    const inner = connect(Number(port), host)
    for (const end of [socket, inner]) end.on('error', () => [socket, inner].forEach((each) => each.destroy()))
    socket.pipe(inner).pipe(socket)
  })
  proxies.push(() => void server.close())
  await once(server.listen(0, '127.0.0.1'), 'listening')
  // By its name: of an address, gRPC's client has Node say that a certificate's name should be none.
  return `localhost:${(server.address() as AddressInfo).port}`
}

/** One of its own, which lets nobody in without TLS and a certificate of our authority. */
async function postgresWithTls(): Promise<Postgres> {
  const [port = 0] = await freePorts(1)
  const dataDir = join(folder, 'postgres')
  const server = await startPostgres({ dataDir, port, logFile: join(folder, 'postgres.log'), fast: true })
  await untilAccepting(server)
  const { uid, gid } = statSync(dataDir)
  const own = written(folder, 'postgres', authority.certified('postgres', HERE))
  for (const path of [own.cert, own.key, ca]) chownSync(path, uid, gid)
  const sql = postgres(server.url, { max: 1, onnotice: () => {} })
  for (const [name, value] of [
    ['ssl_cert_file', own.cert],
    ['ssl_key_file', own.key],
    ['ssl_ca_file', ca],
    ['ssl', 'on'],
  ] as const)
    await sql.unsafe(`alter system set ${name} = '${value}'`)
  writeFileSync(join(dataDir, 'pg_hba.conf'), 'hostssl all all all scram-sha-256 clientcert=verify-ca\n')
  await sql`select pg_reload_conf()`
  await sql.end()
  return server
}

const environment = (change: NodeJS.ProcessEnv = {}) => readEnvironment({ ...well, ...change })

describe('with a certificate of our own, to Temporal and PostgreSQL that ask for one', () => {
  it('prepares the servers, and every program works', async () => {
    const prepare = spawned('scripts/prepare-servers.ts', well)
    expect([await prepare.ends(), prepare.said()]).toEqual([0, expect.stringContaining('已就绪')])
    for (const file of PROGRAMS) {
      const program = spawned(file, well)
      await program.says(READY[file])
      expect(program.said()).not.toContain('没有应答')
      program.kill('SIGTERM')
      await program.ends()
    }
    for (const [file, args, code, said] of SCRIPTS) {
      const script = spawned(file, well, args)
      expect([file, await script.ends(), script.said()]).toEqual([file, code, expect.stringContaining(said)])
    }
  })

  it('PostgreSQL is spoken to in cipher', async () => {
    const { database: pool, close } = connectDatabase(databasePlace(environment()))
    const [row] = await pool.execute<{ ssl: boolean }>('select ssl from pg_stat_ssl where pid = pg_backend_pid()')
    await close()
    expect(row).toEqual({ ssl: true })
  })
})

/** One sentence and 2: no stack, no waiting, nothing else. */
async function refused(file: string, wrong: NodeJS.ProcessEnv): Promise<string> {
  const program = spawned(file, { ...well, ...wrong })
  expect([await program.ends(), program.said().trim().split('\n').length]).toEqual([2, 1])
  return program.said()
}

describe.each(PROGRAMS)('%s does not start', (file) => {
  const without = (server: string) => ({
    [`${server}_TLS_CLIENT_CERT_PATH`]: undefined,
    [`${server}_TLS_CLIENT_KEY_PATH`]: undefined,
  })

  it('where Temporal asks for a certificate, and says so', async () => {
    expect(await refused(file, without('TEMPORAL'))).toBe(
      `环境变量 TEMPORAL_ADDRESS=${well['TEMPORAL_ADDRESS']} 不能用（TLS）：服务器不接受本程序的证书，或要求出示证书。\n`,
    )
  })

  it('where the server’s certificate is another’s, is for another name, or out of date', async () => {
    const other = written(folder, 'other', new Authority('other')).cert
    expect(await refused(file, { TEMPORAL_TLS_SERVER_CA_CERT_PATH: other })).toContain('不信任服务器证书的签发者')
    expect(await refused(file, { TEMPORAL_TLS_SERVER_NAME: 'temporal.example' })).toContain('不是给这个主机名的')
    const old = await terminated(authority.certified('temporal', { ...HERE, to: PAST }), false)
    expect(await refused(file, { TEMPORAL_ADDRESS: old })).toContain('服务器的证书已过期')
  })

  it('where PostgreSQL’s is, or it asks for one of ours', async () => {
    const other = written(folder, 'other', new Authority('other')).cert
    expect(await refused(file, { DATABASE_TLS_SERVER_CA_CERT_PATH: other })).toMatch(
      /DATABASE_URL 不能用：不信任服务器证书的签发者/,
    )
    expect(await refused(file, without('DATABASE'))).toMatch(/DATABASE_URL 不能用：不许这个用户连接/)
  })

  it('with a certificate of its own that is out of date', async () => {
    const old = written(folder, 'old', authority.certified('client', { to: PAST }))
    const wrong = { TEMPORAL_TLS_CLIENT_CERT_PATH: old.cert, TEMPORAL_TLS_CLIENT_KEY_PATH: old.key }
    expect(await refused(file, wrong)).toMatch(/TEMPORAL_TLS_CLIENT_CERT_PATH=.* 不能用：证书已于 .* 过期。/)
  })
})

it('a server under another name is known by the one that is told', async () => {
  const address = await terminated(authority.certified('temporal', { hosts: ['temporal.example'] }), true)
  const named = temporalConnection(
    environment({ TEMPORAL_ADDRESS: address, TEMPORAL_TLS_SERVER_NAME: 'temporal.example' }),
  )
  for (const connected of [await Connection.connect(named), await NativeConnection.connect(named)])
    await connected.close()
})

it('the API key goes with every call, a client’s as a worker’s', async () => {
  const seen: (string | undefined)[] = []
  const certified = authority.certified('temporal', HERE)
  const server = createSecureServer(certified)
  server.on('stream', (stream, { authorization }) => {
    seen.push(authorization)
    stream.on('error', () => {})
    // OK, and an empty message: a server that tells nothing of itself.
    stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }))
    stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true })
    stream.end(Buffer.alloc(5))
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  onTestFinished(() => void server.close())
  const keyed = temporalConnection(
    readEnvironment({
      TEMPORAL_ADDRESS: `127.0.0.1:${(server.address() as AddressInfo).port}`,
      TEMPORAL_TLS_SERVER_CA_CERT_PATH: ca,
      TEMPORAL_API_KEY: 'a-key-of-ours',
    }),
  )
  for (const connected of [await Connection.connect(keyed), await NativeConnection.connect(keyed)])
    await connected.close()
  expect(new Set(seen)).toEqual(new Set(['Bearer a-key-of-ours']))
  expect(seen.length).toBeGreaterThan(1)
})
