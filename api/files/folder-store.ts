import { createReadStream } from 'node:fs'
import { chmod, mkdir, open, rename, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { FileStore } from './file-store.ts'
import { Incoming } from './incoming.ts'
import { keyOf } from './keys.ts'
import { noneWhereMissing } from './missing.ts'

/** A folder of this machine, or one that several share: `ab/ab12…`, readable by its owner only. */
export class FolderStore implements FileStore {
  readonly #folder: string
  readonly #incoming: Incoming

  constructor(folder: string) {
    this.#folder = folder
    this.#incoming = new Incoming(folder)
  }

  freshPath(): Promise<string> {
    return this.#incoming.freshPath()
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

  sweep(before: Date): Promise<void> {
    return this.#incoming.sweep(before)
  }

  #placeOf(sha256: string): string {
    return join(this.#folder, keyOf(sha256))
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
