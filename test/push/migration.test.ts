import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { sql } from 'drizzle-orm'
import { migrate as applyMigrations } from 'drizzle-orm/postgres-js/migrator'
import { expect, inject, it } from 'vitest'
import { connectDatabase } from '../../db/client.ts'
import { migrate } from '../../db/migrate.ts'
import { promiseBlocksOf } from '../../db/queries/credit.ts'

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

/** A database as it was before that migration, and the migration of it. */
async function before(
  name: string,
  test: (database: ReturnType<typeof connectDatabase>['database'], migrated: () => Promise<void>) => Promise<void>,
): Promise<void> {
  const made = `${name}_${Date.now()}`
  const { databaseUrl } = inject('servers')
  const server = connectDatabase(databaseUrl, { max: 1 })
  await server.database.execute(sql`create database ${sql.identifier(made)}`)
  const url = new URL(databaseUrl)
  url.pathname = `/${made}`
  const { database, close } = connectDatabase(url.href, { max: 1 })
  const folder = migrationsBefore(name)
  try {
    await applyMigrations(database, { migrationsFolder: folder })
    await test(database, () => migrate(url.href))
  } finally {
    rmSync(folder, { recursive: true, force: true })
    await close()
    await server.database.execute(sql`drop database ${sql.identifier(made)} with (force)`)
    await server.close()
  }
}

it('R-27: lanes, attempts and dead letters of before are those of applications, and keep what they knew', () =>
  before('push_subjects', async (database, migrated) => {
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
    await migrated()
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
  }))

it('R-27: what an administrator had subscribed for another organisation waits for a second person; the rest goes on', () =>
  before('doors_push', async (database, migrated) => {
    const rows = [
      ['shuiwu', 'shuiwu/shuiwu-system', true],
      ['shuiwu', 'zigui/zigui-administrator', true],
      ['guowang', 'office/admin', false],
    ] as const
    for (const [index, [org, by, active]] of rows.entries())
      await database.execute(sql`insert into subscription (id, city, org, url, secret, scope, supervises, since,
        created_by, key_hash, body_hash, active, ended_at, ended_because)
        values (${`${index}1111111-1111-4111-8111-111111111111`}, 'chibi', ${org}, 'http://push.example/', 'v1:x',
        'concerned', '{}', now(), ${by}, ${String(index)}, 'body', ${active},
        ${active ? null : '2026-11-24T00:00:00Z'}::timestamptz, ${active ? null : 'deleted'}::subscription_end)`)
    await migrated()
    const found = await database.execute(
      sql`select active, confirmed_by, ended_at is not null as ended from subscription order by key_hash`,
    )
    expect([...found]).toEqual([
      { active: true, confirmed_by: 'shuiwu/shuiwu-system', ended: false },
      { active: false, confirmed_by: null, ended: false },
      { active: false, confirmed_by: null, ended: true },
    ])
  }))

it('R-29: records of before are in force as they were; one that waits for its second person can stand beside them', () =>
  before('credit_confirmation', async (database, migrated) => {
    const record = (id: string, status: string, confined: boolean | undefined) => sql`insert into credit_record
      (id, city, seq, concerned, awaited, opened_at, status, kind, subject_org, expires_at, state
      ${confined === undefined ? sql`` : sql`, confined`})
      values (${id}, 'chibi', 2, '{}', '{}', '2026-11-24T00:00:00Z', ${status}::credit_status, 'broken', 'shuiwu',
      '2099-11-24T00:00:00Z', ${JSON.stringify({ id, seq: 2 })}::jsonb
      ${confined === undefined ? sql`` : sql`, ${confined}`})`
    await database.execute(record('credit:before', 'reported', undefined))
    await migrated()
    expect(await promiseBlocksOf(database, { city: 'chibi', org: 'shuiwu' })).toEqual({
      whole: 'credit:before',
      byApproval: {},
    })
    await database.execute(sql`update credit_record set status = 'withdrawn', closed_at = now()`)
    await database.execute(record('credit:proposed', 'proposed', true))
    expect(await promiseBlocksOf(database, { city: 'chibi', org: 'shuiwu' })).toEqual({ byApproval: {} })
    await expect(database.execute(sql`update credit_record set status = 'rejected'`)).rejects.toThrow()
  }))
