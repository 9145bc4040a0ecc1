const MOST_KEPT = 500

/**
 * What is kept of a refused signal: its JSON, at most 500 characters, none of them cut in half, for half of one cannot
 * be stored.
 */
export function receivedText(sent: unknown): string {
  return JSON.stringify(sent ?? null)
    .slice(0, MOST_KEPT)
    .toWellFormed()
}
