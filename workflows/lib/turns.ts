/** Runs what it is given one after the other; what finds nothing before it begins at once. */
export interface Turns {
  take<T>(run: () => Promise<T>): Promise<T>
  /** Whether nothing is under way. */
  free(): boolean
}

export function openTurns(): Turns {
  let last: Promise<void> | undefined
  return {
    take(run) {
      const mine = last === undefined ? run() : last.then(run)
      const over = mine.then(nothing, nothing).then(() => {
        if (last === over) last = undefined
      })
      last = over
      return mine
    },
    free: () => last === undefined,
  }
}

function nothing(): void {}
