import { CancellationScope, condition, isCancellation } from '@temporalio/workflow'

/** A plan that goes on until it is done or interrupted, whichever comes first. */
export interface Interruption {
  /** Rejects with a cancellation where the plan was interrupted: {@link unlessInterrupted}. */
  run(plan: () => Promise<void>): Promise<void>
  /** Resolves when what interrupts is over, too: nothing of the plan is at work any more. */
  over(): Promise<void>
}

export function interruptedBy(interrupts: () => boolean): Interruption {
  const scope = new CancellationScope()
  let ended = false
  const interrupted = condition(() => ended || interrupts()).then(() => {
    scope.cancel()
  })
  return {
    run: (plan) => scope.run(plan),
    over() {
      ended = true
      return interrupted
    },
  }
}

/** Throws on whatever is no interruption. */
export function unlessInterrupted(error: unknown): void {
  if (!isCancellation(error)) throw error
}
