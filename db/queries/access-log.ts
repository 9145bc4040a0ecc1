import type { Database } from '../client.ts'
import { guarded } from '../database-error.ts'
import { accessLog } from '../schema/access-log.ts'

/** who read, signed in or was refused; `at` is now unless told. What is not known (no token) is left out. */
export type AccessEntry = Omit<typeof accessLog.$inferInsert, 'id'>

export async function logAccess(database: Database, ...entries: readonly AccessEntry[]): Promise<void> {
  if (entries.length === 0) return
  await guarded(() => database.insert(accessLog).values([...entries]))
}
