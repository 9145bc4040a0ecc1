import { CancellationScope } from '@temporalio/workflow'

/**
 * Runs what no cancel request reaches; `requested` is called when one comes. An operator's click must not end, nor
 * break, what a city waits for.
 */
export function beyondCancel<Result>(run: () => Promise<Result>, requested: () => Promise<void>): Promise<Result> {
  CancellationScope.current().cancelRequested.catch(() => CancellationScope.nonCancellable(requested))
  return CancellationScope.nonCancellable(run)
}
