/** Runs what it is given one after the other; what finds nothing before it begins at once. */
export type Turns = <T>(run: () => Promise<T>) => Promise<T>

export function openTurns(): Turns {
  let last: Promise<void> | undefined
  return (run) => {
    const mine = last === undefined ? run() : last.then(run)
    const over = mine.then(nothing, nothing).then(() => { if (last === over) last = undefined })
    last = over
    return mine
  }
}

function nothing(): void {}
