import { sql } from 'drizzle-orm'
import { ask } from './client.ts'
import type { Database } from './client.ts'
import { lock, locking } from './locks.ts'
import type { Lock } from './locks.ts'
import { upserts } from './upserts.ts'
import type { Upserts } from './upserts.ts'

/**
 * Writes under a subject's lock, in one round trip; says whether the head's condition held. A statement sees nothing
 * that came while it waited for the lock: where rows are to go away, it begins when the lock is held.
 */
export async function advance(
  database: Database,
  { name, subject }: { readonly name: Lock; readonly subject: string },
  changes: Upserts,
): Promise<boolean> {
  if (changes.gone.every(({ rows }) => rows.length === 0))
    return wasWritten(
      await ask(database, upserts({ ...changes, first: sql`select ${locking(name, subject)} as held` })),
    )
  return database.transaction(async (transaction) => {
    await lock(transaction, name, subject)
    return wasWritten([...(await transaction.execute(upserts(changes)))])
  })
}

function wasWritten([row]: readonly Record<string, unknown>[]): boolean {
  return row?.['written'] === 1
}
