import { setTimeout as sleep } from 'node:timers/promises'

export interface Waiting {
  readonly say: (text: string) => void
  /** Ends the wait: its reason is thrown. */
  readonly signal?: AbortSignal | undefined
}

export const POLL_MS = 1_000
const AGAIN_MS = 30_000

/** Waits for a server without end, and says so: at once, every half minute, and when it is over. */
export class Patience {
  readonly #whom: string
  readonly #waiting: Waiting
  #saidAt: number | undefined

  constructor(whom: string, waiting: Waiting) {
    this.#whom = whom
    this.#waiting = waiting
  }

  async wait(): Promise<void> {
    this.#waiting.signal?.throwIfAborted()
    if (this.#saidAt === undefined || Date.now() - this.#saidAt >= AGAIN_MS) {
      this.#saidAt = Date.now()
      this.#waiting.say(`${this.#whom}没有应答，正在等它…`)
    }
    await sleep(POLL_MS)
  }

  over(): void {
    if (this.#saidAt !== undefined) this.#waiting.say(`${this.#whom}已应答。`)
  }
}
