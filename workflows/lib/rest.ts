import { condition } from '@temporalio/workflow'

/** A case is at rest when its main line has taken up everything that was recorded: an act is judged, and answered, there. */
export interface Rest {
  /** To be asked where nothing else is going on: as an act comes in. */
  reached(): boolean
  /** Waits for it, within one activation; false where a due time is still being asked of an activity after two seconds. */
  wait(): Promise<boolean>
}

/** `recorded`: how many events this run has recorded; `behind`: an instant is over and not taken up; `asking`: due times that an activity is being asked for. */
export interface Resting {
  readonly recorded: () => number
  readonly behind: () => boolean
  readonly asking: () => number
}

/** In a round everything goes on that can. A branch may pass a wait without recording anything, so that one quiet round says too little. */
const QUIET_ROUNDS = 4
/** Far more than any case has needed: an act must not wait for ever. */
const MOST_ROUNDS = 500
const MOST_MS = 2_000

export function keepRest({ recorded, behind, asking }: Resting): Rest {
  let rested = -1
  const quiet = () => rested === recorded() && !behind()

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
    reached: () => quiet() && asking() === 0,
    async wait() {
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
