/**
 * Loops are ended after the SDK's own timeout, at next to none of its cost. `vm` starts a thread for each call that has
 * a timeout, and the SDK calls into a workflow several times an activation. Here the main thread watches how long an
 * activation lasts (`watch.ts`) and ends it through the inspector; calls within it go without a timeout (ADR 0100).
 */
import vm from 'node:vm'
import type { MessagePort } from 'node:worker_threads'
import { ReusableVMWorkflow, ReusableVMWorkflowCreator } from '@temporalio/worker/lib/workflow/reusable-vm.js'
import { asExpected } from './as-expected.ts'
import { NO_TURN, passes } from './turn.ts'
import type { FromThread, ToThread, Turn } from './turn.ts'

/** How the failure of a workflow task begins that held the thread for too long. */
export const NEVER_YIELDED = '[TMPRL1101]'

const LAST_NUMBER = 1_000_000_000
/** How long a proof waits to be ended. */
const PROOF_MS = 5_000
const nothing = new vm.Script('0')

interface Held {
  readonly runId: string
  readonly name: string
  /** None while it is being made. */
  readonly workflow?: ReusableVMWorkflow
}

export interface GuardOptions {
  readonly turn: Turn
  readonly timeoutMs: number
  readonly port: MessagePort
}

/** For the thread that calls it, once, before it makes workflows. Throws where the SDK is not as expected. */
export function guardActivations(options: GuardOptions): void {
  const guard = new Guard(options)
  guardCreation(guard)
  guardActivation(guard)
  guardDisposal(guard)
  options.port.on('message', (message: ToThread) => (message === 'prove' ? guard.prove() : guard.settle()))
  options.port.unref()
}

class Guard {
  readonly #options: GuardOptions
  #number = 0
  #held: Held | undefined

  constructor(options: GuardOptions) {
    this.#options = options
    leaveTimeoutsWhere(() => this.#held !== undefined)
  }

  /** What is ended within unwinds past here and past `finally`, to the event loop: `settle` does the rest. */
  hold<T>(held: Held, work: () => T): T {
    this.settle()
    const { turn } = this.#options
    const number = (this.#number = (this.#number % LAST_NUMBER) + 1)
    this.#held = held
    Atomics.store(turn, 0, number)
    try {
      return work()
    } finally {
      // Claimed at the last moment: it is being ended, and must be so in here.
      if (!passes(turn, number, NO_TURN)) for (;;);
      this.#held = undefined
    }
  }

  /** Answers for what was ended, if anything was. To be called before anything else enters the context. */
  settle(): void {
    const held = this.#held
    if (held === undefined) return
    this.#held = undefined
    Atomics.store(this.#options.turn, 0, NO_TURN)
    if (held.workflow === undefined && held.runId === '') return this.#tell({ type: 'proven' })
    const { timeoutMs } = this.#options
    const error = new Error(`${NEVER_YIELDED} ${held.name} did not yield for ${timeoutMs} ms`)
    this.#dropLeftovers(held)
    // As the SDK answers a timeout of its own.
    const failure = held.workflow?.['activator'].errorToFailure(error)
    this.#tell({ type: 'ended', runId: held.runId, error, failure })
  }

  /** Loops for a while, to be ended: `proven` is told by `settle`, before the first workflow is made. */
  prove(): void {
    this.hold({ runId: '', name: '' }, () => {
      Atomics.notify(this.#options.turn, 0)
      const until = performance.now() + PROOF_MS
      while (performance.now() < until);
    })
    this.#tell({ type: 'unproven' })
  }

  /**
   * Promise jobs that waited when the loop was ended would run with the next call into the context, which all workflows
   * share: inside another one. They run here, where what they do goes nowhere.
   */
  #dropLeftovers({ workflow }: Held): void {
    const context = workflow?.['context']
    if (context === undefined) return
    try {
      nothing.runInContext(context, { timeout: this.#options.timeoutMs })
    } catch {
      // They looped too: V8 drops the others with the one that it ends.
    }
  }

  #tell(message: FromThread): void {
    this.#options.port.postMessage(message)
  }
}

/** Calls into a context go without a timeout of their own where they are watched. */
function leaveTimeoutsWhere(watched: () => boolean): void {
  const { runInContext } = vm.Script.prototype
  vm.Script.prototype.runInContext = function (this: vm.Script, context, options) {
    if (!watched() || options?.timeout === undefined) return runInContext.call(this, context, options)
    const { timeout: _, ...rest } = options
    return runInContext.call(this, context, rest)
  }
}

function guardCreation(guard: Guard): void {
  const { createWorkflow } = asExpected(ReusableVMWorkflowCreator.prototype, 'createWorkflow')
  ReusableVMWorkflowCreator.prototype.createWorkflow = async function (this: ReusableVMWorkflowCreator, options) {
    const { workflowType, workflowId, runId } = options.info
    const held = { runId, name: `${workflowType} ${workflowId}` }
    return await guard.hold(held, () => createWorkflow.call(this, options))
  }
}

/** All of an activation up to its first `await`, which comes after its last call into the workflow. */
function guardActivation(guard: Guard): void {
  const { activate } = asExpected(ReusableVMWorkflow.prototype, 'activate')
  ReusableVMWorkflow.prototype.activate = async function (this: ReusableVMWorkflow, activation) {
    const { runId, workflowType, workflowId } = this['activator'].info
    const held = { runId, name: `${workflowType} ${workflowId}`, workflow: this }
    return await guard.hold(held, () => activate.call(this, activation))
  }
}

/** It keeps the SDK's own timeout. */
function guardDisposal(guard: Guard): void {
  const { dispose } = asExpected(ReusableVMWorkflow.prototype, 'dispose')
  ReusableVMWorkflow.prototype.dispose = async function (this: ReusableVMWorkflow) {
    guard.settle()
    await dispose.call(this)
  }
}
