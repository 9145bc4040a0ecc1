import type { temporal } from '@temporalio/proto'

type Failure = temporal.api.failure.v1.IFailure

/**
 * What the two threads share of an activation: one number in shared memory. The workflow thread writes which activation
 * it is in, the main thread claims one that lasts too long. Whoever changes the number first has its way: an activation
 * that is claimed does not leave, so what ends it can hit nothing else.
 */
export const NO_TURN = 0
/** Claimed by the main thread, which ends it now. */
export const CLAIMED = -1

export type Turn = Int32Array<SharedArrayBuffer>

export const newTurn = (): Turn => new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT))

/** Whether the number was still `own`, and is now `next`. */
export function passes(turn: Turn, own: number, next: number): boolean {
  return Atomics.compareExchange(turn, 0, own, next) === own
}

/** From the main thread to that of the workflows. */
export type ToThread = 'prove' | 'settle'

/** From the thread of the workflows: what was ended, or that the proof could not be. */
export type FromThread =
  | { readonly type: 'ended'; readonly runId: string; readonly error: Error; readonly failure: Failure | undefined }
  | { readonly type: 'proven' }
  | { readonly type: 'unproven' }
