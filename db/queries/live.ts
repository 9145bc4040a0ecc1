/** What has changed since a mark: for pages that are open. */
import { sql } from 'drizzle-orm'
import type { Database } from '../client.ts'
import { guarded } from '../database-error.ts'
import type { Mark } from './outbox.ts'

/** A case as it stands after something happened to it. */
export interface ChangedCase {
  readonly serviceNumber: string
  readonly seq: number
  readonly city: string
  readonly concerned: readonly string[]
}

/**
 * The cases with events of transactions that were not over at the mark, and the next mark: none that commits late is
 * passed over, and some are told twice. Without a mark none.
 */
export async function changedCases(
  database: Database,
  since: Mark | undefined,
): Promise<{ mark: Mark; cases: readonly ChangedCase[] }> {
  const changed = sql`(select jsonb_agg(jsonb_build_object('serviceNumber', a.service_number, 'seq', a.seq,
      'city', a.city, 'concerned', a.concerned)) from application a where a.service_number in (
    select service_number from event where recorded_xid >= ${since ?? '0'}::xid8
      and recorded_xid < pg_snapshot_xmax(pg_current_snapshot())))`
  const [row] = await guarded(() =>
    database.execute<{ mark: string; changed: ChangedCase[] | null }>(
      sql`select pg_snapshot_xmin(pg_current_snapshot())::text as mark,
        ${since === undefined ? sql`null` : changed}::jsonb as changed`,
    ),
  )
  if (row === undefined) throw new Error('no mark was returned')
  return { mark: row.mark, cases: row.changed ?? [] }
}

/**
 * Whether anything happened since the mark to what an organisation is concerned by. A mark that is still to come is
 * that of another server, which the rows were brought from: then it did.
 */
export async function hasChangedFor(
  database: Database,
  { city, org, since }: { readonly city: string; readonly org: string; readonly since: Mark },
): Promise<boolean> {
  const [row] = await guarded(() =>
    database.execute<{ changed: boolean }>(sql`select ${since}::xid8 > pg_snapshot_xmax(pg_current_snapshot())
      or exists (select from event e join concern c on c.service_number = e.service_number
        where e.recorded_xid >= ${since}::xid8 and c.city = ${city} and c.org = ${org}) as changed`),
  )
  return row?.changed ?? true
}
