/**
 * Finds applications and matters with something new. What it finds only wakes lanes: how far a lane has come is decided
 * by its own (subject, seq).
 */
import type { Database } from '../db/client.ts'
import { DatabaseError } from '../db/database-error.ts'
import { changedSubjects, nextSubjects, wakeLanes } from '../db/queries/outbox.ts'
import type { Mark } from '../db/queries/outbox.ts'
import { activeSubscriptions } from '../db/queries/subscriptions.ts'

const SUBJECTS_AT_ONCE = 200

export class Discovery {
  readonly #database: Database
  readonly #sweepEveryMs: number
  readonly #unreadable: (subject: string, error: unknown) => void
  #mark: Mark | undefined
  #sweptAt = Number.NEGATIVE_INFINITY
  readonly #known = new Set<string>()

  /** `unreadable` hears of every subject that cannot be looked at. */
  constructor(database: Database, sweepEveryMs: number, unreadable: (subject: string, error: unknown) => void) {
    this.#database = database
    this.#sweepEveryMs = sweepEveryMs
    this.#unreadable = unreadable
  }

  /**
   * Wakes what has changed since the last time; at first, for a new subscription, and now and then: whatever there is.
   * Throws `DatabaseError`.
   */
  async look(): Promise<void> {
    const subscriptions = await activeSubscriptions(this.#database)
    const { mark, subjects } = await changedSubjects(this.#database, this.#mark)
    const due =
      this.#mark === undefined ||
      performance.now() - this.#sweptAt >= this.#sweepEveryMs ||
      subscriptions.some((id) => !this.#known.has(id))
    if (due) {
      await this.#sweep()
      for (const id of subscriptions) this.#known.add(id)
    } else {
      for (let at = 0; at < subjects.length; at += SUBJECTS_AT_ONCE)
        await this.#wake(subjects.slice(at, at + SUBJECTS_AT_ONCE))
    }
    // Only now: a failure above looks at the same again.
    this.#mark = mark
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
    } catch (error) {
      if (isOutage(error)) throw error
      this.#unreadable(subject, error)
    }
  }

  async #sweep(): Promise<void> {
    const startedAt = performance.now()
    let after = ''
    for (
      let page = await nextSubjects(this.#database, after, SUBJECTS_AT_ONCE);
      page.length > 0;
      page = await nextSubjects(this.#database, after, SUBJECTS_AT_ONCE)
    ) {
      await this.#wake(page)
      after = page.at(-1) ?? after
    }
    this.#sweptAt = startedAt
  }
}

function isOutage(error: unknown): boolean {
  return error instanceof DatabaseError && error.unavailable
}
