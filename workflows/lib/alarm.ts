import { condition } from '@temporalio/workflow'

/** One timer for everything that a case waits for, instead of one for each: at the earliest instant it wakes the case, and whoever waits for it goes on. */
export interface Alarm {
  /** Waits for `done`, or for an instant (ISO UTC) that no earlier one waits before; true where it is `done`. */
  until(instant: string, done: () => boolean): Promise<boolean>
  /** Whether an instant is over that nobody has taken up yet: its timer may be served after what came later. */
  behind(): boolean
}

export function openAlarm(): Alarm {
  const waits = new Map<number, number>()
  let count = 0
  const earliest = () => Math.min(...waits.values())
  const isOver = (instant: number) => instant <= Date.now()

  /** A timer that has become too early is left to ring: that costs less than to set it anew at every change. */
  async function ring(): Promise<void> {
    for (;;) {
      await condition(() => waits.size > 0 && !isOver(earliest()))
      const next = earliest()
      if (Number.isFinite(next)) await condition(() => earliest() < next && !isOver(earliest()), Math.max(1, next - Date.now()))
    }
  }
  void ring()

  return {
    async until(instant, done) {
      const [mine, at] = [count += 1, Date.parse(instant)]
      waits.set(mine, at)
      try {
        await condition(() => done() || (isOver(at) && at === earliest()))
        return done()
      } finally {
        waits.delete(mine)
      }
    },
    behind: () => isOver(earliest()),
  }
}
