import { globalHandlers } from '@temporalio/worker/lib/workflow/vm-shared.js'
import { asExpected } from './as-expected.ts'

/**
 * In this thread the SDK takes no stack for each promise of a workflow. `__stack_trace` and `__enhanced_stack_trace`
 * then answer that stack traces are not enabled. To be called before the first workflow is made.
 */
export function withoutPromiseStacks(): void {
  asExpected(globalHandlers, 'setPromiseHook')['setPromiseHook'] = () => {}
}
