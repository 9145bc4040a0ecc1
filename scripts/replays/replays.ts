import { setTimeout as sleep } from 'node:timers/promises'
import type { Database } from '../../db/client.ts'
import { endReplay, putBackReplay, takeReplay } from '../../db/queries/replays.ts'
import type { ReplayResult } from '../../domain/replay/replay.ts'
import type { Replayed, Replayer } from '../history/replayer.ts'
import { isExact } from '../history/replayer.ts'
import { problemsOf } from '../history/words.ts'

const LOOK_MS = 5_000

export interface Replaying {
  readonly database: Database
  /** Made with the first that is asked for: until then nothing is bundled, and no memory taken. */
  readonly replayer: () => Promise<Replayer>
  readonly release: string
  readonly warn: (text: string) => void
}

/** Replays what auditors ask for, one after the other. */
export class Replays {
  readonly #replaying: Replaying
  #wake = new AbortController()
  #stopped = false
  #done: Promise<void> = Promise.resolve()

  constructor(replaying: Replaying) {
    this.#replaying = replaying
  }

  start(): void {
    this.#done = this.#run()
  }

  /** One may wait. */
  hint(): void {
    this.#wake.abort()
  }

  /** Resolves once the one under way has ended. */
  async stop(): Promise<void> {
    this.#stopped = true
    this.hint()
    await this.#done
  }

  async #run(): Promise<void> {
    while (!this.#stopped) {
      const wake = (this.#wake = new AbortController())
      const worked = await this.#one().catch((error: unknown) => {
        this.#replaying.warn(`重放暂时不能进行，稍后再试：${error instanceof Error ? error.message : String(error)}`)
        return false
      })
      if (!worked && !this.#stopped) await sleep(LOOK_MS, undefined, { signal: wake.signal }).catch(() => {})
    }
  }

  /** False where none waits. */
  async #one(): Promise<boolean> {
    const { database, replayer, release } = this.#replaying
    const taken = await takeReplay(database)
    if (taken === undefined) return false
    try {
      const { replay } = await replayer()
      for await (const one of replay([taken.serviceNumber])) await endReplay(database, taken.id, resultOf(one, release))
    } catch (error) {
      await putBackReplay(database, taken.id)
      throw error
    }
    return true
  }
}

export function resultOf(one: Replayed, release: string): ReplayResult {
  const { runs, historyEvents, bytes, events, failures } = one
  const unreplayable = failures.length > 0 || one.kind === undefined
  return {
    status: unreplayable ? 'unreplayable' : isExact(one) ? 'exact' : 'different',
    release,
    runs,
    historyEvents,
    bytes,
    events: events.length,
    problems: unreplayable || !isExact(one) ? problemsOf(one) : [],
  }
}
