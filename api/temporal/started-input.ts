import { startedOf } from '../../temporal/started.ts'
import type { Dependencies } from '../dependencies.ts'
import { bounded } from './bounded.ts'

const READ_MS = 5_000

/** What a workflow that there is was started with; nothing where it was none of ours. */
export async function startedInput<Input>(
  { temporal }: Pick<Dependencies, 'temporal'>,
  workflowId: string,
): Promise<Input | undefined> {
  return (await bounded(temporal, READ_MS, () => startedOf<Input>(temporal, workflowId))).input
}
