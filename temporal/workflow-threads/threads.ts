import { Worker as Thread } from 'node:worker_threads'
import type { CompiledWorkerOptions, Logger } from '@temporalio/worker'
import type { Workflow, WorkflowCreateOptions } from '@temporalio/worker/lib/workflow/interface.js'
import { ThreadedVMWorkflowCreator, WorkerThreadClient } from '@temporalio/worker/lib/workflow/threaded-vm.js'
import type * as Input from '@temporalio/worker/lib/workflow/workflow-worker-thread/input.js'
import { NEVER_YIELDED } from './guard.ts'
import type { ThreadSettings } from './thread.ts'

/** The SDK's threads for workflows, each begun by `thread.ts`. */
export async function leanThreads(
  workflowBundle: Input.WorkflowBundleWithSourceMapAndFilename,
  options: CompiledWorkerOptions,
  stackTraces: boolean,
  logger: Logger,
): Promise<LeanThreads> {
  const { isolateExecutionTimeoutMs, workflowThreadPoolSize, activities, patchActivationCallback } = options
  const settings: ThreadSettings = { timeoutMs: isolateExecutionTimeoutMs, stackTraces }
  const threads = Array.from(
    { length: workflowThreadPoolSize },
    () => new Thread(new URL('./thread.ts', import.meta.url), { workerData: settings }),
  )
  const clients = threads.map((thread) => new WorkerThreadClient(thread, logger, patchActivationCallback))
  try {
    await Promise.all(
      clients.map((client) =>
        client.send({
          type: 'init',
          workflowBundle,
          isolateExecutionTimeoutMs,
          reuseV8Context: true,
          registeredActivityNames: new Set(activities.keys()),
          hasPatchActivationCallback: patchActivationCallback !== undefined,
        }),
      ),
    )
  } catch (error) {
    await Promise.all(threads.map((thread) => thread.terminate()))
    throw error
  }
  return new LeanThreads(clients, logger)
}

class LeanThreads extends ThreadedVMWorkflowCreator {
  readonly #logger: Logger

  constructor(clients: WorkerThreadClient[], logger: Logger) {
    super(clients)
    this.#logger = logger
  }

  override async createWorkflow(options: WorkflowCreateOptions): Promise<Workflow> {
    const workflow = await super.createWorkflow(options)
    const { workflowType, workflowId, runId } = options.info
    const activate = workflow.activate.bind(workflow)
    workflow.activate = async (activation) => {
      const completion = await activate(activation)
      // The failure goes out sealed: only here can the log say whose it is.
      if (completion.failed?.failure?.message?.startsWith(NEVER_YIELDED))
        this.#logger.error('流程占住线程不放，多半是死循环：本次任务已中止，其余照常办理', {
          workflowType,
          workflowId,
          runId,
        })
      return completion
    }
    return workflow
  }
}
