import { migrate } from '../db/migrate.ts'
import type { ProgramRole } from '../db/roles.ts'
import { databaseUrl } from '../environment.ts'
import type { Environment } from '../environment.ts'
import { ownerPlace } from './database.ts'

/**
 * Migrates as the owner and lets the program's role work: ours for the embedded PostgreSQL, which is made here, or the
 * one of DATABASE_URL where DATABASE_OWNER_URL names another. Throws as {@link migrate}.
 */
export async function prepareDatabase(environment: Environment): Promise<void> {
  await migrate(ownerPlace(environment), programRoleOf(environment))
}

function programRoleOf(environment: Environment): ProgramRole | undefined {
  const { username, password } = new URL(databaseUrl(environment))
  const name = decodeURIComponent(username)
  if (environment.DATABASE_URL === undefined) return { name, password }
  return environment.DATABASE_OWNER_URL === undefined ? undefined : { name }
}
