import { TemporalUnavailable } from './bounded.ts'

interface Line {
  running: number
  /** In the order in which they came. */
  readonly waiting: Set<() => void>
}

/**
 * Lets so many at once at one subject; the others wait in the order in which they came. Temporal aborts all acts that
 * wait for a case when one task of it fails, and all come again at once: a crowd of them can keep a case from ever
 * answering.
 */
export class AtOnce {
  readonly #most: number
  readonly #lines = new Map<string, Line>()

  constructor(most: number) {
    this.#most = most
  }

  /**
   * Runs `work` in its turn and gives it the milliseconds that are left; {@link TemporalUnavailable} where its turn
   * does not come in time, and then nothing was sent.
   */
  async run<Result>(
    subject: string,
    milliseconds: number,
    work: (milliseconds: number) => Promise<Result>,
  ): Promise<Result> {
    const until = Date.now() + milliseconds
    const line = this.#lines.get(subject) ?? { running: 0, waiting: new Set() }
    this.#lines.set(subject, line)
    if (line.running < this.#most) line.running += 1
    else await turn(line, milliseconds)
    try {
      return await work(Math.max(1, until - Date.now()))
    } finally {
      this.#leave(subject, line)
    }
  }

  /** How many subjects are being acted on. */
  get subjects(): number {
    return this.#lines.size
  }

  #leave(subject: string, line: Line): void {
    const [next] = line.waiting
    if (next !== undefined) {
      line.waiting.delete(next)
      next()
      return
    }
    line.running -= 1
    if (line.running === 0) this.#lines.delete(subject)
  }
}

/** Whoever leaves hands its place over, so that nobody who comes meanwhile is counted beside. */
function turn(line: Line, milliseconds: number): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const come = () => {
    clearTimeout(timer)
    resolve()
  }
  const timer = setTimeout(() => {
    line.waiting.delete(come)
    reject(new TemporalUnavailable('too many acts at once on one subject'))
  }, milliseconds)
  line.waiting.add(come)
  return promise
}
