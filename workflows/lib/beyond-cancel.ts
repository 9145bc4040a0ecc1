import { CancellationScope, patched } from '@temporalio/workflow'
import type { ClockBody } from '../../domain/matter/matter.ts'
import { now } from './run.ts'
import type { Run } from './run.ts'

/**
 * Runs what no cancel request reaches; `requested` is called when one comes. An operator's click must not end, nor
 * break, what a city waits for.
 */
export function beyondCancel<Result>(run: () => Promise<Result>, requested: () => Promise<void>): Promise<Result> {
  CancellationScope.current().cancelRequested.catch(() => CancellationScope.nonCancellable(requested))
  return CancellationScope.nonCancellable(run)
}

/**
 * an operator's cancel request is recorded, and changes nothing. Its time is that of its task, which therefore
 * leaves a marker: an empty task may be one with the next one live, and not on replay
 * (docs/upstream/empty-first-task.md).
 */
export async function recordCancellation(
  { turns, rest }: Run,
  record: (body: Extract<ClockBody, { type: 'cancellationRequested' }>, cause: { readonly at: string }) => void,
): Promise<void> {
  const at = now()
  patched('cancel-commands')
  await turns.take(async () => {
    await rest.wait()
    record({ type: 'cancellationRequested', rule: 'R-39', data: {} }, { at })
  })
}
