import type { Database } from '../db/client.ts'
import { projectEvents } from '../db/projection.ts'
import type { CaseEvent } from '../domain/case/event.ts'
import { projectionFailure } from './projection-failure.ts'

export interface ProjectionActivities {
  /** Events of one case in ascending order; can run twice. */
  project(request: { serviceNumber: string; events: readonly CaseEvent[] }): Promise<void>
}

export function createProjectionActivities(database: Database): ProjectionActivities {
  return {
    async project({ serviceNumber, events }) {
      try {
        await projectEvents(database, serviceNumber, events)
      } catch (error) {
        throw projectionFailure(error, serviceNumber)
      }
    },
  }
}
