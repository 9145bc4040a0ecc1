import { ask, askWithin } from './client.ts'
import type { Database } from './client.ts'
import { lock } from './locks.ts'
import type { Lock } from './locks.ts'
import { upserts } from './upserts.ts'
import type { Upserts } from './upserts.ts'

/**
 * Writes under a subject's lock, in one round trip; gives the head's mark, none where its condition did not hold. A
 * statement sees nothing that came while it waited for the lock: where rows are to go away, it begins when the lock is
 * held.
 */
export async function advance(
  database: Database,
  locked: { readonly name: Lock; readonly subject: string },
  changes: Upserts,
): Promise<string | undefined> {
  if (changes.gone.every(({ rows }) => rows.length === 0))
    return markOf(await ask(database, upserts({ ...changes, locked })))
  return database.transaction(async (transaction) => {
    await lock(transaction, locked.name, locked.subject)
    return markOf(await askWithin(transaction, upserts(changes)))
  })
}

function markOf([row]: readonly Record<string, unknown>[]): string | undefined {
  const mark = row?.['mark']
  return typeof mark === 'string' ? mark : undefined
}
