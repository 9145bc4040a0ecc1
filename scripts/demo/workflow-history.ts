import type { Client } from '@temporalio/client'
import { until } from './wait.ts'

/** What Temporal itself holds of a case. */
export interface WorkflowFigures {
  readonly status: string
  readonly events: number
  readonly updatesAccepted: number
}

export type WorkflowHistory = (serviceNumber: string) => Promise<WorkflowFigures>

/** Reads histories of ended workflows: the last steps of one may still be under way when its case is closed. */
export function workflowHistoryOf(temporal: Client): WorkflowHistory {
  return async (serviceNumber) => {
    const handle = temporal.workflow.getHandle(serviceNumber)
    const { status } = await until('Temporal 流程结束', () => handle.describe(), (description) => description.status.name !== 'RUNNING', { withinMs: 20_000 })
    const events = (await handle.fetchHistory()).events ?? []
    return { status: status.name, events: events.length, updatesAccepted: events.filter((event) => event.workflowExecutionUpdateAcceptedEventAttributes).length }
  }
}
