import { ApplicationFailure } from '@temporalio/common'
import type { Database } from '../db/client.ts'
import { DatabaseError } from '../db/database-error.ts'
import { projectMatterEvents } from '../db/matters/projection.ts'
import { ProjectionGap } from '../db/projection.ts'
import type { MatterEvent, MatterKind } from '../domain/matter.ts'

export interface MatterProjectionActivities {
  /** Events of one transfer, credit record or rating in ascending order; can run twice. */
  projectMatter(request: { kind: MatterKind; id: string; events: readonly MatterEvent[] }): Promise<void>
}

/** Fails as the projection of applications does: `projection-gap`, `database-error`; both are tried again, and no failure carries a value of the matter. */
export function createMatterActivities(database: Database): MatterProjectionActivities {
  return {
    async projectMatter({ kind, id, events }) {
      try {
        await projectMatterEvents(database, kind, id, events)
      } catch (error) {
        throw failureOf(error, kind)
      }
    },
  }
}

function failureOf(error: unknown, kind: MatterKind): ApplicationFailure {
  if (error instanceof ProjectionGap) return ApplicationFailure.create({ type: error.code, message: error.message })
  if (error instanceof DatabaseError) return ApplicationFailure.create({ type: 'database-error', message: error.message, details: [{ code: error.code, unavailable: error.unavailable }] })
  return ApplicationFailure.create({ type: 'projection-failed', message: `the events of a ${kind} cannot be projected: ${error instanceof Error ? error.name : typeof error}` })
}
