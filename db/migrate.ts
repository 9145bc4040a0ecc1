import { fileURLToPath } from 'node:url'
import { sql } from 'drizzle-orm'
import { readMigrationFiles } from 'drizzle-orm/migrator'
import { migrate as applyMigrations } from 'drizzle-orm/postgres-js/migrator'
import { connectDatabase } from './client.ts'
import type { Database, DatabasePlace } from './client.ts'
import { guarded } from './database-error.ts'
import { lockMigration } from './locks.ts'
import { letWork } from './roles.ts'
import type { ProgramRole } from './roles.ts'

const migrationsFolder = fileURLToPath(new URL('migrations', import.meta.url))

/**
 * Brings the database of its owner to the schema of this code, and lets the program's role work on it, where that is
 * another one. Two at once: the second waits for the first and finds nothing to do. Throws `DatabaseError`, and `Error`
 * as {@link letWork}.
 */
export async function migrate(place: string | DatabasePlace, program?: ProgramRole): Promise<void> {
  // One connection, so that the lock and the migrations are in one session, which ends with both.
  const { database, close } = connectDatabase(place, {
    max: 1,
    applicationName: 'seven-ones migrate',
    statementTimeoutMs: 0,
  })
  try {
    await guarded(async () => {
      await lockMigration(database)
      await applyMigrations(database, { migrationsFolder })
    })
    if (program !== undefined) await letWork(database, program)
  } finally {
    await close()
  }
}

/** How many migrations of this code the database does not have yet; for /readyz. Throws `DatabaseError`. */
export async function pendingMigrations(database: Database): Promise<number> {
  const known = readMigrationFiles({ migrationsFolder })
  return guarded(async () => {
    const [found] = await database.execute<{ exists: boolean }>(
      sql`select to_regclass('drizzle.__drizzle_migrations') is not null as exists`,
    )
    if (found?.exists !== true) return known.length
    const [last] = await database.execute<{ at: string }>(
      sql`select coalesce(max(created_at), 0)::text as at from drizzle.__drizzle_migrations`,
    )
    return known.filter((migration) => migration.folderMillis > Number(last?.at ?? 0)).length
  })
}
