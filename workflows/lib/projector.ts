import { condition, proxyActivities } from '@temporalio/workflow'
import type { ProjectionActivities } from '../../activities/projection.ts'
import type { CaseEvent } from '../../domain/event.ts'
import { PROJECTION } from './activity-profiles.ts'

const { project } = proxyActivities<ProjectionActivities>(PROJECTION)

/** Carries recorded events to PostgreSQL beside the main line: one activity in flight, which takes all that is pending. */
export interface Projector {
  add(event: CaseEvent): void
  /** Resolves when every event is in PostgreSQL. */
  drained(): Promise<void>
  /** Lets the activity in flight end, and gives back what is still pending. */
  stop(): Promise<{ pending: readonly CaseEvent[] }>
}

const MOST_EVENTS_AT_ONCE = 200

export function startProjector(serviceNumber: string, carried: readonly CaseEvent[]): Projector {
  let pending: readonly CaseEvent[] = carried
  let inFlight = false
  let stopped = false

  async function run(): Promise<void> {
    for (;;) {
      await condition(() => pending.length > 0 || stopped)
      if (stopped) return
      const batch = pending.slice(0, MOST_EVENTS_AT_ONCE)
      inFlight = true
      await project({ serviceNumber, events: batch })
      pending = pending.slice(batch.length)
      inFlight = false
    }
  }
  void run()

  return {
    add: (event) => { pending = [...pending, event] },
    drained: () => condition(() => pending.length === 0),
    async stop() {
      stopped = true
      await condition(() => !inFlight)
      return { pending }
    },
  }
}
