/** Tells open streams what is new. One query for all of them, and none while there are none. */
import type { FastifyBaseLogger } from 'fastify'
import type { Database } from '../../db/client.ts'
import { changedCases } from '../../db/queries/live.ts'
import type { ChangedCase } from '../../db/queries/live.ts'
import type { Mark } from '../../db/queries/outbox.ts'
import { ProblemError } from '../problems/problem-error.ts'
import type { Outlet } from './outlet.ts'

export interface LiveSettings {
  readonly roundMs: number
  /** A silent connection is cut at 60 seconds by us, and by proxies earlier. */
  readonly beatMs: number
  /** Then a browser comes again, to whichever process there is. */
  readonly longestMs: number
  readonly mostOfAccount: number
  readonly most: number
}

export const STANDARD_LIVE: LiveSettings = {
  roundMs: 400,
  beatMs: 15_000,
  longestMs: 3_600_000,
  mostOfAccount: 12,
  most: 2_000,
}

export interface LiveStream {
  readonly outlet: Outlet
  readonly account: string
  /** Whether its token is one that still counts. */
  readonly counts: () => Promise<boolean>
  /** Something is new there; `mark`: what was before it has been told. */
  readonly changed: (changed: readonly ChangedCase[], mark: Mark) => void
}

interface Kept {
  readonly stream: LiveStream
  readonly since: number
  beatAt: number
}

const MOST_KNOWN = 10_000
const now = () => performance.now()

export class LiveHub {
  readonly #database: Database
  readonly #log: FastifyBaseLogger
  readonly #settings: LiveSettings
  readonly #kept = new Map<Outlet, Kept>()
  readonly #known = new Map<string, number>()
  #mark: Mark | undefined
  #timer: NodeJS.Timeout | undefined
  #round: Promise<void> | undefined
  #isDown = false
  #closing = false

  constructor(database: Database, log: FastifyBaseLogger, settings: LiveSettings) {
    this.#database = database
    this.#log = log
    this.#settings = settings
  }

  get size(): number {
    return this.#kept.size
  }

  /**
   * From now on it is told of what happens after the mark. Throws `too-many-requests`, and `DatabaseError`: then it is
   * told of nothing.
   */
  async open(stream: LiveStream): Promise<Mark> {
    this.#requireRoom(stream.account)
    const at = now()
    this.#kept.set(stream.outlet, { stream, since: at, beatAt: at })
    stream.outlet.once('close', () => this.#kept.delete(stream.outlet))
    try {
      return await this.#watch()
    } catch (error) {
      stream.outlet.destroy()
      throw error
    }
  }

  /** Every stream ends in order; nobody comes any more. */
  close(): void {
    this.#closing = true
    clearTimeout(this.#timer)
    for (const outlet of this.#kept.keys()) outlet.finish('closing')
  }

  async settled(): Promise<void> {
    await this.#round
  }

  #requireRoom(account: string): void {
    const { most, mostOfAccount } = this.#settings
    const own = [...this.#kept.values()].filter(({ stream }) => stream.account === account).length
    if (this.#closing || own >= mostOfAccount || this.#kept.size >= most)
      throw new ProblemError('too-many-requests', '打开的页面太多，请关掉几个；这一页改为定时刷新', {
        headers: { 'retry-after': '60' },
      })
  }

  /** The mark from which on changes are told: asked for by whoever comes first. */
  async #watch(): Promise<Mark> {
    if (this.#mark !== undefined) return this.#mark
    const { mark } = await changedCases(this.#database, undefined)
    this.#mark ??= mark
    this.#again()
    return this.#mark
  }

  #again(): void {
    if (this.#closing || this.#timer !== undefined) return
    this.#timer = setTimeout(() => {
      this.#timer = undefined
      this.#round = this.#look().finally(() => {
        if (this.#kept.size > 0) this.#again()
        else this.#mark = undefined
      })
    }, this.#settings.roundMs)
    this.#timer.unref()
  }

  /** What cannot be read now is read with the next round: the mark stays. */
  async #look(): Promise<void> {
    await Promise.all([...this.#kept.values()].map((kept) => this.#keep(kept)))
    try {
      const { mark, cases } = await changedCases(this.#database, this.#mark)
      this.#mark = mark
      this.#tell(
        cases.filter((one) => this.#isNew(one)),
        mark,
      )
      if (this.#isDown) this.#log.info('open pages are told again')
      this.#isDown = false
    } catch (error) {
      const reason = error instanceof Error ? error.name : 'unknown'
      if (!this.#isDown) this.#log.warn({ reason }, 'open pages are told nothing until PostgreSQL answers')
      this.#isDown = true
    }
  }

  #tell(cases: readonly ChangedCase[], mark: Mark): void {
    if (cases.length === 0) return
    for (const { stream } of this.#kept.values()) stream.changed(cases, mark)
  }

  /** A transaction that is long under way holds the mark back, and what was told is read again. */
  #isNew({ serviceNumber, seq }: ChangedCase): boolean {
    if ((this.#known.get(serviceNumber) ?? 0) >= seq) return false
    this.#known.delete(serviceNumber)
    this.#known.set(serviceNumber, seq)
    const [oldest] = this.#known.keys()
    if (this.#known.size > MOST_KNOWN && oldest !== undefined) this.#known.delete(oldest)
    return true
  }

  async #keep(kept: Kept): Promise<void> {
    const { stream, since } = kept
    const at = now()
    if (stream.outlet.isStalled(at)) return void stream.outlet.destroy()
    if (!(await stream.counts())) return stream.outlet.finish('signed-out')
    if (at - since >= this.#settings.longestMs) return stream.outlet.finish('again')
    if (at - kept.beatAt < this.#settings.beatMs) return
    kept.beatAt = at
    stream.outlet.beat()
  }
}
