/** Where the workflow of an application or a matter stands on the server. */
import type { Client } from '@temporalio/client'
import { isGrpcServiceError } from '@temporalio/client'
import { SUBJECT_KINDS } from '../domain/matter/subject.ts'

const NOT_FOUND = 5
const INVALID_ARGUMENT = 3

/**
 * `stuck`: runs, but its task fails again and again; `closed`: by itself; `ended`: by another's hand, or failed;
 * `gone`: the server does not know it, or knows only of runs that went on in one that is no longer there.
 */
export type Standing = 'running' | 'stuck' | 'closed' | 'ended' | 'gone'

/** A task that fails is tried again for ever; one that a worker's end interrupted succeeds long before. */
const STUCK_AT_ATTEMPT = 4

const STANDINGS: Readonly<Record<string, Standing>> = {
  RUNNING: 'running',
  PAUSED: 'running',
  COMPLETED: 'closed',
  TERMINATED: 'ended',
  FAILED: 'ended',
  TIMED_OUT: 'ended',
  CANCELLED: 'ended',
  CONTINUED_AS_NEW: 'gone',
}

export async function standingOf(client: Client, workflowId: string): Promise<Standing> {
  try {
    const {
      status: { name },
      raw,
    } = await client.workflow.getHandle(workflowId).describe()
    const standing = STANDINGS[name] ?? 'running'
    return standing === 'running' && (raw.pendingWorkflowTask?.attempt ?? 0) >= STUCK_AT_ATTEMPT ? 'stuck' : standing
  } catch (error) {
    if (isUnknown(error)) return 'gone'
    throw error
  }
}

function isUnknown(error: unknown): boolean {
  if (error instanceof Error && error.name === 'WorkflowNotFoundError') return true
  return isGrpcServiceError(error) && (error.code === NOT_FOUND || error.code === INVALID_ARGUMENT)
}

/** What fails was started by somebody else (`workflows/lib/own-start.ts`): none of ours ends so. For a query. */
export const NOT_FAILED = `ExecutionStatus != 'Failed'`

const OURS = `WorkflowType IN (${SUBJECT_KINDS.map((kind) => `'${kind}'`).join(', ')})`

/** Ids of the applications and matters that run, as far as the server's index has come. */
export function runningWorkflows(client: Client): Promise<Set<string>> {
  return idsOf(client, `${OURS} AND ExecutionStatus = 'Running'`)
}

/** Ids of those of which a run was ended by another's hand, or failed; a later run may go on all the same. */
export function endedWorkflows(client: Client): Promise<Set<string>> {
  return idsOf(client, `${OURS} AND ExecutionStatus IN ('Terminated', 'Failed', 'TimedOut', 'Canceled')`)
}

async function idsOf(client: Client, query: string): Promise<Set<string>> {
  const ids = new Set<string>()
  for await (const { workflowId } of client.workflow.list({ query })) ids.add(workflowId)
  return ids
}
