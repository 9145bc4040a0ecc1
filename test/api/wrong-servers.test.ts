import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client, Connection } from '@temporalio/client'
import { afterAll, beforeAll, describe, expect, inject, it, onTestFinished, vi } from 'vitest'
import { freePorts } from '../../scripts/stack/ports.ts'
import { dataConverter } from '../../temporal/data-converter.ts'
import { newKey, parseKeyring } from '../../temporal/keyring.ts'
import { ensureNamespace } from '../../temporal/namespace.ts'
import { spawned } from '../fixtures/spawned.ts'

const PROGRAMS = ['server.ts', 'worker.ts'] as const
const TOOLS = ['scripts/replay.ts', 'scripts/check-histories.ts', 'scripts/rebuild.ts'] as const
const ARGS = {
  'scripts/replay.ts': ['--all'],
  'scripts/check-histories.ts': [],
  'scripts/rebuild.ts': ['--verify'],
} as const
const READY = { 'server.ts': 'Server listening', 'worker.ts': '工作进程已就绪' } as const
/** A namespace of its own, whose one open workflow nobody but us can read. */
const NAMESPACE = 'wrong-servers'
const KEY = newKey()

const { databaseUrl, temporalAddress } = inject('servers')
let folder: string
let well: NodeJS.ProcessEnv

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'seven-ones-wrong-'))
  const [PORT, METRICS_PORT] = (await freePorts(2)).map(String)
  well = {
    PORT,
    METRICS_PORT,
    DATA_DIR: folder,
    DATABASE_URL: databaseUrl,
    TEMPORAL_ADDRESS: temporalAddress,
    TEMPORAL_NAMESPACE: NAMESPACE,
    TASK_QUEUE: NAMESPACE,
    PAYLOAD_KEYS: KEY,
    AUTH_DEVELOPMENT_ISSUER: 'on',
    PUSH: 'off',
  }
  const connection = await Connection.connect({ address: temporalAddress })
  await ensureNamespace(connection, { namespace: NAMESPACE, retentionDays: 1 })
  const client = new Client({ connection, namespace: NAMESPACE, dataConverter: dataConverter(parseKeyring(KEY)) })
  await client.workflow.start('nobody', { workflowId: 'nobody', taskQueue: 'nobody', args: ['secret'] })
  await vi.waitFor(
    async () => expect((await client.workflow.count(`ExecutionStatus = 'Running'`)).count).toBe(1),
    30_000,
  )
  await connection.close()
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Where nobody listens until `open`, and then the server does. */
async function away(address: string): Promise<{ at: string; open: () => Promise<unknown> }> {
  const [host = '', port = ''] = address.split(':')
  const [ours = 0] = await freePorts(1)
  const server = createServer((socket) => {
    const server = connect(Number(port), host)
    for (const end of [socket, server]) end.on('error', () => [socket, server].forEach((each) => each.destroy()))
    socket.pipe(server).pipe(socket)
  })
  onTestFinished(() => void server.close())
  return {
    at: `127.0.0.1:${ours}`,
    open: () => once(server.listen(ours, '127.0.0.1'), 'listening'),
  }
}

describe.each(PROGRAMS)('%s', (file) => {
  it('names a namespace that is not there, and exits 2', async () => {
    const program = spawned(file, { ...well, TEMPORAL_NAMESPACE: 'nope' })
    expect([await program.ends(), program.said().trim().split('\n').length]).toEqual([2, 1])
    expect(program.said()).toMatch(/TEMPORAL_NAMESPACE=nope 不能用：.*没有这个命名空间.*npm run prepare-servers/)
  })

  it('names the payload key that is missing, and exits 2', async () => {
    const program = spawned(file, { ...well, PAYLOAD_KEYS: newKey() })
    expect([await program.ends(), program.said().trim().split('\n').length]).toEqual([2, 1])
    expect(program.said()).toContain(
      `PAYLOAD_KEYS（或 DATA_DIR 中的 payload-keys）缺少编号为 ${KEY.split(':')[0]} 的密钥`,
    )
  })

  it('waits for Temporal that is away, says so, and goes on when it answers', async () => {
    const temporal = await away(temporalAddress)
    const program = spawned(file, { ...well, TEMPORAL_ADDRESS: temporal.at })
    await program.says(`Temporal（${temporal.at}，环境变量 TEMPORAL_ADDRESS）没有应答，正在等它…`)
    await temporal.open()
    await program.says('已应答。')
    await program.says(READY[file])
  })

  it('serves while PostgreSQL is away, says so, and when it answers', async () => {
    const database = new URL(databaseUrl)
    const postgres = await away(database.host)
    database.host = postgres.at
    const program = spawned(file, { ...well, DATABASE_URL: database.href })
    await program.says(`PostgreSQL（${postgres.at}${database.pathname}，环境变量 DATABASE_URL）没有应答`)
    await program.says(READY[file])
    await postgres.open()
    await program.says('PostgreSQL 已应答。')
  })

  it('names a database that is not there, without its password, and exits 2', async () => {
    const database = new URL(databaseUrl)
    database.pathname = '/nope'
    const program = spawned(file, { ...well, DATABASE_URL: database.href })
    expect([await program.ends(), program.said().trim().split('\n').length]).toEqual([2, 1])
    expect(program.said()).toBe(`环境变量 DATABASE_URL 不能用：没有这个数据库（${database.host}/nope）。\n`)
  })
})

describe.each(TOOLS)('%s', (file) => {
  it('names the payload key that is missing, and exits 2', async () => {
    const tool = spawned(file, { ...well, PAYLOAD_KEYS: newKey() }, ARGS[file])
    expect([await tool.ends(), tool.said().trim().split('\n').length]).toEqual([2, 1])
    expect(tool.said()).toContain(`缺少编号为 ${KEY.split(':')[0]} 的密钥`)
  })
})
