import type { Database } from '../db/client.ts'
import { projectMatterEvents } from '../db/matters/projection.ts'
import { describedAs } from '../domain/matter/matter-kinds.ts'
import { projectionFailure } from './projection-failure.ts'
import type { MatterProjectionActivities } from '../workflows/ports/matters.ts'

export function createMatterActivities(database: Database): MatterProjectionActivities {
  return {
    async projectMatter({ kind, id, events }) {
      try {
        await projectMatterEvents(database, kind, id, events)
      } catch (error) {
        throw projectionFailure(error, `a ${describedAs(kind).english}`)
      }
    },
  }
}
