import { activityInfo, getClient } from '@temporalio/activity'
import { startOnce } from '../temporal/start-once.ts'

/**
 * Starts a matter, a workflow of its own, on the task queue of whoever asks; one of this id that has started before is
 * left as it is.
 */
export async function startMatterOnce(workflow: string, input: { readonly id: string }): Promise<void> {
  await startOnce(getClient(), workflow, { id: input.id, taskQueue: activityInfo().taskQueue, input })
}
