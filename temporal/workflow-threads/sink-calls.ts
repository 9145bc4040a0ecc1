/**
 * The SDK asks the thread after each activation for the calls to sinks: a message there and one back, mostly for none.
 * Here the answer to the activation says whether there are any, and what nobody hears is dropped (ADR 0100).
 */
import type { Workflow } from '@temporalio/worker/lib/workflow/interface.js'
import { ReusableVMWorkflow } from '@temporalio/worker/lib/workflow/reusable-vm.js'
import { asExpected } from './as-expected.ts'

type Completion = Awaited<ReturnType<Workflow['activate']>>

/** Beside what protobuf knows of a completion, which leaves it out. */
const HAS_CALLS = 'hasSinkCalls'

/** In the thread of the workflows. */
export function fewerSinkCalls(unheard: readonly string[]): void {
  const { activate } = asExpected(ReusableVMWorkflow.prototype, 'activate')
  ReusableVMWorkflow.prototype.activate = async function (this: ReusableVMWorkflow, activation) {
    const completion = await activate.call(this, activation)
    const { activator } = this
    activator.sinkCalls = activator.sinkCalls.filter(({ ifaceName }) => !unheard.includes(ifaceName))
    return Object.assign(completion, { [HAS_CALLS]: activator.sinkCalls.length > 0 })
  }
}

/** In the main thread: unless the thread has said that there are none, it is asked. */
export function mayHaveCalls(completion: Completion): boolean {
  return Reflect.get(completion, HAS_CALLS) !== false
}
