import type { Client } from '@temporalio/client'
import { isGrpcServiceError } from '@temporalio/client'
import proto from '@temporalio/proto'

const { HistoryEvent } = proto.temporal.api.history.v1
type History = proto.temporal.api.history.v1.IHistory

/** One run of a workflow, as the server keeps it; `bytes` are those of its events as stored, still encrypted. */
export interface Run {
  readonly runId: string
  readonly history: History
  readonly historyEvents: number
  readonly bytes: number
}

const NOT_FOUND = 5
const INVALID_ARGUMENT = 3

/** All runs of a workflow, the first one first: one that continued as new has several. None where the server knows no such workflow. */
export async function runsOf(client: Client, workflowId: string): Promise<readonly Run[]> {
  const runs: Run[] = []
  let runId: string | undefined
  do {
    const run = await fetchRun(client, workflowId, runId)
    if (run === undefined) return runs
    runs.unshift(run)
    runId = run.history.events?.[0]?.workflowExecutionStartedEventAttributes?.continuedExecutionRunId || undefined
  } while (runId !== undefined)
  return runs
}

/** The last run where none is named. */
async function fetchRun(client: Client, workflowId: string, wanted: string | undefined): Promise<Run | undefined> {
  const runId = wanted ?? await lastRunOf(client, workflowId)
  if (runId === undefined) return undefined
  const events: proto.temporal.api.history.v1.IHistoryEvent[] = []
  let nextPageToken: Uint8Array | undefined
  do {
    const page = await client.workflowService.getWorkflowExecutionHistory({
      namespace: client.options.namespace, execution: { workflowId, runId }, ...(nextPageToken === undefined ? {} : { nextPageToken }),
    })
    events.push(...(page.history?.events ?? []))
    nextPageToken = page.nextPageToken.length > 0 ? page.nextPageToken : undefined
  } while (nextPageToken !== undefined)
  const bytes = events.reduce((sum, event) => sum + HistoryEvent.encode(event).finish().length, 0)
  return { runId, history: { events }, historyEvents: events.length, bytes }
}

async function lastRunOf(client: Client, workflowId: string): Promise<string | undefined> {
  try {
    const { workflowExecutionInfo } = await client.workflowService.describeWorkflowExecution({ namespace: client.options.namespace, execution: { workflowId } })
    return workflowExecutionInfo?.execution?.runId ?? undefined
  } catch (error) {
    if (isGrpcServiceError(error) && (error.code === NOT_FOUND || error.code === INVALID_ARGUMENT)) return undefined
    throw error
  }
}
