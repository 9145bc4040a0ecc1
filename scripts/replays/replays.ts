import { setTimeout as sleep } from 'node:timers/promises'
import { isGrpcServiceError } from '@temporalio/client'
import type { Database } from '../../db/client.ts'
import { DatabaseError } from '../../db/database-error.ts'
import { endReplay, putBackReplay, takeReplay } from '../../db/queries/replays.ts'
import type { ReplayResult } from '../../domain/replay/replay.ts'
import type { Replayed, Replayer } from '../history/replayer.ts'
import { isExact } from '../history/replayer.ts'
import { problemsOf } from '../history/words.ts'

const LOOK_MS = 5_000
/** Above which what only one history cannot be read for is no outage. */
const MOST_TRIES = 20
const LONGEST_OUTAGE_MS = 3_600_000

export interface Replaying {
  readonly database: Database
  /** Made with the first that is asked for: until then nothing is bundled, and no memory taken. */
  readonly replayer: () => Promise<Replayer>
  readonly release: string
  readonly warn: (text: string) => void
  readonly now?: () => Date
}

type Taken = NonNullable<Awaited<ReturnType<typeof takeReplay>>>

/** Nothing of the case: what it needs is away. */
class Outage extends Error {}

/** Replays what auditors ask for, one after the other. */
export class Replays {
  readonly #replaying: Replaying
  /** Put back, and how often: they come after all others. */
  readonly #tried = new Map<string, number>()
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
    const { database, release, warn } = this.#replaying
    const taken = await takeReplay(database, [...this.#tried.keys()])
    if (taken === undefined) return false
    try {
      await this.#replay(taken)
    } catch (error) {
      if (isOutage(error) && this.#mayTryAgain(taken)) {
        await putBackReplay(database, taken.id)
        throw error
      }
      // Of this one alone: others are not to wait for what does not change.
      const said = error instanceof Error ? error.name : 'unknown'
      warn(`${taken.serviceNumber} 的历史不能重放：${said}`)
      await endReplay(database, taken.id, notPossible(taken, said, release))
    }
    this.#tried.delete(taken.id)
    return true
  }

  async #replay({ id, serviceNumber }: Taken): Promise<void> {
    const { database, replayer, release } = this.#replaying
    const { replay } = await replayer().catch((error: unknown) => {
      throw new Outage(error instanceof Error ? error.message : String(error))
    })
    for await (const one of replay([serviceNumber])) await endReplay(database, id, resultOf(one, release))
  }

  #mayTryAgain({ id, askedAt }: Taken): boolean {
    const tries = (this.#tried.get(id) ?? 0) + 1
    this.#tried.set(id, tries)
    const { now = () => new Date() } = this.#replaying
    return tries < MOST_TRIES || now().getTime() - Date.parse(askedAt) < LONGEST_OUTAGE_MS
  }
}

/** Temporal or PostgreSQL is away, or the code of workflows cannot be had. */
function isOutage(error: unknown): boolean {
  if (error instanceof DatabaseError) return error.unavailable
  return error instanceof Outage || isGrpcServiceError(error)
}

function notPossible({ serviceNumber }: Taken, said: string, release: string): ReplayResult {
  const problems = [`${serviceNumber} 的历史不能重放：${said}；请告知运行维护人员，处理后可再要求一次`]
  return { status: 'unreplayable', release, runs: 0, historyEvents: 0, bytes: 0, events: 0, problems }
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
