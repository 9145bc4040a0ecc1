/** The thread that workflows run in: the SDK's, with what `lean-worker.ts` takes away from it taken away before. */
import { workerData } from 'node:worker_threads'
import { guardActivations } from './guard.ts'
import { withoutPromiseStacks } from './promise-stacks.ts'

export interface ThreadSettings {
  /** How long an activation may hold the thread, in milliseconds. */
  readonly timeoutMs: number
  readonly stackTraces: boolean
}

const { timeoutMs, stackTraces }: ThreadSettings = workerData
guardActivations(timeoutMs)
if (!stackTraces) withoutPromiseStacks()
await import('@temporalio/worker/lib/workflow/workflow-worker-thread.js')
