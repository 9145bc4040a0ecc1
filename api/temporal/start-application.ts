import { WorkflowExecutionAlreadyStartedError } from '@temporalio/client'
import { markStarted } from '../../db/queries/registrations.ts'
import { cityAttribute, stageAttribute } from '../../temporal/search-attributes.ts'
import { APPLICATION_WORKFLOW } from '../../workflows/application/messages.ts'
import type { ApplicationInput } from '../../workflows/application/messages.ts'
import type { Dependencies } from '../dependencies.ts'
import { bounded } from './bounded.ts'

const START_MS = 10_000

/** Starts the workflow of a registration and notes it. Safe to call again: a case that has started is left as it is. */
export async function startApplication(deps: Dependencies, input: ApplicationInput): Promise<void> {
  try {
    await bounded(deps.temporal, START_MS, () => deps.temporal.workflow.start(APPLICATION_WORKFLOW, {
      workflowId: input.serviceNumber, workflowIdReusePolicy: 'REJECT_DUPLICATE', workflowIdConflictPolicy: 'FAIL',
      taskQueue: deps.environment.TASK_QUEUE, args: [input],
      typedSearchAttributes: [{ key: stageAttribute, value: 'registration' }, { key: cityAttribute, value: input.policy.key }],
    }))
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error
  }
  await markStarted(deps.database, input.serviceNumber)
}
