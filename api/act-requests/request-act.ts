import { WorkflowNotFoundError } from '@temporalio/client'
import { findApplication } from '../../db/queries/applications.ts'
import { actRequestSignal } from '../../workflows/application/messages.ts'
import type { Dependencies } from '../dependencies.ts'
import { bounded } from '../temporal/bounded.ts'
import type { ActRequest } from '../temporal/perform-act.ts'

const SIGNAL_MS = 10_000

/**
 * Hands an act to its case, which decides it later, once for each request; false where no workflow of the case is at
 * work. What was decided already is left as it is.
 */
export async function requestAct(
  { temporal, database }: Dependencies,
  request: string,
  { serviceNumber, type, updateId, act }: ActRequest,
): Promise<boolean> {
  const row = await findApplication(database, serviceNumber)
  if (row?.state.requests?.[request] !== undefined) return true
  if (row?.state.closedAt !== undefined) return false
  const handle = temporal.workflow.getHandle(serviceNumber)
  try {
    await bounded(temporal, SIGNAL_MS, () => handle.signal(actRequestSignal, { request, updateId, type, act }))
    return true
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false
    throw error
  }
}
