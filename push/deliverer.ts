/**
 * brings the outbox to its receivers. Several deliverers may run at once; each lane is served by one of them at a
 * time.
 */
import { DatabaseError } from '../db/database-error.ts'
import { claimLanes, pushFigures } from '../db/queries/lanes.ts'
import type { ClaimedLane, PushFigures } from '../db/queries/lanes.ts'
import { Bell } from './bell.ts'
import { Discovery } from './discovery.ts'
import type { PushSettings } from './settings.ts'
import { takeTurn } from './turn.ts'
import type { PushDependencies } from './turn.ts'

const FIGURES_EVERY_MS = 5_000
const NO_FIGURES: PushFigures = { lagSeconds: 0, parkedLanes: 0, movingLanes: 0 }

export class Deliverer {
  readonly #the: PushDependencies
  readonly #settings: PushSettings
  readonly #discovery: Discovery
  readonly #bell = new Bell()
  readonly #stopping = new AbortController()
  readonly #cut = new AbortController()
  readonly #turns = new Map<Promise<void>, string>()
  #news = true
  #anybody = false
  #lookedAt = Number.NEGATIVE_INFINITY
  #figuresAt = Number.NEGATIVE_INFINITY
  #loop: Promise<void> = Promise.resolve()

  constructor(the: PushDependencies, settings: PushSettings) {
    this.#the = the
    this.#settings = settings
    this.#discovery = new Discovery(the.database, settings.unreadableEveryMs, {
      unreadable(subject, error) {
        the.metrics.unreadable()
        the.log.warn('该件的待推送事项读不出，其余照常', { subject, reason: reasonOf(error) })
      },
      woken: () => this.#bell.ring(),
      interrupted: (error) => the.log.warn('推送的补查中断，随后重来', { reason: reasonOf(error) }),
    })
  }

  start(): void {
    this.#loop = this.#run()
  }

  /** A hint that there is something new. */
  hint(): void {
    this.#news = true
    this.#bell.ring()
  }

  /**
   * Begins nothing more, waits a while for the attempts under way, then cuts them; what is cut is delivered again
   * later.
   */
  async stop(): Promise<void> {
    this.#stopping.abort()
    this.#bell.ring()
    const patience = setTimeout(() => this.#cut.abort(), this.#settings.stopGraceMs)
    await this.#loop
    await this.#discovery.stop()
    await Promise.all(this.#turns.keys())
    clearTimeout(patience)
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping
    while (!signal.aborted) {
      await this.#round().catch((error: unknown) =>
        this.#the.log.warn('推送暂停：数据库没有回应', { reason: reasonOf(error) }),
      )
      if (!signal.aborted) await this.#bell.wait(this.#settings.pollMs)
    }
  }

  async #round(): Promise<void> {
    await this.#look()
    if (!this.#anybody) return this.#the.metrics.figures(NO_FIGURES)
    const limit = this.#settings.concurrency - this.#turns.size
    const { leaseMs, perSubscription } = this.#settings
    const lanes =
      limit > 0 ? await claimLanes(this.#the.database, { limit, perSubscription, busy: this.#busy(), leaseMs }) : []
    for (const lane of lanes) this.#serve(lane)
    if (performance.now() - this.#figuresAt < FIGURES_EVERY_MS) return
    this.#figuresAt = performance.now()
    this.#the.metrics.figures(await pushFigures(this.#the.database))
  }

  async #look(): Promise<void> {
    if (!this.#news && performance.now() - this.#lookedAt < this.#settings.pollMs) return
    this.#news = false
    this.#anybody = await this.#discovery.look()
    this.#lookedAt = performance.now()
  }

  #serve(lane: ClaimedLane): void {
    const turn = takeTurn(this.#the, this.#settings, lane, { stopping: this.#stopping.signal, cut: this.#cut.signal })
      .catch((error: unknown) => {
        this.#interrupted(lane, error)
      })
      .finally(() => {
        this.#turns.delete(turn)
        this.#bell.ring()
      })
    this.#turns.set(turn, lane.subscriptionId)
  }

  /** Its lease runs out by itself, behind whatever is due by then. */
  #interrupted({ subscriptionId, subject }: ClaimedLane, error: unknown): void {
    if (!(error instanceof DatabaseError && error.unavailable)) this.#the.metrics.unreadable()
    this.#the.log.warn('推送中断，租约到期后重来', { subscription: subscriptionId, subject, reason: reasonOf(error) })
  }

  #busy(): Record<string, number> {
    const busy: Record<string, number> = {}
    for (const subscription of this.#turns.values()) busy[subscription] = (busy[subscription] ?? 0) + 1
    return busy
  }
}

/** `DatabaseError` says no value; of anything else only the name is told. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  return error.name === 'DatabaseError' ? error.message : error.name
}
