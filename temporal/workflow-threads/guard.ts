/**
 * Loops are ended after the SDK's own timeout, at a fraction of its cost. `vm` starts a thread for each call that has a
 * timeout, and the SDK calls into a workflow several times an activation: here one call of ours holds them all and has
 * the timeout, and those within it go without. What the SDK calls outside of it keeps its own (ADR 0034).
 */
import vm from 'node:vm'
import { ReusableVMWorkflow, ReusableVMWorkflowCreator } from '@temporalio/worker/lib/workflow/reusable-vm.js'
import { asExpected } from './as-expected.ts'

/** How the failure of a workflow task begins that held the thread for too long. */
export const NEVER_YIELDED = '[TMPRL1101]'

const WORK = 'seven-ones.guarded-work'
/** Only a script has a timeout. */
const callWork = new vm.Script(`globalThis[Symbol.for('${WORK}')]()`)
const nothing = new vm.Script('0')

type Guard = <T>(name: string, work: () => T) => T

/** For the thread that calls it, once, before it makes workflows. Throws where the SDK is not as expected. */
export function guardActivations(timeoutMs: number): void {
  const guard = createGuard(timeoutMs)
  guardCreation(guard)
  guardActivation(guard)
}

/** Throws an error with NEVER_YIELDED and the name where the work takes longer. */
function createGuard(timeoutMs: number): Guard {
  let current: (() => unknown) | undefined
  Object.assign(globalThis, { [Symbol.for(WORK)]: () => current?.() })
  leaveTimeoutsWhere(() => current !== undefined)
  return (name, work) => {
    current = work
    try {
      return callWork.runInThisContext({ timeout: timeoutMs, displayErrors: false })
    } catch (error) {
      throw isTimeout(error) ? new Error(`${NEVER_YIELDED} ${name} did not yield for ${timeoutMs} ms`) : error
    } finally {
      current = undefined
    }
  }
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT'
}

/** Calls into a context go without a timeout of their own where one is held already. */
function leaveTimeoutsWhere(held: () => boolean): void {
  const { runInContext } = vm.Script.prototype
  vm.Script.prototype.runInContext = function (this: vm.Script, context, options) {
    if (!held() || options?.timeout === undefined) return runInContext.call(this, context, options)
    const { timeout: _, ...rest } = options
    return runInContext.call(this, context, rest)
  }
}

function guardCreation(guard: Guard): void {
  const { createWorkflow } = asExpected(ReusableVMWorkflowCreator.prototype, 'createWorkflow')
  ReusableVMWorkflowCreator.prototype.createWorkflow = async function (this: ReusableVMWorkflowCreator, options) {
    const { workflowType, workflowId } = options.info
    return await guard(`${workflowType} ${workflowId}`, () => createWorkflow.call(this, options))
  }
}

/** All of an activation up to its first `await`, which comes after its last call into the workflow. */
function guardActivation(guard: Guard): void {
  const { activate } = asExpected(ReusableVMWorkflow.prototype, 'activate')
  ReusableVMWorkflow.prototype.activate = async function (this: ReusableVMWorkflow, activation) {
    const { info } = this['activator']
    let completion
    try {
      completion = guard(`${info.workflowType} ${info.workflowId}`, () => activate.call(this, activation))
    } catch (error) {
      dropLeftovers(this, guard)
      // As the SDK answers a timeout of its own.
      return { runId: info.runId, failed: { failure: this['activator'].errorToFailure(error) } }
    }
    return await completion
  }
}

/**
 * Promise jobs that waited when the loop was ended would run with the next call into the context, which all workflows
 * share: inside another one. They run here, where what they do goes nowhere.
 */
function dropLeftovers(workflow: ReusableVMWorkflow, guard: Guard): void {
  const context = workflow['context']
  if (context === undefined) return
  try {
    guard('', () => nothing.runInContext(context))
  } catch {
    // They looped too: V8 drops the others with the one that it ends.
  }
}
