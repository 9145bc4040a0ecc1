import { activityInfo, getClient } from '@temporalio/activity'

/**
 * Starts a matter, a workflow of its own, on the task queue of whoever asks; one of this id that has started before is
 * left as it is.
 */
export async function startMatterOnce(workflow: string, input: { readonly id: string }): Promise<void> {
  try {
    await getClient().workflow.start(workflow, {
      workflowId: input.id,
      workflowIdReusePolicy: 'REJECT_DUPLICATE',
      workflowIdConflictPolicy: 'FAIL',
      taskQueue: activityInfo().taskQueue,
      args: [input],
    })
  } catch (error) {
    if (!(error instanceof Error && error.name === 'WorkflowExecutionAlreadyStartedError')) throw error
  }
}
