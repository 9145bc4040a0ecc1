/** Workflows that never come to an end of a task, and one that has nothing to do with them. */
import { condition, defineSignal, defineUpdate, setHandler, sleep } from '@temporalio/workflow'

export const spin = defineSignal('spin')
export const count = defineUpdate<number>('count')

export async function looping(): Promise<void> {
  setHandler(spin, () => {
    for (;;);
  })
  await condition(() => false)
}

/** Loops with a promise job waiting, which would begin a timer in whatever workflow it ran in. */
export async function loopingWithJob(): Promise<void> {
  setHandler(spin, () => {
    void Promise.resolve().then(() => sleep('30 days'))
    for (;;);
  })
  await condition(() => false)
}

export async function counting(): Promise<void> {
  let counted = 0
  setHandler(count, () => (counted += 1))
  await condition(() => counted >= 1_000)
}
