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
  /** Whether nothing is pending or in flight. */
  idle(): boolean
}

const MOST_EVENTS_AT_ONCE = 200

export function startProjector(serviceNumber: string): Projector {
  let pending: readonly CaseEvent[] = []

  async function run(): Promise<void> {
    for (;;) {
      await condition(() => pending.length > 0)
      const batch = pending.slice(0, MOST_EVENTS_AT_ONCE)
      await project({ serviceNumber, events: batch })
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
