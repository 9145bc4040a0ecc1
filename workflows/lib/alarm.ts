import { condition } from '@temporalio/workflow'
import type { Horizon } from './horizon.ts'

/**
 * One timer for everything that a case waits for, instead of one for each: at the earliest instant it wakes the case,
 * and whoever waits for it goes on.
 */
export interface Alarm {
  /** Waits for `done`, or for an instant (ISO UTC) that no earlier one waits before; true where it is `done`. */
  until(instant: string, done: () => boolean): Promise<boolean>
  /** The earliest instant that is waited for, in milliseconds; infinite where there is none. */
  earliest(): number
}

export function openAlarm(horizon: Horizon): Alarm {
  const waits = new Map<number, number>()
  let [count, first] = [0, Infinity]
  /** Asked at every step, and only moved where a wait begins or ends. */
  const found = () => {
    first = Math.min(...waits.values())
  }
  const earliest = () => first
  const isToCome = () => waits.size > 0 && !horizon.isPast(first)

  /** A timer that has become too early is left to ring: that costs less than to set it anew at every change. */
  async function ring(): Promise<void> {
    for (;;) {
      await condition(isToCome)
      const next = earliest()
      if (!Number.isFinite(next)) continue
      const overtaken = await condition(() => isToCome() && earliest() < next, Math.max(1, next - Date.now()))
      if (!overtaken) horizon.moveOn(next)
    }
  }
  void ring()

  return {
    async until(instant, done) {
      horizon.moveOn()
      const [mine, at] = [(count += 1), Date.parse(instant)]
      waits.set(mine, at)
      found()
      try {
        await condition(() => done() || (horizon.reaches(at) && at === earliest()))
        return done()
      } finally {
        waits.delete(mine)
        found()
      }
    },
    earliest,
  }
}
