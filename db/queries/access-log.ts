import { and, desc, eq, getTableColumns, gte, lt, sql } from 'drizzle-orm'
import type { SQL } from 'drizzle-orm'
import type { PgColumn } from 'drizzle-orm/pg-core'
import type { AccessKind } from '../../domain/access.ts'
import { ask } from '../client.ts'
import type { Database } from '../client.ts'
import { guarded } from '../database-error.ts'
import { accessLog, accessNoise } from '../schema/access-log.ts'

/** who read, acted or was refused; `at` is now unless told. What is not known is left out. */
export type AccessEntry = Omit<typeof accessLog.$inferInsert, 'id'>
export type AccessRow = typeof accessLog.$inferSelect
export type NoiseEntry = Omit<typeof accessNoise.$inferInsert, 'id'>
export type NoiseRow = typeof accessNoise.$inferSelect

const { id: _id, ...logged } = getTableColumns(accessLog)
const LOGGED = sql.raw(
  Object.values(logged)
    .map(({ name }) => `"${name}"`)
    .join(', '),
)

export async function logAccess(database: Database, ...entries: readonly AccessEntry[]): Promise<void> {
  if (entries.length === 0) return
  const now = new Date().toISOString()
  const rows = entries.map((entry) =>
    Object.fromEntries(Object.entries(logged).map(([property, { name }]) => [name, { at: now, ...entry }[property]])),
  )
  await guarded(() =>
    ask(
      database,
      sql`insert into ${accessLog} (${LOGGED})
        select ${LOGGED} from jsonb_populate_recordset(null::${accessLog}, ${JSON.stringify(rows)}::jsonb)`,
    ),
  )
}

export async function logNoise(database: Database, entries: readonly NoiseEntry[]): Promise<void> {
  if (entries.length === 0) return
  await guarded(() => database.insert(accessNoise).values([...entries]))
}

/** The last row of a page; `id` in decimal. */
interface AccessCursor {
  readonly at: string
  readonly id: string
}

/** `from` inclusive, `to` exclusive, ISO UTC. What is left out does not narrow. */
export interface TimeFilter {
  readonly from?: string | undefined
  readonly to?: string | undefined
  readonly cursor?: AccessCursor | undefined
  readonly limit: number
}

export interface AccessFilter extends TimeFilter {
  readonly city: string
  readonly sub?: string | undefined
  readonly org?: string | undefined
  readonly serviceNumber?: string | undefined
  readonly kind?: AccessKind | undefined
}

export interface Page<Row> {
  readonly items: readonly Row[]
  readonly next?: AccessCursor
}

/**
 * The latest first, by keyset: rows never change, so that pages neither repeat nor skip one that stood when the first
 * was read, whatever is written meanwhile. Each filter alone is a range of its index.
 */
export async function accessesOf(database: Database, filter: AccessFilter): Promise<Page<AccessRow>> {
  const { city, sub, org, serviceNumber, kind, limit } = filter
  const rows = await guarded(() =>
    database
      .select()
      .from(accessLog)
      .where(
        and(
          eq(accessLog.city, city),
          sub === undefined ? undefined : eq(accessLog.sub, sub),
          org === undefined ? undefined : eq(accessLog.org, org),
          serviceNumber === undefined ? undefined : eq(accessLog.serviceNumber, serviceNumber),
          kind === undefined ? undefined : eq(accessLog.kind, kind),
          within(filter, accessLog),
        ),
      )
      .orderBy(desc(accessLog.at), desc(accessLog.id))
      .limit(limit + 1),
  )
  return pageOf(rows, limit)
}

/** The latest first: of no city, for nobody knows whose they are. */
export async function noiseOf(database: Database, filter: TimeFilter): Promise<Page<NoiseRow>> {
  const { limit } = filter
  const rows = await guarded(() =>
    database
      .select()
      .from(accessNoise)
      .where(within(filter, accessNoise))
      .orderBy(desc(accessNoise.at), desc(accessNoise.id))
      .limit(limit + 1),
  )
  return pageOf(rows, limit)
}

function within(
  { from, to, cursor }: TimeFilter,
  { at, id }: Readonly<Record<'at' | 'id', PgColumn>>,
): SQL | undefined {
  return and(
    from === undefined ? undefined : gte(at, from),
    to === undefined ? undefined : lt(at, to),
    cursor === undefined ? undefined : sql`(${at}, ${id}) < (${cursor.at}::timestamptz, ${cursor.id}::bigint)`,
  )
}

function pageOf<Row extends { readonly at: string; readonly id: bigint }>(rows: readonly Row[], limit: number) {
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  return rows.length > limit && last !== undefined ? { items, next: { at: last.at, id: String(last.id) } } : { items }
}
