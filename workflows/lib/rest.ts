import { condition } from '@temporalio/workflow'
import type { Horizon } from './horizon.ts'

/**
 * A case is at rest when its main line has taken up everything that was recorded: an act is judged, and answered,
 * there.
 */
export interface Rest {
  /**
   * To be asked where nothing else is going on: as an act comes in. Also asked by validators, so it changes nothing.
   */
  reached(): boolean
  /**
   * Whether everything that was recorded, and was due when the case was last acted on or woken, has been taken up: for
   * a `condition`.
   */
  still(): boolean
  /**
   * Takes up what is due by now, and waits for rest, within one activation; false where a due time is still being asked
   * of an activity after two seconds.
   */
  wait(): Promise<boolean>
}

export interface Resting {
  /** How many events this run has recorded. */
  readonly recorded: () => number
  readonly horizon: Horizon
  /** The earliest instant that somebody waits for, in milliseconds. */
  readonly earliest: () => number
  /** How many due times an activity is being asked for. */
  readonly asking: () => number
}

/**
 * In a round everything goes on that can. A branch may pass a wait without recording anything, so that one quiet round
 * says too little.
 */
const QUIET_ROUNDS = 4
/** Far more than any case has needed: an act must not wait for ever. */
const MOST_ROUNDS = 500
const MOST_MS = 2_000

export function keepRest({ recorded, horizon, earliest, asking }: Resting): Rest {
  let rested = -1
  const quiet = () => rested === recorded() && !horizon.reaches(earliest())

  async function keep(): Promise<void> {
    for (;;) {
      await condition(() => rested !== recorded())
      let seen: number
      do {
        seen = recorded()
        for (let round = 0; round < QUIET_ROUNDS; round += 1) await nextRound()
      } while (seen !== recorded())
      rested = seen
    }
  }
  void keep()

  return {
    still: quiet,
    reached: () => quiet() && asking() === 0 && horizon.held() === 0 && earliest() > Date.now(),
    async wait() {
      horizon.moveOn()
      // Who has just been let go on has nothing recorded yet: quiet is what is found so twice.
      for (let [round, found] = [0, 0]; found < 2 && round < MOST_ROUNDS; round += 1) {
        await nextRound()
        found = quiet() ? found + 1 : 0
      }
      if (asking() === 0) return quiet()
      return condition(() => quiet() && asking() === 0, MOST_MS)
    },
  }
}

/** True when asked for the second time, which is after all that was unblocked has run. */
function nextRound(): Promise<void> {
  let asked = 0
  return condition(() => (asked += 1) > 1)
}
