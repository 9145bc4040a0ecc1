import {
  isGrpcCancelledError,
  isGrpcDeadlineError,
  isGrpcServiceError,
  NamespaceNotFoundError,
  ServiceError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client'
import type { Client } from '@temporalio/client'

/** Temporal, or every worker of ours, did not answer in time; whether the call took effect is not known. */
export class TemporalUnavailable extends Error {
  override name = 'TemporalUnavailable'
}

/** The SDK's retry may sleep past a call's deadline: our own clock ends the waiting a moment later. */
const GRACE_MS = 500

/**
 * Calls Temporal with `milliseconds` at most; an outage comes out as {@link TemporalUnavailable}, every other error as
 * it is.
 */
export async function bounded<Result>(
  temporal: Client,
  milliseconds: number,
  call: () => Promise<Result>,
): Promise<Result> {
  const clock = Promise.withResolvers<never>()
  const timer = setTimeout(() => clock.reject(new TemporalUnavailable('no answer in time')), milliseconds + GRACE_MS)
  try {
    return await Promise.race([temporal.withDeadline(Date.now() + milliseconds, call), clock.promise])
  } catch (error) {
    throw isOutage(error)
      ? new TemporalUnavailable(error instanceof Error ? error.message : 'unavailable', { cause: error })
      : error
  } finally {
    clearTimeout(timer)
  }
}

const UNAVAILABLE = 14
const RESOURCE_EXHAUSTED = 8
const ABORTED = 10
/** FAILED_PRECONDITION: a query found no worker. */
const NO_POLLER = 9
const OUTAGES: readonly number[] = [UNAVAILABLE, RESOURCE_EXHAUSTED, ABORTED, NO_POLLER]

function isOutage(error: unknown): boolean {
  if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError || error instanceof NamespaceNotFoundError) return true
  if (isGrpcDeadlineError(error) || isGrpcCancelledError(error)) return true
  const cause: unknown = error instanceof ServiceError ? error.cause : error
  return isGrpcServiceError(cause) && OUTAGES.includes(cause.code)
}
