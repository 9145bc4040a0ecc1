/**
 * Rows of several tables in one statement. The rows of each table are one parameter, a jsonb, so that the text is the
 * same however many there are, and is planned once for each connection.
 */
import { sql } from 'drizzle-orm'
import type { SQL } from 'drizzle-orm'
import type { PgTable } from 'drizzle-orm/pg-core'
import { shapeOf } from './table-shape.ts'

/** A row that stands there under its key is `replaced` or `kept`. */
export interface TableRows {
  readonly table: PgTable
  readonly rows: readonly Readonly<Record<string, unknown>>[]
  readonly standing: 'replaced' | 'kept'
}

/** Rows as they are inserted, without what a column's default fills in. */
export function rowsOf<Table extends PgTable>(
  table: Table,
  rows: readonly Table['$inferInsert'][],
  standing: TableRows['standing'] = 'replaced',
): TableRows {
  return { table, rows, standing }
}

export interface Upserts {
  /** A query that is over before anything is written; it may wait. */
  readonly first?: SQL
  /** One row; where it is not written, nothing else is. */
  readonly head: TableRows
  /** Asked of the row that stands in the head's place. */
  readonly headIf?: SQL
  readonly parts: readonly TableRows[]
  /** Rows that go away. */
  readonly gone: readonly TableRows[]
  /** What is over with it: its rows go away, too, and nobody who waits for the same lock has just written them. */
  readonly over?: TableRows | undefined
}

/** Answers one row with the `mark` (`xmin`) of the head as it is now: null where its condition did not hold. */
export function upserts({ first = sql`select true as held`, head, headIf, parts, gone, over }: Upserts): SQL {
  const others = [
    ...parts
      .filter(({ rows }) => rows.length > 0)
      .map((part) => sql`${inserted(part)} cross join head ${settled(part)}`),
    ...[...gone, ...(over === undefined ? [] : [over])].filter(({ rows }) => rows.length > 0).map(deleted),
  ].map((statement, index) => sql`, part${sql.raw(String(index))} as (${statement})`)
  const condition = headIf === undefined ? sql`` : sql` where ${headIf}`
  return sql`with before as materialized (${first}),
    head as (${inserted(head)} cross join before ${settled(head)}${condition}
      returning xmin::text as mark)${sql.join(others)}
    select max(mark) as mark from head`
}

function inserted({ table, rows }: TableRows): SQL {
  const { name, columns } = shapeOf(table)
  return sql`insert into ${name} (${columns}) select ${columns} from ${recordset(table, rows)}`
}

function settled({ table, standing }: TableRows): SQL {
  const { key, set } = shapeOf(table)
  return standing === 'kept' ? sql`on conflict do nothing` : sql`on conflict (${key}) do update set ${set}`
}

function deleted({ table, rows }: TableRows): SQL {
  const { name, isSame } = shapeOf(table)
  return sql`delete from ${name} t using ${recordset(table, rows)} cross join head where ${isSame}`
}

/** `r` */
export function recordset(table: PgTable, rows: TableRows['rows']): SQL {
  const { name, names } = shapeOf(table)
  const named = rows.map((row) =>
    Object.fromEntries(Object.entries(row).map(([property, value]) => [names.get(property) ?? property, value])),
  )
  return sql`jsonb_populate_recordset(null::${name}, ${JSON.stringify(named)}::jsonb) r`
}
