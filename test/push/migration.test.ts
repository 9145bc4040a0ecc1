import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { sql } from 'drizzle-orm'
import { migrate as applyMigrations } from 'drizzle-orm/postgres-js/migrator'
import { expect, inject, it } from 'vitest'
import { connectDatabase } from '../../db/client.ts'
import { migrate } from '../../db/migrate.ts'

const MIGRATIONS = fileURLToPath(new URL('../../db/migrations', import.meta.url))

/** The migrations that came before the one of this name. */
function migrationsBefore(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'seven-ones-migrations-'))
  cpSync(MIGRATIONS, folder, { recursive: true })
  const file = join(folder, 'meta/_journal.json')
  const journal = JSON.parse(readFileSync(file, 'utf8')) as { entries: { tag: string }[] }
  const entries = journal.entries.slice(
    0,
    journal.entries.findIndex(({ tag }) => tag.endsWith(`_${name}`)),
  )
  expect(entries.length).toBeGreaterThan(1)
  writeFileSync(file, JSON.stringify({ ...journal, entries }))
  return folder
}

it('R-27: lanes, attempts and dead letters of before are those of applications, and keep what they knew', async () => {
  const name = `push_subjects_${Date.now()}`
  const { databaseUrl } = inject('servers')
  const server = connectDatabase(databaseUrl, { max: 1 })
  await server.database.execute(sql`create database ${sql.identifier(name)}`)
  const url = new URL(databaseUrl)
  url.pathname = `/${name}`
  const { database, close } = connectDatabase(url.href, { max: 1 })
  const folder = migrationsBefore('push_subjects')
  try {
    await applyMigrations(database, { migrationsFolder: folder })
    const id = '11111111-1111-4111-8111-111111111111'
    await database.execute(sql`insert into subscription (id, city, org, url, secret, scope, supervises, since,
      created_by, key_hash, body_hash)
      values (${id}, 'chibi', 'shuiwu', 'https://push.example/', 'v1:x', 'concerned', '{}', now(), 'test', 'key',
      'body')`)
    await database.execute(
      sql`insert into delivery_lane (subscription_id, service_number, head_seq, delivered_seq, state)
        values (${id}, 'CB-20261123-00001-0', 9, 3, 'parked')`,
    )
    await database.execute(
      sql`insert into delivery_attempt (subscription_id, service_number, slot, number, seq, duration_ms)
        values (${id}, 'CB-20261123-00001-0', 1, 1, 4, 5)`,
    )
    await database.execute(
      sql`insert into dead_letter (subscription_id, service_number, seq, since, attempts)
        values (${id}, 'CB-20261123-00001-0', 4, now(), 7)`,
    )
    await migrate(url.href)
    expect([
      ...(await database.execute(sql`select kind, subject, head_seq, delivered_seq, state from delivery_lane`)),
    ]).toEqual([
      { kind: 'application', subject: 'CB-20261123-00001-0', head_seq: 9, delivered_seq: 3, state: 'parked' },
    ])
    expect([...(await database.execute(sql`select subject, seq from delivery_attempt`))]).toEqual([
      { subject: 'CB-20261123-00001-0', seq: 4 },
    ])
    expect([...(await database.execute(sql`select kind, subject, seq, attempts from dead_letter`))]).toEqual([
      { kind: 'application', subject: 'CB-20261123-00001-0', seq: 4, attempts: 7 },
    ])
  } finally {
    rmSync(folder, { recursive: true, force: true })
    await close()
    await server.database.execute(sql`drop database ${sql.identifier(name)} with (force)`)
    await server.close()
  }
})
