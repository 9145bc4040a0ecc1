export const MOST_EVENTS_AT_ONCE = 200

/**
 * UTF-16 units of JSON. One is three bytes at the most, and Temporal ends a workflow whose activity is given more than
 * 2 MB.
 */
const MOST_UNITS_AT_ONCE = 400_000

/** The events that one activity may be given, in order: one at the least, whatever its size. */
export function firstBatch<Event>(pending: readonly Event[]): readonly Event[] {
  let left = MOST_UNITS_AT_ONCE
  const until = pending.slice(0, MOST_EVENTS_AT_ONCE).findIndex((event, index) => {
    left -= JSON.stringify(event).length
    return left < 0 && index > 0
  })
  return pending.slice(0, until === -1 ? MOST_EVENTS_AT_ONCE : until)
}

/** Whether an answer may carry these events: the same bound, and of all of them. */
export function fitsAnswer(events: readonly unknown[]): boolean {
  return events.length <= MOST_EVENTS_AT_ONCE && JSON.stringify(events).length <= MOST_UNITS_AT_ONCE
}
