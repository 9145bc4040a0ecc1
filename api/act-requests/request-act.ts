import { WorkflowNotFoundError } from '@temporalio/client'
import { DatabaseError } from '../../db/database-error.ts'
import { ACT_REQUEST } from '../../domain/act/act-request.ts'
import type { ActRequested, Requests } from '../../domain/act/act-request.ts'
import type { Dependencies } from '../dependencies.ts'
import { bounded } from '../temporal/bounded.ts'
import { requestOf } from './request-id.ts'

const SIGNAL_MS = 10_000
/** A refused one stays in the history, and is told: after so many of one case its senders wait for their answer. */
const MOST_REQUESTED = 200

interface PutLater {
  /** Also the workflow's id. */
  readonly subject: string
  readonly type: string
  readonly updateId: string
  readonly act: { readonly bodyHash: string }
}

interface Known {
  readonly requests?: Requests
  readonly closedAt?: string
}

/**
 * Hands an act to its case or matter, which decides it later, once for each request; gives the request, or nothing
 * where no workflow of it is at work, or it was asked too often. What was decided already, as `known` tells, is left as
 * it is.
 */
export async function requestAct(
  { temporal }: Pick<Dependencies, 'temporal'>,
  { subject, type, updateId, act }: PutLater,
  known: () => Promise<Known | undefined>,
): Promise<string | undefined> {
  const request = requestOf(updateId, act.bodyHash)
  const { requests = {}, closedAt } = (await known().catch(nothingWhereAway)) ?? {}
  if (requests[request] !== undefined) return request
  if (closedAt !== undefined || Object.keys(requests).length >= MOST_REQUESTED) return undefined
  const handle = temporal.workflow.getHandle(subject)
  const asked: ActRequested = { request, updateId, type, act }
  try {
    await bounded(temporal, SIGNAL_MS, () => handle.signal(ACT_REQUEST, asked))
    return request
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return undefined
    throw error
  }
}

/** While PostgreSQL is away the case itself knows what it has decided: acts go on. */
function nothingWhereAway(error: unknown): undefined {
  if (error instanceof DatabaseError && error.unavailable) return undefined
  throw error
}
