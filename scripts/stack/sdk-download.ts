/** What the SDK would download, from where it would: a newcomer with internet waits seconds for it, not minutes. */
import { spawn } from 'node:child_process'
import { chmodSync, createWriteStream, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { z } from 'zod'

const SDK_EDGE = 'https://temporal.download'
/** As long as it may keep silent; whoever cannot reach it goes another way. */
const ANSWER_WITHIN_MS = 10_000
const WHOLE_WITHIN_MS = 120_000

const ArchiveSchema = z.object({ archiveUrl: z.url({ protocol: /^https?$/ }), fileToExtract: z.string().min(1) })

export interface Download {
  readonly artifact: 'cli' | 'temporal-test-server'
  /** `v1.5.1`: one version, whatever way it comes. */
  readonly version: string
  /** The file that it becomes: beside its place first, and moved there whole. */
  readonly to: string
  readonly signal?: AbortSignal | undefined
  readonly edge?: string | undefined
  /** Milliseconds. */
  readonly answerWithin?: number | undefined
}

/**
 * Whether it is there now: `false` where the edge does not answer in time, or with what is no program. Never throws.
 */
export async function downloaded(wanted: Download): Promise<boolean> {
  mkdirSync(dirname(wanted.to), { recursive: true })
  const fresh = mkdtempSync(join(dirname(wanted.to), 'download-'))
  try {
    const { archiveUrl, fileToExtract } = await archiveOf(wanted)
    const file = join(fresh, 'program')
    await extract(await answered(archiveUrl, wanted), fileToExtract, file)
    chmodSync(file, 0o755)
    renameSync(file, wanted.to)
    return true
  } catch {
    return false
  } finally {
    rmSync(fresh, { recursive: true, force: true })
  }
}

async function archiveOf(wanted: Download): Promise<z.infer<typeof ArchiveSchema>> {
  const { artifact, version, edge = SDK_EDGE } = wanted
  const url = new URL(`/${artifact}/${version}`, edge)
  const architecture = { x64: 'amd64', arm64: 'arm64' }[process.arch as string] ?? process.arch
  url.search = new URLSearchParams({ arch: architecture, platform: process.platform, format: 'tar.gz' }).toString()
  const archive = ArchiveSchema.parse(await (await answered(url.href, wanted)).json())
  // What is run is fetched no less safely than where it lies was asked.
  if (new URL(archive.archiveUrl).protocol !== url.protocol) throw new Error('another protocol')
  return archive
}

/** Bounded until its head is there, and as a whole. */
async function answered(url: string, { signal, answerWithin = ANSWER_WITHIN_MS }: Download): Promise<Response> {
  const silent = new AbortController()
  const timer = setTimeout(() => silent.abort(), answerWithin)
  const bounds = [silent.signal, AbortSignal.timeout(WHOLE_WITHIN_MS), ...(signal ? [signal] : [])]
  try {
    const response = await fetch(url, { signal: AbortSignal.any(bounds) })
    if (!response.ok) throw new Error(`HTTP ${response.status}`)
    return response
  } finally {
    clearTimeout(timer)
  }
}

async function extract({ body }: Response, entry: string, file: string): Promise<void> {
  if (body === null) throw new Error('no archive')
  const tar = spawn('tar', ['-xzO', '-f', '-', '--', entry], { stdio: ['pipe', 'pipe', 'ignore'] })
  const ended = new Promise<void>((resolve, reject) => {
    tar.once('error', reject)
    tar.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`tar ${code}`))))
  })
  const kept = createWriteStream(file)
  const closed = new Promise<void>((resolve) => void kept.once('close', resolve))
  const parts = [pipeline(Readable.fromWeb(body), tar.stdin), pipeline(tar.stdout, kept), ended]
  try {
    await Promise.all(parts)
  } catch (error) {
    tar.kill()
    // A file that is still being opened would come to be in a folder that is being taken away.
    await Promise.allSettled([...parts, closed])
    throw error
  }
}
