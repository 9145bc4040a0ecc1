/** The thread that workflows run in: the SDK's, with what `lean-worker.ts` takes away from it taken away before. */
import { workerData } from 'node:worker_threads'
import { guardActivations } from './guard.ts'
import type { GuardOptions } from './guard.ts'
import { withoutPromiseStacks } from './promise-stacks.ts'
import { fewerSinkCalls } from './sink-calls.ts'

/** `timeoutMs`: how long an activation may hold the thread. */
export interface ThreadSettings extends GuardOptions {
  readonly stackTraces: boolean
  /** Sinks whose calls nobody hears. */
  readonly unheardSinks: readonly string[]
}

const settings: ThreadSettings = workerData
fewerSinkCalls(settings.unheardSinks)
guardActivations(settings)
if (!settings.stackTraces) withoutPromiseStacks()
await import('@temporalio/worker/lib/workflow/workflow-worker-thread.js')
