import type { Rate } from './rate.ts'

/**
 * What came and has not leaked out yet, as this process knows it. What it lets through it tells the other processes
 * later, and hears from them what came in all; so in the long run the rate holds for all of them together. Instants are
 * in milliseconds of one clock that never goes back.
 */
export class LeakyBucket {
  readonly rate: Rate
  #level = 0
  #at: number
  /** Let through here, and not yet told. */
  #untold = 0

  constructor(rate: Rate, now: number) {
    this.rate = rate
    this.#at = now
  }

  /** Whether one more may pass; then it has. */
  take(now: number): boolean {
    if (this.levelAt(now) + 1 > this.rate.burst) return false
    this.#level += 1
    this.#untold += 1
    return true
  }

  levelAt(now: number): number {
    this.#level = Math.max(0, this.#level - (Math.max(0, now - this.#at) / 1000) * this.rate.perSecond)
    this.#at = Math.max(this.#at, now)
    return this.#level
  }

  /** How many may come at once. */
  remaining(now: number): number {
    return Math.max(0, Math.floor(this.rate.burst - this.levelAt(now)))
  }

  /** Whole seconds until one may pass: at least one. */
  secondsUntilNext(now: number): number {
    return Math.max(1, Math.ceil((this.levelAt(now) + 1 - this.rate.burst) / this.rate.perSecond))
  }

  /** Whole seconds until all of the burst is there again. */
  secondsUntilEmpty(now: number): number {
    return Math.ceil(this.levelAt(now) / this.rate.perSecond)
  }

  /** Takes out what is to be told. What leaked out meanwhile, since nobody could be told, is not. */
  toTell(now: number): number {
    const told = Math.min(this.#untold, this.levelAt(now))
    this.#untold = 0
    return told
  }

  /** It could not be told. */
  notTold(count: number): void {
    this.#untold += count
  }

  /** What came in all, ours as far as it was told included. */
  heard(level: number, now: number): void {
    this.levelAt(now)
    this.#level = level + this.#untold
  }

  /** Nothing is known that a new one would not know. */
  isEmpty(now: number): boolean {
    return this.levelAt(now) === 0
  }
}
