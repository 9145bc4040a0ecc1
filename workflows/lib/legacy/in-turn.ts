/** Runs what it is given one after the other. */
export type OneByOne = <T>(run: () => Promise<T>) => Promise<T>

/**
 * For local activities: where several of a case run at once, the workflow's time after each differs by milliseconds on
 * replay, and with it the `at` of the events. In turn, a replay yields the same events to the letter.
 */
export function inTurn(): OneByOne {
  let last: Promise<unknown> = Promise.resolve()
  return (run) => {
    const mine = last.then(run, run)
    last = mine
    return mine
  }
}
