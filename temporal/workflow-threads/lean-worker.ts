import { Worker } from '@temporalio/worker'
import type { CompiledWorkerOptions, Logger } from '@temporalio/worker'
import type { WorkflowCreator } from '@temporalio/worker/lib/workflow/interface.js'
import type * as Input from '@temporalio/worker/lib/workflow/workflow-worker-thread/input.js'

/**
 * The SDK's Worker, spending less on each call into a workflow, and no other in what workflows do (ADR 0034). Rests on
 * internals of the SDK: where they are not as expected, the log says so and it is the SDK's own.
 *
 * `stackTraces`: whether the query `__stack_trace` can be answered, at the price of a stack for each promise.
 */
export function leanWorker({ stackTraces }: { readonly stackTraces: boolean }): typeof Worker {
  return class LeanWorker extends Worker {
    protected static override async createWorkflowCreator(
      bundle: Input.WorkflowBundleWithSourceMapAndFilename,
      options: CompiledWorkerOptions,
      logger: Logger,
    ): Promise<WorkflowCreator> {
      // A debugger wants workflows in this very thread, and there the SDK sets them no limit.
      if (options.debugMode || !options.reuseV8Context)
        return await super.createWorkflowCreator(bundle, options, logger)
      try {
        const { leanThreads } = await import('./threads.ts')
        return await leanThreads(bundle, options, stackTraces, logger)
      } catch (error) {
        logger.warn('Temporal SDK 的内部与预期不同，工作进程按它原来的方式运行：慢一些，其余一样', { error })
        return await super.createWorkflowCreator(bundle, options, logger)
      }
    }
  }
}
