import type { Told } from '../../db/queries/rate-levels.ts'
import { LeakyBucket } from './leaky-bucket.ts'
import type { Rate } from './rate.ts'

/** Whose buckets are kept here at once: an attacker with many addresses must not fill the memory, */
const MOST_KEPT = 50_000
/** nor have all of them looked through for each request: no more often than this, in milliseconds. */
const LOOKED_THROUGH_EVERY_MS = 1_000
/** Within so many milliseconds one who is refused again is not told of again. */
const NOTABLE_AFTER_MS = 60_000

interface Kept {
  readonly bucket: LeakyBucket
  refusedAt?: number
}

/** Of one request: `notable` is a refusal that is the first of its key for a minute. */
export interface Judgement {
  readonly passed: boolean
  readonly notable: boolean
  readonly bucket: LeakyBucket
}

/** Tells what came here, and gives what came in all, by key; rejects where it cannot. */
export type Share = (told: readonly Told[]) => Promise<ReadonlyMap<string, number>>

/** Decides here and at once; nobody waits for another process or for PostgreSQL. */
export class RateLimiter {
  readonly #kept = new Map<string, Kept>()
  #lookedThroughAt = -Infinity

  judge(key: string, rate: Rate, now: number): Judgement {
    const kept = this.#keptOf(key, rate, now)
    const { bucket } = kept
    if (bucket.take(now)) return { passed: true, notable: false, bucket }
    const notable = kept.refusedAt === undefined || now - kept.refusedAt >= NOTABLE_AFTER_MS
    if (notable) kept.refusedAt = now
    return { passed: false, notable, bucket }
  }

  /** One round: whoever used something is told and heard of. What could not be told is told the next time. */
  async share(share: Share, now: () => number): Promise<void> {
    const told = [...this.#kept].flatMap(([key, { bucket }]) => {
      const count = bucket.toTell(now())
      return count > 0 ? [{ key, count, perSecond: bucket.rate.perSecond, bucket }] : []
    })
    if (told.length === 0) return
    try {
      const levels = await share(told.map(({ bucket: _bucket, ...each }) => each))
      for (const { key, bucket } of told) {
        const level = levels.get(key)
        if (level !== undefined) bucket.heard(level, now())
      }
    } catch (error) {
      for (const { bucket, count } of told) bucket.notTold(count)
      throw error
    }
  }

  /** Forgets whoever has been quiet. */
  forget(now: number): void {
    this.#lookedThroughAt = now
    for (const [key, { bucket }] of this.#kept) if (bucket.isEmpty(now)) this.#kept.delete(key)
  }

  get size(): number {
    return this.#kept.size
  }

  #keptOf(key: string, rate: Rate, now: number): Kept {
    const there = this.#kept.get(key)
    if (there !== undefined) return there
    if (this.#kept.size >= MOST_KEPT) this.#makeRoom(now)
    const kept: Kept = { bucket: new LeakyBucket(rate, now) }
    this.#kept.set(key, kept)
    return kept
  }

  #makeRoom(now: number): void {
    if (now - this.#lookedThroughAt >= LOOKED_THROUGH_EVERY_MS) this.forget(now)
    const [oldest] = this.#kept.keys()
    if (this.#kept.size >= MOST_KEPT && oldest !== undefined) this.#kept.delete(oldest)
  }
}
