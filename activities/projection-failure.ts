import { ApplicationFailure } from '@temporalio/common'
import { DatabaseError } from '../db/database-error.ts'
import { ProjectionConflict } from '../db/projection-conflict.ts'
import { ProjectionGap } from '../db/projected.ts'
import { NewerState } from '../domain/format/state-format.ts'

/**
 * Fails with `projection-gap` where events are missing before these, `projection-conflict` where one stands otherwise,
 * `state-from-newer-release` where the row is of one, and `database-error` with the SQLSTATE; all are tried again. No
 * failure carries a value of the case or the matter.
 */
export function projectionFailure(error: unknown, whose: string): ApplicationFailure {
  if (error instanceof ProjectionGap || error instanceof ProjectionConflict || error instanceof NewerState)
    return ApplicationFailure.create({ type: error.code, message: error.message })
  if (error instanceof DatabaseError) return databaseFailure(error)
  return ApplicationFailure.create({
    type: 'projection-failed',
    message: `the events of ${whose} cannot be projected: ${error instanceof Error ? error.name : typeof error}`,
  })
}

/** `database-error`, with the SQLSTATE; tried again. */
export function databaseFailure({ message, code, unavailable }: DatabaseError): ApplicationFailure {
  return ApplicationFailure.create({ type: 'database-error', message, details: [{ code, unavailable }] })
}
