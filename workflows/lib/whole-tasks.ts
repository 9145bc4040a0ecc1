import type { ActivateInput, ConcludeActivationInput, WorkflowInterceptors } from '@temporalio/workflow'

const NO_TASK = 'events without a workflow task of their own: a query overtook it'
const NOT_RECORDED = 'commands of the last workflow task are not in the history'

/**
 * For `interceptors.workflowModules` of every worker. A query that no task awaits is answered from the history as it
 * stands; what has happened since the last task is in it, and the SDK's core would give that to the workflow outside
 * any task, at the last one's time. The commands would then stand in another order than a replay makes them (ADR 0026).
 * Such an activation is refused: the query fails, to be asked again, and the worker forgets the case until its next
 * task. It is known by its time, which is not later than that of the newest task: that one may have left nothing in the
 * history, and the query then has the time of the one before.
 *
 * However it comes about that a task's commands were lost, or events of a refused one, the instance would go on from
 * what no replay will find (ADR 0101). The first is known by the length of the history at the next task: too short to
 * hold them. That task fails, and is tried again by an instance that has read the history.
 */
export function interceptors(): WorkflowInterceptors {
  /** Microseconds of the newest task's time. */
  let newest = 0
  let task = { length: 0, recorded: 0, isLive: false }
  let hasMissed = false

  function take({ activation: { timestamp, isReplaying, jobs, historyLength }, batchIndex }: ActivateInput): void {
    if (batchIndex !== 0) return
    const begun = Number(timestamp?.seconds ?? 0) * 1e6 + Math.floor((timestamp?.nanos ?? 0) / 1e3)
    const [isLive, length] = [isReplaying !== true, historyLength ?? 0]
    hasMissed ||= isLive && begun <= newest && jobs?.some(isOfATask) === true
    if (hasMissed && jobs?.some(isOfATask) === true) throw new Error(NO_TASK)
    if (begun <= newest) return
    if (isLive && task.isLive && length < leastAfter(task)) throw new Error(NOT_RECORDED)
    task = { length, recorded: 0, isLive }
    newest = begun
  }

  return {
    internals: [
      {
        activate(input, next) {
          take(input)
          next(input)
        },
        concludeActivation(input, next) {
          const output = next(input)
          task.recorded += eventsOf(output.commands)
          return output
        },
      },
    ],
  }
}

/** Behind a task that has commanded something: its end, what it commanded, and how the next one begins. */
const leastAfter = ({ length, recorded }: { length: number; recorded: number }) =>
  recorded === 0 ? 0 : length + 1 + recorded + 2

type Job = NonNullable<ActivateInput['activation']['jobs']>[number]
type Commands = ConcludeActivationInput['commands']

/** How many events commands leave at least: what is ended in the task that began it may leave none. */
function eventsOf(commands: Commands): number {
  const count = (is: (command: Commands[number]) => unknown) =>
    commands.filter((command) => ![undefined, null, false].includes(is(command) as null)).length
  const activities = count((one) => one.scheduleActivity) - count((one) => one.requestCancelActivity)
  const timers = count((one) => one.startTimer) - count((one) => one.cancelTimer)
  const answers = count((one) => one.updateResponse?.accepted ?? one.updateResponse?.completed)
  return Math.max(0, activities) + Math.max(0, timers) + answers
}

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
