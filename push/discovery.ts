/**
 * Finds applications and matters with something new. What it finds only wakes lanes: how far a lane has come is decided
 * by its own (subject, seq).
 */
import type { Database } from '../db/client.ts'
import { DatabaseError } from '../db/database-error.ts'
import { changedSubjects, isAhead, nextSubjects, wakeLanes } from '../db/queries/outbox.ts'
import type { Mark } from '../db/queries/outbox.ts'
import { activeSubscriptions, forgetOffered, markOffered } from '../db/queries/subscriptions.ts'
import type { ActiveSubscription } from '../db/queries/subscriptions.ts'

const SUBJECTS_AT_ONCE = 200
/** After a start, what is not marked is looked at once more. */
const MARKED_EVERY_MS = 60_000

interface Hears {
  /** Of every subject that cannot be looked at. */
  unreadable(subject: string, error: unknown): void
  /** When lanes may have been woken beside a look. */
  woken(): void
  /** Of what ended an offer before it was over. */
  interrupted(error: unknown): void
}

export class Discovery {
  readonly #database: Database
  readonly #unreadableEveryMs: number
  readonly #hears: Hears
  /** All that was over before it has been offered to those in `#served`, and to nobody else for certain. */
  #mark: Mark | undefined
  readonly #served = new Set<string>()
  /** Those in `#served` to whom it has been offered here, which their rows do not say yet. */
  readonly #unmarked = new Set<string>()
  #sweep: Promise<void> | undefined
  #stopping = false
  readonly #unreadable = new Set<string>()
  #triedAt = performance.now()
  #markedAt = Number.NEGATIVE_INFINITY

  constructor(database: Database, unreadableEveryMs: number, hears: Hears) {
    this.#database = database
    this.#unreadableEveryMs = unreadableEveryMs
    this.#hears = hears
  }

  /**
   * Wakes what has changed since the last time; a new subscription is offered all there is, beside. Says false, and
   * asks nothing more, where nobody subscribes. Throws `DatabaseError`.
   */
  async look(): Promise<boolean> {
    const subscriptions = await activeSubscriptions(this.#database)
    if (subscriptions.length === 0) {
      this.#forget()
      return false
    }
    this.#meet(subscriptions)
    const { mark, subjects } = await changedSubjects(this.#database, this.#mark)
    // Numbers of another server, which this database was brought from: nothing is known of what has been offered.
    if (this.#mark !== undefined && isAhead(this.#mark, mark)) {
      await forgetOffered(this.#database, [...this.#served])
      this.#served.clear()
      this.#unmarked.clear()
    }
    for (let at = 0; at < subjects.length; at += SUBJECTS_AT_ONCE)
      await this.#wake(subjects.slice(at, at + SUBJECTS_AT_ONCE))
    // Only now: a failure above looks at the same again.
    this.#mark = mark
    const newcomers = subscriptions.map(({ id }) => id).filter((id) => !this.#served.has(id))
    if (newcomers.length > 0) this.#sweep ??= this.#offerAll(newcomers)
    await this.#tryAgain()
    await this.#keepMark()
    return true
  }

  /** Waits for what is being looked at. */
  async stop(): Promise<void> {
    this.#stopping = true
    await this.#sweep
    this.#markedAt = Number.NEGATIVE_INFINITY
    await this.#keepMark().catch(() => {})
  }

  #forget(): void {
    this.#mark = undefined
    this.#served.clear()
    this.#unmarked.clear()
    this.#unreadable.clear()
  }

  /**
   * Those that were served before this process began go on from where they were. Whoever is not served any more, or
   * wants other events than before, is a newcomer when they come again.
   */
  #meet(subscriptions: readonly ActiveSubscription[]): void {
    const known = new Map(subscriptions.map(({ id, offered }) => [id, offered]))
    for (const id of this.#served)
      if (!known.has(id) || (known.get(id) === null && !this.#unmarked.has(id))) this.#served.delete(id)
    for (const { id, offered } of subscriptions) {
      if (offered === null || this.#served.has(id)) continue
      this.#served.add(id)
      if (this.#mark === undefined || isAhead(this.#mark, offered)) this.#mark = offered
    }
  }

  async #offerAll(newcomers: readonly string[]): Promise<void> {
    try {
      let after = ''
      for (
        let page = await nextSubjects(this.#database, after, SUBJECTS_AT_ONCE);
        page.length > 0 && !this.#stopping;
        page = await nextSubjects(this.#database, after, SUBJECTS_AT_ONCE)
      ) {
        await this.#wake(page)
        this.#hears.woken()
        after = page.at(-1) ?? after
      }
      if (this.#stopping) return
      for (const id of newcomers) {
        this.#served.add(id)
        this.#unmarked.add(id)
      }
      this.#markedAt = Number.NEGATIVE_INFINITY
    } catch (error) {
      // The next look begins anew.
      this.#hears.interrupted(error)
    } finally {
      this.#sweep = undefined
    }
  }

  /**
   * One subject that cannot be looked at keeps no other from its receivers: where a page fails, each is tried by
   * itself. An outage is thrown.
   */
  async #wake(subjects: readonly string[]): Promise<void> {
    try {
      await wakeLanes(this.#database, subjects)
    } catch (error) {
      if (isOutage(error)) throw error
      for (const subject of subjects) await this.#wakeOne(subject)
    }
  }

  async #wakeOne(subject: string): Promise<void> {
    try {
      await wakeLanes(this.#database, [subject])
      this.#unreadable.delete(subject)
    } catch (error) {
      if (isOutage(error)) throw error
      this.#unreadable.add(subject)
      this.#hears.unreadable(subject, error)
    }
  }

  /** What could not be read may have been mended in place. */
  async #tryAgain(): Promise<void> {
    if (performance.now() - this.#triedAt < this.#unreadableEveryMs) return
    this.#triedAt = performance.now()
    for (const subject of this.#unreadable) await this.#wakeOne(subject)
  }

  async #keepMark(): Promise<void> {
    if (this.#mark === undefined || this.#served.size === 0) return
    if (performance.now() - this.#markedAt < MARKED_EVERY_MS) return
    this.#markedAt = performance.now()
    const anew = [...this.#unmarked]
    await markOffered(this.#database, { ids: [...this.#served], anew }, this.#mark)
    for (const id of anew) this.#unmarked.delete(id)
  }
}

function isOutage(error: unknown): boolean {
  return error instanceof DatabaseError && error.unavailable
}
