import { EventEmitter, once } from 'node:events'
import type { ProjectionActivities } from '../../activities/projection.ts'
import type { CaseEvent } from '../../domain/event.ts'
import type { CaseState } from '../../workflows/application/case-state.ts'
import { apply } from '../../workflows/application/state.ts'

const PATIENCE_MS = 60_000

/** What cases tell of themselves, in the place of PostgreSQL: whoever waits for a state hears of it as soon as its event is projected. */
export class Told {
  readonly #cases = new Map<string, { readonly events: CaseEvent[]; state: CaseState | undefined }>()
  #held: Promise<void> = Promise.resolve()
  readonly #heard = new EventEmitter().setMaxListeners(100)

  /** The activity that a worker is given: a batch may come twice, a gap is an error. */
  readonly project: ProjectionActivities['project'] = async ({ serviceNumber, events }) => {
    await this.#held
    const the = this.#cases.get(serviceNumber) ?? { events: [], state: undefined }
    for (const event of events) {
      if (event.seq <= the.events.length) continue
      the.state = apply(the.state, event, serviceNumber)
      the.events.push(event)
    }
    this.#cases.set(serviceNumber, the)
    this.#heard.emit(serviceNumber)
  }

  /** From now on no projection ends until `release` is called, as with PostgreSQL away. */
  hold(): { release(): void } {
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#held = promise
    return { release: resolve }
  }

  events(serviceNumber: string): readonly CaseEvent[] {
    return this.#cases.get(serviceNumber)?.events ?? []
  }

  async until(serviceNumber: string, wanted: (state: CaseState) => boolean): Promise<CaseState> {
    const signal = AbortSignal.timeout(PATIENCE_MS)
    for (;;) {
      const state = this.#cases.get(serviceNumber)?.state
      if (state !== undefined && wanted(state)) return state
      await once(this.#heard, serviceNumber, { signal }).catch(() => {
        throw new Error(`${serviceNumber} did not come so far in time; told: ${this.events(serviceNumber).map((event) => event.type).join(' ')}`)
      })
    }
  }
}
