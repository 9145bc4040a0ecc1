import { ApplicationFailure } from '@temporalio/common'
import type { Database } from '../db/client.ts'
import { DatabaseError } from '../db/database-error.ts'
import { ProjectionGap, projectEvents } from '../db/projection.ts'
import type { CaseEvent } from '../domain/event.ts'

export interface ProjectionActivities {
  /** Events of one case in ascending order; can run twice. */
  project(request: { serviceNumber: string; events: readonly CaseEvent[] }): Promise<void>
}

/**
 * Fails with `projection-gap` where events are missing before these, and `database-error` with the SQLSTATE; both are tried again.
 * No failure carries a value of the case.
 */
export function createProjectionActivities(database: Database): ProjectionActivities {
  return {
    async project({ serviceNumber, events }) {
      try {
        await projectEvents(database, serviceNumber, events)
      } catch (error) {
        throw failureOf(error, serviceNumber)
      }
    },
  }
}

function failureOf(error: unknown, serviceNumber: string): ApplicationFailure {
  if (error instanceof ProjectionGap) return ApplicationFailure.create({ type: error.code, message: error.message })
  if (error instanceof DatabaseError) return ApplicationFailure.create({ type: 'database-error', message: error.message, details: [{ code: error.code, unavailable: error.unavailable }] })
  return ApplicationFailure.create({ type: 'projection-failed', message: `the events of ${serviceNumber} cannot be projected: ${error instanceof Error ? error.name : typeof error}` })
}
