import type { Database } from '../db/client.ts'
import { projectMatterEvents } from '../db/matters/projection.ts'
import type { MatterEvent, MatterKind } from '../domain/matter/matter.ts'
import { projectionFailure } from './projection-failure.ts'

export interface MatterProjectionActivities {
  /** Events of one matter, of whatever kind, in ascending order; can run twice. */
  projectMatter(request: { kind: MatterKind; id: string; events: readonly MatterEvent[] }): Promise<void>
}

export function createMatterActivities(database: Database): MatterProjectionActivities {
  return {
    async projectMatter({ kind, id, events }) {
      try {
        await projectMatterEvents(database, kind, id, events)
      } catch (error) {
        throw projectionFailure(error, `a ${kind}`)
      }
    },
  }
}
