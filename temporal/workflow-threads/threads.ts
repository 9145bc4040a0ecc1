import type { CompiledWorkerOptions, Logger } from '@temporalio/worker'
import type { Workflow, WorkflowCreateOptions } from '@temporalio/worker/lib/workflow/interface.js'
import { ThreadedVMWorkflowCreator, WorkerThreadClient } from '@temporalio/worker/lib/workflow/threaded-vm.js'
import type * as Input from '@temporalio/worker/lib/workflow/workflow-worker-thread/input.js'
import { mayHaveCalls } from './sink-calls.ts'
import { WatchedThread } from './watch.ts'
import type { WorkerThreadOutput } from '@temporalio/worker/lib/workflow/workflow-worker-thread/output.js'
import proto from '@temporalio/proto'
import { NEVER_YIELDED } from './guard.ts'

const { WorkflowActivation } = proto.coresdk.workflow_activation

export interface LeanOptions {
  /** Whether the query `__stack_trace` can be answered, at the price of a stack for each promise. */
  readonly stackTraces: boolean
  /** Sinks whose calls nobody hears: they end in the thread that makes them. */
  readonly unheardSinks: readonly string[]
}

/** The SDK's threads for workflows, each begun by `thread.ts`, and watched. */
export async function leanThreads(
  workflowBundle: Input.WorkflowBundleWithSourceMapAndFilename,
  options: CompiledWorkerOptions,
  lean: LeanOptions,
  logger: Logger,
): Promise<LeanThreads> {
  const { isolateExecutionTimeoutMs, workflowThreadPoolSize, activities, patchActivationCallback } = options
  const threads = Array.from(
    { length: workflowThreadPoolSize },
    () => new WatchedThread({ ...lean, timeoutMs: isolateExecutionTimeoutMs }),
  )
  const clients = threads.map((thread) => new LeanClient(thread, logger, patchActivationCallback))
  try {
    await Promise.all(threads.map((thread) => thread.prove()))
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
    await Promise.all(threads.map(({ thread }) => thread.terminate()))
    throw error
  }
  return new LeanThreads(clients, logger)
}

/** Hears of what was ended in its thread, which then owes the answer. */
class LeanClient extends WorkerThreadClient {
  readonly #thread: WatchedThread

  constructor(thread: WatchedThread, logger: Logger, patches: CompiledWorkerOptions['patchActivationCallback']) {
    super(thread.thread, logger, patches)
    this.#thread = thread
  }

  override async send(input: Input.WorkerThreadInput): Promise<WorkerThreadOutput> {
    if (input.type === 'create-workflow') {
      const made = await this.#thread.unlessEnded(input.options.info.runId, super.send(input))
      if (made?.type === 'ended') throw made.error
      return made
    }
    if (input.type !== 'activate-workflow') return await super.send(input)
    const { runId } = input
    const answer = await this.#thread.unlessEnded(runId, super.send(inBytes(input)))
    if (answer?.type !== 'ended') return answer
    return { type: 'activation-completion', completion: { runId, failed: { failure: answer.failure ?? null } } }
  }
}

/** Bytes change threads more cheaply than objects; the SDK's thread takes both. */
function inBytes(input: Input.ActivateWorkflow): Input.ActivateWorkflow {
  // A copy: the writer's own may lie in a pool, and the thread is given all of its buffer.
  if (input.activation instanceof Uint8Array) return input
  const activation = new Uint8Array(WorkflowActivation.encode(input.activation).finish())
  return { ...input, activation }
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
    const sinkCalls = workflow.getAndResetSinkCalls.bind(workflow)
    let calls = true
    workflow.activate = async (activation) => {
      calls = true
      const completion = await activate(activation)
      calls = mayHaveCalls(completion)
      // The failure goes out sealed: only here can the log say whose it is.
      if (completion.failed?.failure?.message?.startsWith(NEVER_YIELDED))
        this.#logger.error('流程占住线程不放，多半是死循环：本次任务已中止，其余照常办理', {
          workflowType,
          workflowId,
          runId,
        })
      return completion
    }
    workflow.getAndResetSinkCalls = async () => (calls ? await sinkCalls() : [])
    return workflow
  }
}
