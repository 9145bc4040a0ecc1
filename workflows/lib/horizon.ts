/**
 * The instant up to which a case has taken up what was due. It moves on only where something stands in the history for it: an act or a signal that is taken, a
 * timer that fires, a step of the main line. No `condition` may look at `Date.now()`: it would also come true in a task that only refuses updates, of which
 * Temporal keeps nothing, so that a replay does not know of it (ADR 0027).
 */
export interface Horizon {
  /** To now. */
  moveOn(): void
  /** Whether an instant, in milliseconds, is within it. */
  reaches(instant: number): boolean
}

export function openHorizon(): Horizon {
  let horizon = 0
  return {
    moveOn() { horizon = Math.max(horizon, Date.now()) },
    reaches: (instant) => instant <= horizon,
  }
}
