/** What a workflow was started with, of its history's first event only. */
import type { Client } from '@temporalio/client'
import { ValueError } from '@temporalio/common'
import { decodeFromPayloadsAtIndex } from '@temporalio/common/lib/internal-non-workflow/index.js'
import { optionalTsToDate } from '@temporalio/common/lib/time.js'
import { foreignDetail, isForeign } from '../domain/format/foreign.ts'

export interface Started<Input> {
  /** None where somebody else started it, with nothing of ours. */
  readonly input: Input | undefined
  /** When its last run began, ISO UTC. */
  readonly at: string
}

/**
 * Of a run, of the last one unless told: its input carries all that the first one's did. Throws gRPC's NOT_FOUND where
 * the server knows no such workflow, `ValueError` where it cannot be read.
 */
export async function startedOf<Input>(client: Client, workflowId: string, runId?: string): Promise<Started<Input>> {
  const { namespace, loadedDataConverter } = client.options
  const { history } = await client.workflowService.getWorkflowExecutionHistory({
    namespace,
    execution: { workflowId, runId: runId ?? null },
    maximumPageSize: 1,
  })
  const event = history?.events?.[0]
  const input = await decodeFromPayloadsAtIndex(
    loadedDataConverter,
    0,
    event?.workflowExecutionStartedEventAttributes?.input?.payloads,
  )
  if (isForeign(input) && input.foreignPayload !== 'unsealed')
    throw new ValueError(`${workflowId}：${foreignDetail(input)}`)
  const at = (optionalTsToDate(event?.eventTime) ?? new Date(0)).toISOString()
  return { input: isForeign(input) ? undefined : (input as Input | undefined), at }
}
