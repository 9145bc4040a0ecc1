/**
 * The instant up to which a case has taken up what was due. It moves on only where something stands in the history for
 * it: an act or a signal that is taken, a timer that fires, a step of the main line. No `condition` may look at
 * `Date.now()`: it would also come true in a task that only refuses updates, of which Temporal keeps nothing, so that a
 * replay does not know of it (ADR 0027).
 */
export interface Horizon {
  /** To now; to an instant (in milliseconds) whose timer has fired, whatever the task's time. */
  moveOn(to?: number): void
  /** Whether an instant, in milliseconds, is within it. */
  reaches(instant: number): boolean
  /** The same, though somebody holds it. */
  isPast(instant: number): boolean
  /** What falls due after an instant waits until what was received then has been taken up; gives what ends that. */
  hold(instant: number): () => void
  /** How many hold it. */
  held(): number
}

export function openHorizon(): Horizon {
  const holds = new Map<number, number>()
  let [horizon, count] = [0, 0]
  return {
    moveOn(to = 0) {
      horizon = Math.max(horizon, Date.now(), to)
    },
    reaches: (instant) => instant <= horizon && (holds.size === 0 || instant <= Math.min(...holds.values())),
    isPast: (instant) => instant <= horizon,
    hold(instant) {
      const mine = (count += 1)
      holds.set(mine, instant)
      return () => {
        holds.delete(mine)
      }
    },
    held: () => holds.size,
  }
}
