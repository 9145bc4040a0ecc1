import { setTimeout as sleep } from 'node:timers/promises'

const [FIRST_MS, LONGEST_MS, GROWTH] = [25, 250, 1.5]

/**
 * Asks until there is something, 25 ms apart at first and 250 ms in the end; undefined after `withinMs` milliseconds.
 * Throws what `ask` throws.
 */
export async function polled<Found>(
  withinMs: number,
  ask: () => Promise<Found | undefined>,
): Promise<Found | undefined> {
  const until = performance.now() + withinMs
  for (let wait = FIRST_MS; ; wait = Math.min(wait * GROWTH, LONGEST_MS)) {
    const found = await ask()
    const left = until - performance.now()
    if (found !== undefined || left <= 0) return found
    await sleep(Math.min(wait, left))
  }
}
