/** What a workflow was started with, of its history's first event only. */
import type { Client } from '@temporalio/client'
import { decodeFromPayloadsAtIndex } from '@temporalio/common/lib/internal-non-workflow/index.js'
import { optionalTsToDate } from '@temporalio/common/lib/time.js'

export interface Started<Input> {
  readonly input: Input
  /** When its last run began, ISO UTC. */
  readonly at: string
}

/**
 * Of its last run, whose input carries all that the first one's did. Throws gRPC's NOT_FOUND where the server knows no
 * such workflow.
 */
export async function startedOf<Input>(client: Client, workflowId: string): Promise<Started<Input>> {
  const { namespace, loadedDataConverter } = client.options
  const { history } = await client.workflowService.getWorkflowExecutionHistory({
    namespace,
    execution: { workflowId },
    maximumPageSize: 1,
  })
  const event = history?.events?.[0]
  const input = await decodeFromPayloadsAtIndex<Input>(
    loadedDataConverter,
    0,
    event?.workflowExecutionStartedEventAttributes?.input?.payloads,
  )
  return { input, at: (optionalTsToDate(event?.eventTime) ?? new Date(0)).toISOString() }
}
