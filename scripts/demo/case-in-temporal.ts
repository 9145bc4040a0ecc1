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

/** A case as its workflow, beside the API. */
export interface CaseInTemporal {
  /** Waits for the workflow's end: its last steps may still be under way when the case is closed. */
  figures(serviceNumber: string): Promise<WorkflowFigures>
  /** How many events the history has when nothing is under way in it any more. */
  restingLength(serviceNumber: string): Promise<number>
  /** How many timers have fired since the history had so many events; undefined where anything else has come in. */
  firedSince(serviceNumber: string, length: number): Promise<number | undefined>
}

/** `TimerFired`, and a task that commands nothing. */
const EVENTS_OF_A_RING = 4

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
    async restingLength(serviceNumber) {
      const { historyLength } = await until(
        '流程里没有正在办的',
        () => temporal.workflow.getHandle(serviceNumber).describe(),
        ({ raw: { pendingActivities, pendingWorkflowTask } }) => !pendingActivities?.length && !pendingWorkflowTask,
        { withinMs: 20_000 },
      )
      return historyLength
    },
    async firedSince(serviceNumber, length) {
      const events = (await temporal.workflow.getHandle(serviceNumber).fetchHistory()).events?.slice(length) ?? []
      const fired = events.filter((event) => event.timerFiredEventAttributes).length
      return events.length <= fired * EVENTS_OF_A_RING ? fired : undefined
    },
  }
}
