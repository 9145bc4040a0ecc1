import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import { freePorts } from '../../scripts/stack/ports.ts'
import { newKey } from '../../temporal/keyring.ts'
import { spawned } from '../fixtures/spawned.ts'

const START = 'scripts/start.ts'
const TOKEN = ['scripts/token.ts', ['--org', 'zhujian', '--role', 'officer']] as const

// Three programs one after the other, each of which may take its time.
vi.setConfig({ testTimeout: 200_000 })

let folder: string
/** Enough for any program of ours to start; nobody listens at any of its ports. */
let well: NodeJS.ProcessEnv

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'seven-ones-wrong-'))
  writeFileSync(join(folder, 'file'), '')
  const [PORT, METRICS_PORT, PG_PORT, TEMPORAL_PORT, TEMPORAL_UI_PORT] = (await freePorts(5)).map(String)
  well = {
    PORT,
    METRICS_PORT,
    PG_PORT,
    TEMPORAL_PORT,
    TEMPORAL_UI_PORT,
    DATA_DIR: join(folder, 'data'),
    PAYLOAD_KEYS: newKey(),
    AUTH_DEVELOPMENT_ISSUER: 'on',
  }
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** One sentence and 2: no stack, nothing else. */
async function refused(file: string, wrong: NodeJS.ProcessEnv, args?: readonly string[]): Promise<string> {
  const program = spawned(file, { ...well, ...wrong }, args)
  expect([await program.ends(), program.said().trim().split('\n').length]).toEqual([2, 1])
  return program.said()
}

async function takenPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  return (server.address() as AddressInfo).port
}

describe('a wrong start is one sentence with the variable’s name, and exit code 2', () => {
  it.each([
    ['below /proc', () => '/proc/nope/deep', /DATA_DIR=\/proc\/nope\/deep 不能用：不能建立/],
    ['a file', () => join(folder, 'file'), /DATA_DIR=.*不能用：.* 是文件，不是目录/],
    ['below a file', () => join(folder, 'file', 'data'), /DATA_DIR=.*不能用：.* 是文件，不是目录/],
  ])('DATA_DIR %s', async (_, dataDir, sentence) => {
    expect(await refused('server.ts', { DATA_DIR: dataDir() })).toMatch(sentence)
    const wrong = { DATA_DIR: dataDir(), PAYLOAD_KEYS: undefined }
    expect(await refused(START, wrong)).toMatch(sentence)
    expect(await refused(TOKEN[0], wrong, TOKEN[1])).toMatch(sentence)
  })

  it.each(['server.ts', 'worker.ts', START])('%s: HOST that is no address, or none of this machine’s', async (file) => {
    expect(await refused(file, { HOST: '999.1.1.1' })).toMatch(/HOST=999\.1\.1\.1 不正确/)
    expect(await refused(file, { HOST: '192.0.2.1' })).toMatch(/HOST=192\.0\.2\.1 不能用：不是这台机器的地址/)
  })

  it.each([
    ['server.ts', 'PORT'],
    ['worker.ts', 'METRICS_PORT'],
    [START, 'PORT'],
    [START, 'TEMPORAL_UI_PORT'],
  ])('%s: %s in use', async (file, variable) => {
    const port = await takenPort()
    expect(await refused(file, { [variable]: String(port) })).toMatch(new RegExp(`${variable}=${port} .*端口已被占用`))
  })

  it.each(['server.ts', 'worker.ts', START])('%s: a variable of ours misspelt', async (file) => {
    expect(await refused(file, { PROT: '7100', PORT: undefined })).toMatch(
      '环境变量 PROT 不是本系统的变量：是不是要写 PORT？',
    )
  })

  it.each(['server.ts', 'worker.ts', 'scripts/check-histories.ts'])(
    '%s: a certificate that is not there',
    async (file) => {
      const wrong = { TEMPORAL_ADDRESS: '127.0.0.1:1', TEMPORAL_TLS_SERVER_CA_CERT_PATH: join(folder, 'nope.crt') }
      expect(await refused(file, wrong)).toMatch(/TEMPORAL_TLS_SERVER_CA_CERT_PATH=.*nope\.crt 不能用：没有这个文件。/)
    },
  )

  it.each(['server.ts', 'worker.ts'])('%s: no payload key at all', async (file) => {
    expect(await refused(file, { PAYLOAD_KEYS: undefined })).toMatch(/PAYLOAD_KEYS 未设置，且没有密钥文件/)
  })
})

describe('a server that is away', () => {
  it.each(['server.ts', 'worker.ts'])('%s waits for Temporal, says so once, and hears Ctrl-C', async (file) => {
    const program = spawned(file, well)
    await program.says(`Temporal（127.0.0.1:${well['TEMPORAL_PORT']}，环境变量 TEMPORAL_ADDRESS）没有应答，正在等它…\n`)
    program.kill('SIGINT')
    expect([await program.ends(), program.said().trim().split('\n').length]).toEqual(['SIGINT', 1])
  })
})
