import { EventEmitter, once } from 'node:events'
import type { MatterProjectionActivities } from '../../workflows/ports/matters.ts'
import type { ProjectionActivities } from '../../workflows/ports/projection.ts'
import { logicOf } from '../../workflows/core/matter-logics.ts'
import type { CaseEvent } from '../../domain/case/event.ts'
import type { MatterEvent, MatterState } from '../../domain/matter/matter.ts'
import type { CaseState } from '../../workflows/application/core/case-state.ts'
import { apply } from '../../workflows/application/core/apply.ts'

const PATIENCE_MS = 60_000

interface Subject {
  readonly events: (CaseEvent | MatterEvent)[]
  state: CaseState | MatterState | undefined
}

/**
 * What cases and matters tell of themselves, in the place of PostgreSQL: whoever waits for a state hears of it as soon
 * as its event is projected.
 */
export class Told {
  readonly #subjects = new Map<string, Subject>()
  #held: Promise<void> = Promise.resolve()
  readonly #heard = new EventEmitter().setMaxListeners(100)

  /** The activities that a worker is given: a batch may come twice, a gap is an error. */
  readonly project: ProjectionActivities['project'] = ({ serviceNumber, events }) =>
    this.#take<CaseState, CaseEvent>(serviceNumber, events, (state, event) => apply(state, event, serviceNumber))

  readonly projectMatter: MatterProjectionActivities['projectMatter'] = ({ kind, id, events }) =>
    this.#take<MatterState, MatterEvent>(id, events, (state, event) => logicOf(kind).apply(state, event, id))

  async #take<State extends CaseState | MatterState, Event extends CaseEvent | MatterEvent>(
    id: string,
    events: readonly Event[],
    next: (state: State | undefined, event: Event) => State,
  ): Promise<void> {
    await this.#held
    const the = this.#subjects.get(id) ?? { events: [], state: undefined }
    for (const event of events) {
      if (event.seq <= the.events.length) continue
      the.state = next(the.state as State | undefined, event)
      the.events.push(event)
    }
    this.#subjects.set(id, the)
    this.#heard.emit(id)
  }

  /** From now on no projection ends until `release` is called, as with PostgreSQL away. */
  hold(): { release(): void } {
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#held = promise
    return { release: resolve }
  }

  events(id: string): readonly (CaseEvent | MatterEvent)[] {
    return this.#subjects.get(id)?.events ?? []
  }

  async until<State extends CaseState | MatterState>(id: string, wanted: (state: State) => boolean): Promise<State> {
    const signal = AbortSignal.timeout(PATIENCE_MS)
    for (;;) {
      const state = this.#subjects.get(id)?.state as State | undefined
      if (state !== undefined && wanted(state)) return state
      await once(this.#heard, id, { signal }).catch(() => {
        throw new Error(
          `${id} did not come so far in time; told: ${this.events(id)
            .map((event) => event.type)
            .join(' ')}`,
        )
      })
    }
  }
}
