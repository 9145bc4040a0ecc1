import { createHash, randomBytes } from 'node:crypto'
import { existsSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { FileStore } from '../../api/files/file-store.ts'
import { FolderStore } from '../../api/files/folder-store.ts'
import { fileStoreOf, tellWhereFilesAreAway } from '../../api/files/of-environment.ts'
import { S3Store } from '../../api/files/s3-store.ts'
import { problemOf } from '../../api/problems/from-error.ts'
import { readEnvironment } from '../../environment.ts'
import { freePorts } from '../../scripts/stack/ports.ts'
import { installedVersitygw, startVersitygw, VERSITYGW_VERSION } from '../../scripts/stack/versitygw.ts'
import { s3StandIn } from '../stand-ins/s3.ts'
import type { S3StandIn } from '../stand-ins/s3.ts'

const KEYS = { accessKey: 'seven-ones', secretKey: 'not-a-secret/+=', region: 'us-east-1' } as const
const BUCKET = 'baozhuang'
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')
const folders: string[] = []

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'seven-ones-files-'))
  folders.push(made)
  return made
}
afterAll(() => folders.forEach((each) => rmSync(each, { recursive: true, force: true })))

interface Server {
  readonly port: number
  close(): Promise<void>
}

const SERVERS: readonly (readonly [name: string, start: () => Promise<Server>])[] = [
  ['the stand-in', () => s3StandIn(BUCKET, KEYS)],
  ...realOnes(),
]

/** Where this machine has one: `npm run files:s3` gets it and runs this file. */
function realOnes() {
  const command = installedVersitygw()
  if (command === undefined) return []
  const start = async (): Promise<Server> => {
    const [port = 0] = await freePorts(1)
    const program = await startVersitygw(command, { folder: folder(), port, bucket: BUCKET, ...KEYS })
    return { port, close: () => program.stop() }
  }
  return [[`versitygw ${VERSITYGW_VERSION}`, start] as const]
}

const bucketAt = (port: number, more = {}) => ({ url: `http://127.0.0.1:${port}/${BUCKET}/files/`, ...KEYS, ...more })

async function keep(store: FileStore, bytes: Buffer, as = sha256(bytes)): Promise<void> {
  const path = await store.freshPath()
  writeFileSync(path, bytes)
  await store.keep(as, path)
  expect(existsSync(path)).toBe(false)
}

/** What every store promises, whatever is behind it. */
function promises(opened: () => FileStore): void {
  it('keeps the same twice, or at once, and gives it back whole', async () => {
    const store = opened()
    const bytes = randomBytes(300_000)
    expect([await store.has(sha256(bytes)), await store.read(sha256(bytes))]).toEqual([false, undefined])
    await keep(store, bytes)
    await Promise.all([keep(store, bytes), keep(store, bytes)])
    const read = await store.read(sha256(bytes))
    expect([read?.bytes, read && sha256(await buffer(read.content))]).toEqual([bytes.length, sha256(bytes)])
    expect(await store.has(sha256(bytes))).toBe(true)
  })

  it('keeps 25 MB', async () => {
    const bytes = randomBytes(25 * 1024 * 1024)
    await keep(opened(), bytes)
    const read = await opened().read(sha256(bytes))
    expect(read && sha256(await buffer(read.content))).toBe(sha256(bytes))
  })

  it('takes no other name than a digest', async () => {
    const store = opened()
    await expect(store.read('../payload-keys')).rejects.toThrow(/SHA-256/)
    await expect(store.has('')).rejects.toThrow(/SHA-256/)
    await expect(store.keep('../x', await store.freshPath())).rejects.toThrow(/SHA-256/)
  })

  it('throws away what was received long ago and never kept, and nothing else', async () => {
    const store = opened()
    const [old, fresh] = [await store.freshPath(), await store.freshPath()]
    for (const path of [old, fresh]) writeFileSync(path, 'received')
    utimesSync(old, 1, 1)
    await store.sweep(new Date(Date.now() - 3_600_000))
    expect([existsSync(old), existsSync(fresh)]).toEqual([false, true])
  })
}

describe('R-39: files in a folder', () => {
  const store = new FolderStore(folder())
  promises(() => store)
})

describe.each(SERVERS)('R-39: files in a bucket of %s', (_name, start) => {
  let server: Server
  let store: FileStore
  beforeAll(async () => {
    server = await start()
    store = new S3Store(bucketAt(server.port), folder())
  })
  afterAll(() => server.close())
  promises(() => store)

  it('refuses bytes that are not what their digest says', async () => {
    const bytes = randomBytes(1000)
    const other = sha256(randomBytes(1000))
    await expect(keep(store, bytes, other)).rejects.toMatchObject({ code: 'XAmzContentSHA256Mismatch' })
    expect([await store.has(other), await store.has(sha256(bytes))]).toEqual([false, false])
  })

  it('never changes what is kept', async () => {
    const [first, second] = [randomBytes(1000), randomBytes(1000)]
    await keep(store, first)
    const other = new S3Store(bucketAt(server.port), folder())
    // Some say that it is there already, some that it is broken.
    await Promise.allSettled([keep(other, second, sha256(first))])
    const read = await store.read(sha256(first))
    expect(read && sha256(await buffer(read.content))).toBe(sha256(first))
  })

  it.each([
    [
      'a key that nobody knows',
      { accessKey: 'nobody' },
      expect.stringMatching(/^(InvalidAccessKeyId|XAdminUserNotFound)$/),
      /FILES_S3_ACCESS_KEY/,
    ],
    ['a wrong secret', { secretKey: 'wrong' }, 'SignatureDoesNotMatch', /FILES_S3_SECRET_KEY 不对/],
    ['another bucket', { url: 'nowhere' }, 'NoSuchBucket', /没有这个桶/],
  ])('%s is told at the start, and is no file that is missing', async (_what, wrong, code, sentence) => {
    const given = bucketAt(server.port, wrong)
    const url = given.url === 'nowhere' ? `http://127.0.0.1:${server.port}/nowhere` : given.url
    const { accessKey, secretKey } = given
    await expect(new S3Store({ ...given, url }, folder()).read('a'.repeat(64))).rejects.toMatchObject({ code })
    const environment = readEnvironment({
      FILES_S3_URL: url,
      FILES_S3_ACCESS_KEY: accessKey,
      FILES_S3_SECRET_KEY: secretKey,
    })
    await expect(tellWhereFilesAreAway(environment, () => {})).rejects.toThrow(sentence)
    await expect(tellWhereFilesAreAway(environment, () => {})).rejects.not.toThrow(/not-a-secret|wrong/)
  })

  it('is what FILES_S3_URL names', async () => {
    const environment = readEnvironment({
      DATA_DIR: folder(),
      FILES_S3_URL: bucketAt(server.port).url,
      FILES_S3_ACCESS_KEY: KEYS.accessKey,
      FILES_S3_SECRET_KEY: KEYS.secretKey,
    })
    const bytes = randomBytes(10)
    await keep(fileStoreOf(environment), bytes)
    expect(await store.has(sha256(bytes))).toBe(true)
    const said: string[] = []
    await tellWhereFilesAreAway(environment, (text) => void said.push(text))
    expect(said).toEqual([])
  })
})

describe('R-39: a store that is busy or away', () => {
  let server: S3StandIn
  beforeAll(async () => {
    server = await s3StandIn(BUCKET, KEYS)
  })
  afterAll(() => server.close())

  it('is asked again, and what was kept is kept once', async () => {
    const store = new S3Store(bucketAt(server.port), folder())
    const bytes = randomBytes(10)
    server.failNext(503)
    await keep(store, bytes)
    server.failNext(500)
    expect(await store.has(sha256(bytes))).toBe(true)
    expect(server.answered).toEqual(['PUT 503', 'PUT 200', 'HEAD 500', 'HEAD 200'])
  })

  it('is a problem that says to come again, and at the start a sentence', async () => {
    const [port = 0] = await freePorts(1)
    const store = new S3Store(bucketAt(port), folder())
    const path = await store.freshPath()
    writeFileSync(path, 'kept')
    const refused: unknown = await store.keep(sha256(Buffer.from('kept')), path).catch((error: unknown) => error)
    expect(problemOf(refused)).toMatchObject({ code: 'file-store-unavailable', headers: { 'retry-after': '5' } })
    expect(existsSync(path)).toBe(true)
    const said: string[] = []
    const given = { FILES_S3_URL: bucketAt(port).url, FILES_S3_ACCESS_KEY: 'x', FILES_S3_SECRET_KEY: 'y' }
    await tellWhereFilesAreAway(readEnvironment(given), (text) => void said.push(text))
    expect(said).toEqual([expect.stringContaining('没有应答')])
  })
})
