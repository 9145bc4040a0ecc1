const MOST_ANSWERS = 1000

/**
 * What of the answers goes on in a new run: the last thousand, in their order. An answer is some 200 bytes, and
 * Temporal takes no input of more than 2 MB.
 */
export function carriedAnswers<Answer>(answers: ReadonlyMap<string, Answer>): Readonly<Record<string, Answer>> {
  return Object.fromEntries([...answers].slice(-MOST_ANSWERS))
}
