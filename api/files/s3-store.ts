import { openAsBlob } from 'node:fs'
import { rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { AwsClient } from 'aws4fetch'
import type { FileStore } from './file-store.ts'
import { Incoming } from './incoming.ts'
import { keyOf } from './keys.ts'

export interface Bucket {
  /** `https://s3.example/bucket`, with whatever goes before the names of ours. */
  readonly url: string
  readonly region: string
  readonly accessKey: string
  readonly secretKey: string
}

/** The store did not answer, or not as it should: what is asked is asked again later. */
export class FileStoreUnavailable extends Error {
  override name = 'FileStoreUnavailable'
  /** What it answered, where it did. */
  readonly status: number | undefined
  /** As S3 names it: `NoSuchBucket`. */
  readonly code: string | undefined

  constructor(why: string, { status, code, cause }: { status?: number; code?: string | undefined; cause?: unknown }) {
    super(why, cause === undefined ? {} : { cause })
    this.status = status
    this.code = code
  }
}

const ANSWERS_WITHIN_MS = 10_000
/** 25 MB over a slow line. */
const TAKES_WITHIN_MS = 60_000
const IS_THERE_ALREADY = 412

/**
 * A bucket of whatever speaks S3: each file is an object under its digest, written once (`If-None-Match`), its digest
 * signed with it, so that the store refuses what got broken on its way. Asked again where it is busy.
 */
export class S3Store implements FileStore {
  readonly #url: string
  readonly #client: AwsClient
  readonly #incoming: Incoming

  constructor({ url, region, accessKey, secretKey }: Bucket, folder: string) {
    this.#url = url.replace(/\/+$/, '')
    this.#client = new AwsClient({
      accessKeyId: accessKey,
      secretAccessKey: secretKey,
      region,
      service: 's3',
      retries: 2,
      initRetryMs: 200,
    })
    this.#incoming = new Incoming(folder)
  }

  freshPath(): Promise<string> {
    return this.#incoming.freshPath()
  }

  async keep(sha256: string, path: string): Promise<void> {
    const key = keyOf(sha256)
    const headers = { 'x-amz-content-sha256': sha256, 'if-none-match': '*' }
    const body = await openAsBlob(path)
    const answer = await this.#ask('PUT', key, { headers, body }, TAKES_WITHIN_MS)
    if (!answer.ok && answer.status !== IS_THERE_ALREADY) throw await unexpected(answer)
    await answer.body?.cancel()
    await rm(path, { force: true })
  }

  async has(sha256: string): Promise<boolean> {
    const answer = await this.#ask('HEAD', keyOf(sha256))
    if (!answer.ok && answer.status !== 404) throw await unexpected(answer)
    return answer.ok
  }

  async read(sha256: string): ReturnType<FileStore['read']> {
    const answer = await this.#ask('GET', keyOf(sha256))
    if (answer.ok && answer.body !== null)
      return { content: Readable.fromWeb(answer.body), bytes: Number(answer.headers.get('content-length')) }
    const why = await unexpected(answer)
    if (why.code === 'NoSuchKey') return undefined
    throw why
  }

  sweep(before: Date): Promise<void> {
    return this.#incoming.sweep(before)
  }

  async #ask(method: string, key: string, init: RequestInit = {}, within = ANSWERS_WITHIN_MS): Promise<Response> {
    const url = `${this.#url}/${key}`
    const patience = new AbortController()
    const over = setTimeout(() => patience.abort(), within)
    try {
      return await this.#client.fetch(url, { method, redirect: 'manual', ...init, signal: patience.signal })
    } catch (error) {
      throw new FileStoreUnavailable('no answer', { cause: error })
    } finally {
      clearTimeout(over)
    }
  }
}

/** Only its name is told on: what else S3 writes may show what we sent. */
async function unexpected(answer: Response): Promise<FileStoreUnavailable> {
  const { status } = answer
  const [, code] = /<Code>(\w{1,60})<\/Code>/.exec(await answer.text().catch(() => '')) ?? []
  return new FileStoreUnavailable(`answered ${status}${code === undefined ? '' : ` ${code}`}`, { status, code })
}
