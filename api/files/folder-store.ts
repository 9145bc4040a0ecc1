import { randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { chmod, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { FileStore } from './file-store.ts'

const SHA256 = /^[0-9a-f]{64}$/

/** A folder of this machine, or one that several share: `ab/ab12…`, readable by its owner only. */
export class FolderStore implements FileStore {
  readonly #folder: string
  readonly #incoming: string

  constructor(folder: string) {
    this.#folder = folder
    this.#incoming = join(folder, 'incoming')
  }

  async freshPath(): Promise<string> {
    await mkdir(this.#incoming, { recursive: true, mode: 0o700 })
    return join(this.#incoming, randomUUID())
  }

  async keep(sha256: string, path: string): Promise<void> {
    const place = this.#placeOf(sha256)
    await mkdir(dirname(place), { recursive: true, mode: 0o700 })
    await chmod(path, 0o400)
    await synced(path)
    // On one file system, so it is there whole or not at all; who was faster kept the same bytes.
    await rename(path, place)
    await synced(dirname(place))
  }

  async has(sha256: string): Promise<boolean> {
    return (await stat(this.#placeOf(sha256)).catch(noneWhereMissing)) !== undefined
  }

  async read(sha256: string): ReturnType<FileStore['read']> {
    const place = this.#placeOf(sha256)
    const found = await stat(place).catch(noneWhereMissing)
    return found === undefined ? undefined : { content: createReadStream(place), bytes: found.size }
  }

  async sweep(before: Date): Promise<void> {
    for (const name of (await readdir(this.#incoming).catch(noneWhereMissing)) ?? []) {
      const path = join(this.#incoming, name)
      const found = await stat(path).catch(noneWhereMissing)
      if (found !== undefined && found.mtime < before) await rm(path, { force: true })
    }
  }

  #placeOf(sha256: string): string {
    if (!SHA256.test(sha256)) throw new Error('a file is kept under a SHA-256')
    return join(this.#folder, sha256.slice(0, 2), sha256)
  }
}

/** What is answered as kept is still there after the power went. */
async function synced(path: string): Promise<void> {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

function noneWhereMissing(error: unknown): undefined {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
  throw error
}
