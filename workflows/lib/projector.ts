import { condition, proxyActivities } from '@temporalio/workflow'
import type { ProjectionActivities } from '../../activities/projection.ts'
import type { CaseEvent } from '../../domain/event.ts'
import { PROJECTION } from './activity-profiles.ts'

const { project } = proxyActivities<ProjectionActivities>(PROJECTION)

/** Carries recorded events to PostgreSQL beside the main line: one activity in flight, which takes all that is pending. */
export interface Projector<Event = CaseEvent> {
  add(event: Event): void
  /** Resolves when every event is in PostgreSQL. */
  drained(): Promise<void>
  /** Whether nothing is pending or in flight. */
  idle(): boolean
}

const MOST_EVENTS_AT_ONCE = 200

export function startProjector(serviceNumber: string): Projector {
  return startDraining((events) => project({ serviceNumber, events }))
}

/** Sends what is added by `send`, in order. */
export function startDraining<Event>(send: (batch: readonly Event[]) => Promise<void>): Projector<Event> {
  let pending: readonly Event[] = []

  async function run(): Promise<void> {
    for (;;) {
      await condition(() => pending.length > 0)
      const batch = pending.slice(0, MOST_EVENTS_AT_ONCE)
      await send(batch)
      pending = pending.slice(batch.length)
    }
  }
  void run()

  return {
    add: (event) => { pending = [...pending, event] },
    drained: () => condition(() => pending.length === 0),
    idle: () => pending.length === 0,
  }
}
