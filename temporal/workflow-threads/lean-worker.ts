import { Worker } from '@temporalio/worker'
import type { CompiledWorkerOptions, Logger } from '@temporalio/worker'
import type { WorkflowCreator } from '@temporalio/worker/lib/workflow/interface.js'
import type * as Input from '@temporalio/worker/lib/workflow/workflow-worker-thread/input.js'
import type { LeanOptions } from './threads.ts'

/**
 * The SDK's Worker, spending less on each call into a workflow, and no other in what workflows do
 * (ADR 0034, 0100). Rests on internals of the SDK: where they are not as expected, the log says so and it is the SDK's
 * own.
 */
export function leanWorker({ stackTraces = false, unheardSinks = [] }: Partial<LeanOptions>): typeof Worker {
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
        return await leanThreads(bundle, options, { stackTraces, unheardSinks }, logger)
      } catch (error) {
        logger.warn('Temporal SDK 的内部与预期不同，工作进程按它原来的方式运行：慢一些，其余一样', { error })
        return await super.createWorkflowCreator(bundle, options, logger)
      }
    }
  }
}
