import type { Database } from '../db/client.ts'
import { projectEvents } from '../db/projection.ts'
import { projectionFailure } from './projection-failure.ts'
import type { ProjectionActivities } from '../workflows/ports/projection.ts'

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
