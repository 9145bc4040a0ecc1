import { randomUUID } from 'node:crypto'
import { mkdir, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { noneWhereMissing } from './missing.ts'

/** A folder of this machine for what is being received or written anew. */
export class Incoming {
  readonly #folder: string

  constructor(folder: string) {
    this.#folder = join(folder, 'incoming')
  }

  async freshPath(): Promise<string> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 })
    return join(this.#folder, randomUUID())
  }

  async sweep(before: Date): Promise<void> {
    for (const name of (await readdir(this.#folder).catch(noneWhereMissing)) ?? []) {
      const path = join(this.#folder, name)
      const found = await stat(path).catch(noneWhereMissing)
      if (found !== undefined && found.mtime < before) await rm(path, { force: true })
    }
  }
}
