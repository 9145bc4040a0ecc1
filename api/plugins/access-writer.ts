/** writes the access log: acts before they are answered, what was only read or refused soon, in batches. */
import { logAccess } from '../../db/queries/access-log.ts'
import type { AccessEntry } from '../../db/queries/access-log.ts'
import type { Database } from '../../db/client.ts'
import { DatabaseError } from '../../db/database-error.ts'

const BATCH = 200
const BATCH_EVERY_MS = 100
const AGAIN_AFTER_MS = 1_000
/** An answer waits for its entry no longer than this, and not at all while the database is away. */
const ANSWER_WAITS_MS = 500
/** With so many waiting, whoever reads on waits for them; while the database is away no more are kept. Acts all are. */
const MOST_READS = 20_000

interface Waiting {
  readonly entry: AccessEntry
  readonly written?: () => void
}

export class AccessWriter {
  readonly #database: Database
  readonly #warn: (message: string, fields: Readonly<Record<string, unknown>>) => void
  #acts: Waiting[] = []
  #reads: Waiting[] = []
  #held: (() => void)[] = []
  #notKept = 0
  #away = false
  #timer: NodeJS.Timeout | undefined
  #writing: Promise<void> | undefined

  constructor(database: Database, warn: (message: string, fields: Readonly<Record<string, unknown>>) => void) {
    this.#database = database
    this.#warn = warn
  }

  /** Kept until it is written; resolves when it is, or when the answer must wait no longer. */
  async act(entry: AccessEntry): Promise<void> {
    const now = { at: new Date().toISOString(), ...entry }
    if (this.#away) {
      this.#acts.push({ entry: now })
      return this.#soon(AGAIN_AFTER_MS)
    }
    await new Promise<void>((resolve) => {
      const patience = setTimeout(resolve, ANSWER_WAITS_MS)
      const written = () => {
        clearTimeout(patience)
        resolve()
      }
      this.#acts.push({ entry: now, written })
      void this.#write()
    })
  }

  /**
   * Written with others, within a moment; resolves at once, or when those before it are fewer again: nobody reads
   * faster than it can be written down.
   */
  async read(entry: AccessEntry): Promise<void> {
    const isMany = this.#reads.length >= MOST_READS
    if (isMany && this.#away) return this.#leftOut()
    this.#reads.push({ entry: { at: new Date().toISOString(), ...entry } })
    if (this.#reads.length >= BATCH && !this.#away) void this.#write()
    else this.#soon(this.#away ? AGAIN_AFTER_MS : BATCH_EVERY_MS)
    if (isMany) await new Promise<void>((resolve) => void this.#held.push(resolve))
  }

  /** Writes what waits, once; what cannot be written is counted in the log. */
  async close(): Promise<void> {
    await this.#writing
    await this.#write()
    clearTimeout(this.#timer)
    const lost = this.#acts.length + this.#reads.length
    if (lost > 0) this.#warn('access log entries not written', { lost })
  }

  /** Told once an outage, and again with their number when it is over. */
  #leftOut(): void {
    if (this.#notKept === 0) this.#warn('access log is behind: entries are left out', {})
    this.#notKept += 1
  }

  #letGo(): void {
    const held = this.#held
    this.#held = []
    for (const goOn of held) goOn()
  }

  #soon(ms: number): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined
      void this.#write()
    }, ms)
  }

  #write(): Promise<void> {
    this.#writing ??= this.#writeAll().finally(() => {
      this.#writing = undefined
      if (this.#acts.length + this.#reads.length > 0) this.#soon(this.#away ? AGAIN_AFTER_MS : 0)
    })
    return this.#writing
  }

  /** Acts first. */
  async #writeAll(): Promise<void> {
    while (this.#acts.length + this.#reads.length > 0) {
      const acts = this.#acts.slice(0, BATCH)
      const reads = this.#reads.slice(0, BATCH - acts.length)
      const batch = [...acts, ...reads]
      this.#away = !(await this.#isDone(batch))
      if (this.#away) {
        for (const { written } of this.#acts) written?.()
        return this.#letGo()
      }
      this.#acts = this.#acts.slice(acts.length)
      this.#reads = this.#reads.slice(reads.length)
      for (const { written } of batch) written?.()
      if (this.#reads.length < MOST_READS) this.#letGo()
    }
    if (this.#notKept > 0) this.#warn('access log entries left out', { number: this.#notKept })
    this.#notKept = 0
  }

  /** Says false while the database is away, or takes nothing. One entry that cannot be written keeps no other. */
  async #isDone(batch: readonly Waiting[]): Promise<boolean> {
    try {
      await logAccess(this.#database, ...batch.map(({ entry }) => entry))
      return true
    } catch (error) {
      this.#warn('access log not written', { reason: error instanceof Error ? error.message : 'unknown' })
      if (error instanceof DatabaseError && !isOfTheEntry(error)) return false
      if (batch.length > 1) for (const one of batch) if (!(await this.#isDone([one]))) return false
      return true
    }
  }
}

/** A value that no row can have (22, 23). Anything else, as a right or a migration that is missing, comes right. */
function isOfTheEntry({ code }: DatabaseError): boolean {
  return /^2[23]/.test(code)
}
