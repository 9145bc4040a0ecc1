import type { WorkflowInterceptors } from '@temporalio/workflow'

/**
 * For `interceptors.workflowModules` of every worker. A query that no task awaits is answered from the history as it
 * stands; what has happened since the last task is in it, and the SDK's core would give that to the workflow outside
 * any task, at the last one's time. The commands would then stand in another order than a replay makes them (ADR 0026).
 * Such an activation is refused: the query fails, to be asked again, and the worker forgets the case until its next
 * task. It is known by its time, which is not later than that of the newest task: that one may have left nothing in the
 * history, and the query then has the time of the one before.
 */
export function interceptors(): WorkflowInterceptors {
  /** Microseconds of the newest task's time. */
  let newest = 0
  return {
    internals: [
      {
        activate(input, next) {
          const {
            activation: { timestamp, isReplaying, jobs },
            batchIndex,
          } = input
          const begun = Number(timestamp?.seconds ?? 0) * 1e6 + Math.floor((timestamp?.nanos ?? 0) / 1e3)
          if (batchIndex === 0 && isReplaying !== true && begun <= newest && jobs?.some(isOfATask) === true) {
            throw new Error('events without a workflow task of their own: a query overtook it')
          }
          newest = Math.max(newest, begun)
          next(input)
        },
      },
    ],
  }
}

type Job = NonNullable<
  Parameters<NonNullable<NonNullable<WorkflowInterceptors['internals']>[number]['activate']>>[0]['activation']['jobs']
>[number]

/**
 * Which comes with a task only. Within one, old local activities end, and activities that are cancelled before they
 * were sent.
 */
function isOfATask({ fireTimer, signalWorkflow, doUpdate, cancelWorkflow, resolveActivity }: Job): boolean {
  const outside =
    resolveActivity !== null &&
    resolveActivity !== undefined &&
    resolveActivity.isLocal !== true &&
    !resolveActivity.result?.cancelled
  return (
    outside || [fireTimer, signalWorkflow, doUpdate, cancelWorkflow].some((job) => job !== null && job !== undefined)
  )
}
