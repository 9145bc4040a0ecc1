import { WorkflowExecutionAlreadyStartedError } from '@temporalio/client'
import type { Client } from '@temporalio/client'
import type { SearchAttributePair } from '@temporalio/common'

interface OnceStarted {
  /** The workflow's id, for ever: R-36. */
  readonly id: string
  readonly taskQueue: string
  readonly input: unknown
  readonly attributes?: SearchAttributePair[]
}

/**
 * Starts a case or a matter under its id; false where a workflow of this id has started before, open or closed, which
 * is left as it is.
 */
export async function startOnce(
  { workflow }: Pick<Client, 'workflow'>,
  type: string,
  { id, taskQueue, input, attributes = [] }: OnceStarted,
): Promise<boolean> {
  try {
    await workflow.start(type, {
      workflowId: id,
      workflowIdReusePolicy: 'REJECT_DUPLICATE',
      workflowIdConflictPolicy: 'FAIL',
      taskQueue,
      args: [input],
      typedSearchAttributes: attributes,
    })
    return true
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) return false
    throw error
  }
}
