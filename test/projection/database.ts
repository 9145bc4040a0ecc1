import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import { connectDatabase } from '../../db/client.ts'
import type { Database } from '../../db/client.ts'
import { migrate } from '../../db/migrate.ts'
import { freePorts } from '../../scripts/stack/ports.ts'
import { startPostgres, untilAccepting } from '../../scripts/stack/postgres.ts'

export interface TestDatabase {
  readonly url: string
  readonly database: Database
  close(): Promise<void>
}

/** An empty, migrated database on a server of its own. */
export async function openTestDatabase({ migrated = true, max = 20 } = {}): Promise<TestDatabase> {
  const folder = mkdtempSync(join(tmpdir(), 'seven-ones-projection-'))
  const [port = 0] = await freePorts(1)
  const server = await startPostgres({ dataDir: join(folder, 'data'), port, logFile: join(folder, 'log'), fast: true })
  await untilAccepting(server)
  const url = await freshDatabase(server.url)
  if (migrated) await migrate(url)
  const { database, close } = connectDatabase(url, { max })
  return {
    url, database,
    async close() {
      await close()
      await server.program.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function freshDatabase(serverUrl: string): Promise<string> {
  const name = `projection_${randomUUID().replaceAll('-', '')}`
  const administration = connectDatabase(serverUrl, { max: 1 })
  await administration.database.execute(sql`create database ${sql.identifier(name)}`)
  await administration.close()
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  return url.href
}
