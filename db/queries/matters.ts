/** Reading matters of every kind: one, a page of a kind, a page of events. */
import { and, arrayContains, asc, desc, eq, getTableColumns, gt, or, sql } from 'drizzle-orm'
import type { SQL } from 'drizzle-orm'
import type { PgColumn } from 'drizzle-orm/pg-core'
import type { MatterEvent, MatterKind } from '../../domain/matter/matter.ts'
import type { Database } from '../client.ts'
import { guarded } from '../database-error.ts'
import { MATTERS } from '../matters/kinds.ts'
import type { MatterStates } from '../../workflows/core/matter-logics.ts'
import { projectedMatter } from '../matters/write.ts'
import { recordedOfRow } from '../recorded.ts'
import { matterEvent } from '../schema/matter.ts'
import { transferRegistration } from '../schema/transfer.ts'
import { ofAccount } from './of-account.ts'

/** The last row of a page. */
export interface MatterCursor {
  readonly openedAt: string
  readonly id: string
}

/**
 * What is left out does not narrow. `concerned`: an organisation that may see it; `own`: any of these columns' values
 * besides.
 */
export interface MatterFilter {
  readonly city: string
  readonly concerned?: string | undefined
  readonly awaited?: string | undefined
  readonly status?: string | undefined
  readonly equal?: Readonly<Record<string, string>>
  /** Of an applicant's account, by its name: the columns of the account, and of the organisation that named it. */
  readonly account?: { readonly name: string; readonly column: string; readonly sentBy?: string | undefined }
  /** With `concerned`, either is enough. */
  readonly orEqual?: Readonly<Record<string, string | boolean>>
  readonly cursor?: MatterCursor | undefined
  readonly limit: number
}

/** The projected matter; its truth is the workflow's history, which it may lag. Throws `DatabaseError`. */
export async function findMatter<Kind extends MatterKind>(
  database: Database,
  kind: Kind,
  id: string,
): Promise<MatterStates[Kind] | undefined> {
  return guarded(async () => (await projectedMatter(database, kind, id)) as MatterStates[Kind] | undefined)
}

/** Newest first, by keyset. `next` is there when more follow. Throws `DatabaseError`. */
export async function listMatters<Kind extends MatterKind>(
  database: Database,
  kind: Kind,
  filter: MatterFilter,
): Promise<{ items: MatterStates[Kind][]; next?: MatterCursor }> {
  const { table } = MATTERS[kind]
  const columns = getTableColumns(table) as unknown as Record<
    'id' | 'city' | 'concerned' | 'awaited' | 'status' | 'openedAt' | 'state',
    PgColumn
  > &
    Record<string, PgColumn>
  const { cursor, limit } = filter
  const rows = await guarded(() =>
    database
      .select({ state: columns.state })
      .from(table)
      .where(
        and(
          eq(columns.city, filter.city),
          either(
            filter.concerned === undefined ? undefined : arrayContains(columns.concerned, [filter.concerned]),
            equals(columns, filter.orEqual),
          ),
          filter.awaited === undefined ? undefined : arrayContains(columns.awaited, [filter.awaited]),
          filter.status === undefined ? undefined : eq(columns.status, filter.status),
          ...equals(columns, filter.equal),
          filter.account === undefined ? undefined : accounted(columns, filter.account),
          cursor === undefined
            ? undefined
            : sql`(${columns.openedAt}, ${columns.id}) < (${cursor.openedAt}::timestamptz, ${cursor.id})`,
        ),
      )
      .orderBy(desc(columns.openedAt), desc(columns.id))
      .limit(limit + 1),
  )
  const items = rows.slice(0, limit).map((row) => row.state as MatterStates[Kind])
  const last = items.at(-1)
  return rows.length > limit && last !== undefined
    ? { items, next: { openedAt: last.openedAt, id: last.id } }
    : { items }
}

function equals(
  columns: Readonly<Record<string, PgColumn>>,
  wanted: Readonly<Record<string, string | boolean>> = {},
): SQL[] {
  return Object.entries(wanted).map(([name, value]) => {
    return eq(columnOf(columns, name), value)
  })
}

function accounted(
  columns: Readonly<Record<string, PgColumn>>,
  { name, column, sentBy }: NonNullable<MatterFilter['account']>,
): SQL | undefined {
  return ofAccount(columnOf(columns, column), name, sentBy === undefined ? undefined : columnOf(columns, sentBy))
}

function columnOf(columns: Readonly<Record<string, PgColumn>>, name: string): PgColumn {
  const column = columns[name]
  if (column === undefined) throw new Error(`no column ${name}`)
  return column
}

function either(first: SQL | undefined, others: readonly SQL[]): SQL | undefined {
  return first === undefined && others.length === 0 ? undefined : or(first, ...others)
}

/** The events of a matter after the number `after`, in order. Throws `DatabaseError`. */
export async function eventsOfMatter(
  database: Database,
  id: string,
  { after = 0, limit }: { after?: number; limit: number },
): Promise<MatterEvent[]> {
  const rows = await guarded(() =>
    database
      .select()
      .from(matterEvent)
      .where(and(eq(matterEvent.matterId, id), gt(matterEvent.seq, after)))
      .orderBy(asc(matterEvent.seq))
      .limit(limit),
  )
  return rows.map(recordedOfRow)
}

/** Every matter of which there is a row, and every transfer whose workflow has started. Throws `DatabaseError`. */
export async function allMatterIds(database: Database): Promise<string[]> {
  const tables = [
    ...Object.values(MATTERS).map(({ table }) => sql`select id from ${table}`),
    sql`select matter_id from ${matterEvent}`,
    sql`select number from ${transferRegistration} where started_at is not null`,
  ]
  const rows = await guarded(() => database.execute<{ id: string }>(sql`${sql.join(tables, sql` union `)} order by id`))
  return rows.map(({ id }) => id)
}

/** What kind of matter an id is, by its events; undefined where there are none. Throws `DatabaseError`. */
export async function matterKindOf(database: Database, id: string): Promise<MatterKind | undefined> {
  const [row] = await guarded(() =>
    database.select({ kind: matterEvent.kind }).from(matterEvent).where(eq(matterEvent.matterId, id)).limit(1),
  )
  return row?.kind
}
