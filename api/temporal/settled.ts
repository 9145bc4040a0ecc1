import { DatabaseError } from '../../db/database-error.ts'
import { polled } from './polled.ts'

/** How long an answer waits for what was opened to be at rest: its first events are projected then. */
export const SETTLED_MS = 2_000

/** The row, where it comes in time; without PostgreSQL the answer is given as it is. */
export async function untilSettled<Row>(find: () => Promise<Row | undefined>): Promise<Row | undefined> {
  try {
    return await polled(SETTLED_MS, find)
  } catch (error) {
    if (error instanceof DatabaseError && error.unavailable) return undefined
    throw error
  }
}
