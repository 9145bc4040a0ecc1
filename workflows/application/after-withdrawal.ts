import { CancellationScope, patched } from '@temporalio/workflow'
import type { Case } from './case.ts'

/**
 * nobody is waited for in a withdrawn case, so that a stage's wait may end by the withdrawal itself; of that
 * nothing is recorded.
 */
export function endedByWithdrawal(the: Case): boolean {
  return the.state.withdrawn !== undefined && patched('nothing-after-withdrawal')
}

/** The end of what is being cancelled. */
export function cancelled(): Promise<never> {
  return CancellationScope.current().cancelRequested
}
