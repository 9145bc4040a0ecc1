/** One open stream of server-sent events. */
import { Readable } from 'node:stream'

/** Told, or kept to be told next: only the last of what follows each other counts. */
export interface LiveEvent {
  readonly event: 'case' | 'inbox' | 'bye'
  readonly id?: string
  readonly data: Readonly<Record<string, string | number>>
}

/** What a reader who does not read may leave lying here, besides what Node and the system hold for a connection. */
const MOST_BYTES = 4_096
/** After so long it is cut off. */
const LONGEST_STALL_MS = 30_000
/** A browser waits so long before it comes again. */
const RETRY_MS = 2_000

/**
 * What is written is bounded by what is read: while nobody reads, the last event takes the place of the one before, for
 * an event says only that something is new.
 */
export class Outlet extends Readable {
  #full = false
  #finished = false
  #kept: LiveEvent | undefined
  #fullSince: number | undefined

  constructor() {
    super({ highWaterMark: MOST_BYTES })
    this.#write(`retry: ${RETRY_MS}\n\n`)
  }

  tell(event: LiveEvent): void {
    if (this.#full) this.#kept = event
    else this.#write(textOf(event))
  }

  /** A comment, so that whoever stands between knows that the connection lives. */
  beat(): void {
    if (!this.#full) this.#write(':\n\n')
  }

  isStalled(now: number): boolean {
    if (!this.#full) this.#fullSince = undefined
    else this.#fullSince ??= now
    return this.#fullSince !== undefined && now - this.#fullSince >= LONGEST_STALL_MS
  }

  /** In order where it is read, at once where it is not; once, whoever asks for it again before it is read. */
  finish(why: string): void {
    if (this.destroyed || this.#finished) return
    if (this.#full) return void this.destroy()
    this.#write(textOf({ event: 'bye', data: { why } }))
    this.#finished = true
    this.push(null)
    // Whoever does not read even that is cut off as whoever reads nothing.
    this.#full = true
  }

  override _read(): void {
    this.#full = false
    const kept = this.#kept
    this.#kept = undefined
    if (kept !== undefined) this.#write(textOf(kept))
  }

  #write(text: string): void {
    if (this.destroyed || this.#finished) return
    this.#full = !this.push(text)
  }
}

function textOf({ event, id, data }: LiveEvent): string {
  return `${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`
}
