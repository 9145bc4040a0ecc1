import { defined } from '../../domain/defined.ts'
import type { Client } from '@temporalio/client'
import { isGrpcServiceError } from '@temporalio/client'
import type { LoadedDataConverter } from '@temporalio/common'
import proto from '@temporalio/proto'
import { startInputOf } from './payloads.ts'
import type { History, HistoryEvent, StartInput } from './payloads.ts'

const { HistoryEvent: HistoryEventMessage } = proto.temporal.api.history.v1

/** One run of a workflow, as the server keeps it; `bytes` are those of its events as stored, still encrypted. */
export interface Run {
  readonly runId: string
  readonly history: History
  readonly input: Partial<StartInput>
  readonly historyEvents: number
  readonly bytes: number
}

const NOT_FOUND = 5
const INVALID_ARGUMENT = 3

/**
 * All runs of a workflow, the first one first: one that continued as new, or was mended, has several. None where the
 * server knows no such workflow; where it has forgotten an earlier run, the first one given says so (`earlierRunOf`).
 */
export async function runsOf(client: Client, workflowId: string): Promise<readonly Run[]> {
  const runs: Run[] = []
  let runId = await lastRunOf(client, workflowId)
  while (runId !== undefined) {
    const run = await fetchRun(client, workflowId, runId)
    if (run === undefined) return runs
    runs.unshift(run)
    runId = earlierRunOf(run)
  }
  return runs
}

/** The run that went before: this one continued it as new, or was started by `npm run mend` in its place. */
export function earlierRunOf(run: Run): string | undefined {
  return continuedRunOf(run) ?? run.input.mendedFrom?.runId
}

function continuedRunOf({ history }: Pick<Run, 'history'>): string | undefined {
  return history.events?.[0]?.workflowExecutionStartedEventAttributes?.continuedExecutionRunId || undefined
}

/** The runs since the last mending, which the workflow's code can tell again; those before it are known not to. */
export function sinceMended(runs: readonly Run[]): readonly Run[] {
  return runs.slice(
    Math.max(
      0,
      runs.findLastIndex((run) => continuedRunOf(run) === undefined),
    ),
  )
}

/** A run as its events say it; `bytes` is counted. */
export async function runOf(converter: LoadedDataConverter, runId: string, history: History): Promise<Run> {
  const events = history.events ?? []
  const bytes = events.reduce((sum, event) => sum + HistoryEventMessage.encode(event).finish().length, 0)
  return { runId, history, input: await startInputOf(converter, history), historyEvents: events.length, bytes }
}

async function fetchRun(client: Client, workflowId: string, runId: string): Promise<Run | undefined> {
  const events: HistoryEvent[] = []
  let nextPageToken: Uint8Array | undefined
  do {
    const page = await unlessUnknown(() =>
      client.workflowService.getWorkflowExecutionHistory({
        namespace: client.options.namespace,
        execution: { workflowId, runId },
        ...defined({ nextPageToken }),
      }),
    )
    if (page === undefined) return undefined
    events.push(...(page.history?.events ?? []))
    nextPageToken = page.nextPageToken.length > 0 ? page.nextPageToken : undefined
  } while (nextPageToken !== undefined)
  return runOf(client.options.loadedDataConverter, runId, { events })
}

/**
 * Where the last run was deleted, the server knows the id no more by itself, but the runs before that one by their own.
 */
async function lastRunOf(client: Client, workflowId: string): Promise<string | undefined> {
  const answer = await unlessUnknown(() =>
    client.workflowService.describeWorkflowExecution({
      namespace: client.options.namespace,
      execution: { workflowId },
    }),
  )
  return answer?.workflowExecutionInfo?.execution?.runId ?? newestRunOf(client, workflowId)
}

async function newestRunOf(client: Client, workflowId: string): Promise<string | undefined> {
  if (/['\\]/.test(workflowId)) return undefined
  let newest: { readonly runId: string; readonly startTime: Date } | undefined
  for await (const { runId, startTime } of client.workflow.list({ query: `WorkflowId = '${workflowId}'` })) {
    if (newest === undefined || startTime > newest.startTime) newest = { runId, startTime }
  }
  return newest?.runId
}

/** Undefined where the server does not know it, or takes its id for none. */
async function unlessUnknown<Answer>(ask: () => Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await ask()
  } catch (error) {
    if (isGrpcServiceError(error) && (error.code === NOT_FOUND || error.code === INVALID_ARGUMENT)) return undefined
    throw error
  }
}
