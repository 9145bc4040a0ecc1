import type { Client } from '@temporalio/client'
import { until } from './wait.ts'

/** What Temporal itself holds of an ended case. */
export interface WorkflowFigures {
  readonly status: string
  readonly events: number
  readonly bytes: number
  readonly workflowTasks: number
  readonly updatesAccepted: number
}

/** The acts that a party's own system may send as signals. */
export type SignalledAct = 'fileOpinion' | 'fileInspection'

/** A case as its workflow, beside the API. */
export interface CaseInTemporal {
  /** Waits for the workflow's end: its last steps may still be under way when the case is closed. */
  figures(serviceNumber: string): Promise<WorkflowFigures>
  /** How many events the history has now. */
  length(serviceNumber: string): Promise<number>
  signal(serviceNumber: string, act: SignalledAct, content: unknown): Promise<void>
}

export function caseInTemporal(temporal: Client): CaseInTemporal {
  return {
    async figures(serviceNumber) {
      const handle = temporal.workflow.getHandle(serviceNumber)
      const { status, historySize } = await until(
        'Temporal 流程结束',
        () => handle.describe(),
        (description) => description.status.name !== 'RUNNING',
        { withinMs: 20_000 },
      )
      const events = (await handle.fetchHistory()).events ?? []
      return {
        status: status.name,
        events: events.length,
        bytes: historySize ?? 0,
        workflowTasks: events.filter((event) => event.workflowTaskCompletedEventAttributes).length,
        updatesAccepted: events.filter((event) => event.workflowExecutionUpdateAcceptedEventAttributes).length,
      }
    },
    length: async (serviceNumber) => (await temporal.workflow.getHandle(serviceNumber).describe()).historyLength,
    signal: (serviceNumber, act, content) => temporal.workflow.getHandle(serviceNumber).signal(act, content),
  }
}
