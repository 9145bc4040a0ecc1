import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, inject } from 'vitest'
import { connectDatabase } from '../../db/client.ts'
import type { Database } from '../../db/client.ts'
import { migrate } from '../../db/migrate.ts'
import { PROGRAM } from '../fixtures/program-role.ts'

export interface TestDatabase {
  readonly url: string
  readonly database: Database
  close(): Promise<void>
}

/** A database of our own, empty and migrated, on the server of the tests; `close` drops it. */
export async function openTestDatabase(): Promise<TestDatabase> {
  const name = `projection_${randomUUID().replaceAll('-', '')}`
  const { databaseUrl } = inject('servers')
  await administer(databaseUrl, (database) => database.execute(sql`create database ${sql.identifier(name)}`))
  const url = new URL(databaseUrl)
  url.pathname = `/${name}`
  await migrate(url.href, PROGRAM)
  const { database, close } = connectDatabase(url.href, { max: 20 })
  return {
    url: url.href,
    database,
    async close() {
      await close()
      await administer(databaseUrl, (other) => other.execute(sql`drop database ${sql.identifier(name)} with (force)`))
    },
  }
}

/** The same, from the first test of a file to its last. */
export function testDatabase(): Omit<TestDatabase, 'close'> {
  let opened: TestDatabase | undefined
  beforeAll(async () => {
    opened = await openTestDatabase()
  })
  afterAll(() => opened?.close())
  const ours = () => {
    if (opened === undefined) throw new Error('the database of this file is opened before its first test')
    return opened
  }
  return {
    get url() {
      return ours().url
    },
    get database() {
      return ours().database
    },
  }
}

async function administer(url: string, work: (database: Database) => Promise<unknown>): Promise<void> {
  const { database, close } = connectDatabase(url, { max: 1 })
  try {
    await work(database)
  } finally {
    await close()
  }
}
