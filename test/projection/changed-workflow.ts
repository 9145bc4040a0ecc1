import { sleep } from '@temporalio/workflow'

/** Another plan than the one of the histories: a negative control for the replay. */
export async function application(): Promise<void> {
  await sleep('1 day')
}
