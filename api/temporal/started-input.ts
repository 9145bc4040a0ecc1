import { decodeFromPayloadsAtIndex } from '@temporalio/common/lib/internal-non-workflow/index.js'
import type { Dependencies } from '../dependencies.ts'
import { bounded } from './bounded.ts'

const READ_MS = 5_000

/** What a workflow was started with: its last run's first event, which carries all that the first one's did. */
export async function startedInput<Input>({ temporal }: Pick<Dependencies, 'temporal'>, workflowId: string): Promise<Input> {
  const { namespace, loadedDataConverter } = temporal.options
  const { history } = await bounded(temporal, READ_MS, () => temporal.workflowService.getWorkflowExecutionHistory({
    namespace, execution: { workflowId }, maximumPageSize: 1,
  }))
  const { input } = history?.events?.[0]?.workflowExecutionStartedEventAttributes ?? {}
  return decodeFromPayloadsAtIndex<Input>(loadedDataConverter, 0, input?.payloads)
}
