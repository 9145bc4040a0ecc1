/** counts what comes without a token that counts, so that however much it is, little is written. */
import type { Database } from '../../db/client.ts'
import { logNoise } from '../../db/queries/access-log.ts'
import type { NoiseEntry } from '../../db/queries/access-log.ts'

const EVERY_MS = 10_000
/** Of address, route and problem, in one round: whatever else comes in it is counted together. */
const MOST_KINDS = 50

/** A request whose sender is not known. */
export type Unknown = Pick<NoiseEntry, 'action' | 'requestId'> & {
  readonly address: string
  readonly problem: NonNullable<NoiseEntry['problem']> | undefined
}

export class AccessNoise {
  readonly #database: Database
  readonly #warn: (message: string, fields: Readonly<Record<string, unknown>>) => void
  readonly #everyMs: number
  #counted = new Map<string, NoiseEntry>()
  #timer: NodeJS.Timeout | undefined
  #writing: Promise<void> = Promise.resolve()

  constructor(
    database: Database,
    warn: (message: string, fields: Readonly<Record<string, unknown>>) => void,
    everyMs = EVERY_MS,
  ) {
    this.#database = database
    this.#warn = warn
    this.#everyMs = everyMs
  }

  /** Waits for nothing. */
  count({ address, action, problem, requestId }: Unknown): void {
    const at = new Date().toISOString()
    this.#add({ since: at, at, address: networkOf(address), action, problem: problem ?? null, number: 1, requestId })
    this.#soon()
  }

  async close(): Promise<void> {
    await this.#writing
    clearTimeout(this.#timer)
    await this.#write()
    const lost = [...this.#counted.values()].reduce((sum, { number }) => sum + number, 0)
    if (lost > 0) this.#warn('requests without a token not written', { lost })
  }

  #soon(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined
      this.#writing = this.#write().then(() => {
        if (this.#counted.size > 0) this.#soon()
      })
    }, this.#everyMs).unref()
  }

  #add(entry: NoiseEntry): void {
    const own = JSON.stringify([entry.address, entry.action, entry.problem])
    const isRoom = this.#counted.has(own) || this.#counted.size < MOST_KINDS
    const kept = isRoom ? entry : { ...entry, address: null, action: '*', problem: null }
    const key = isRoom ? own : '*'
    const before = this.#counted.get(key)
    this.#counted.set(
      key,
      before === undefined ? kept : { ...before, at: entry.at, number: before.number + entry.number },
    )
  }

  /** What cannot be written is counted on, as bounded as ever. */
  async #write(): Promise<void> {
    const entries = [...this.#counted.values()]
    this.#counted = new Map()
    try {
      await logNoise(this.#database, entries)
    } catch (error) {
      this.#warn('requests without a token not written', { reason: error instanceof Error ? error.message : 'unknown' })
      for (const entry of entries) this.#add(entry)
    }
  }
}

/** An IPv6 sender has a whole /64 to choose addresses from. */
function networkOf(address: string): string {
  if (!address.includes(':') || address.includes('.')) return address
  const [front = '', back] = address.split('::')
  const groups = (text: string) => text.split(':').filter((group) => group !== '')
  const zeros = back === undefined ? 0 : 8 - groups(front).length - groups(back).length
  const whole = [...groups(front), ...Array.from({ length: zeros }, () => '0'), ...groups(back ?? '')]
  return `${whole.slice(0, 4).join(':')}::/64`
}
