/**
 * Rows of several tables in one statement. The rows of each table are one parameter, a jsonb, so that the text is the
 * same however many there are, and is planned once for each connection.
 */
import { sql } from 'drizzle-orm'
import type { SQL } from 'drizzle-orm'
import type { PgTable } from 'drizzle-orm/pg-core'
import type { Statement } from './client.ts'
import { lockingText } from './locks.ts'
import type { Lock } from './locks.ts'
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
  /** Waited for before anything is written. */
  readonly locked?: { readonly name: Lock; readonly subject: string }
  /** One row; where it is not written, nothing else is. */
  readonly head: TableRows
  /** What the row that stands in the head's place must have. */
  readonly headSeq?: number
  readonly parts: readonly TableRows[]
  /** Rows that go away. */
  readonly gone: readonly TableRows[]
  /** What is over with it: its rows go away, too, and nobody who waits for the same lock has just written them. */
  readonly over?: TableRows | undefined
}

/**
 * Answers one row with the `mark` (`xmin`) of the head as it is now: null where its `seq` was another. Text is put
 * together here, not by Drizzle, for every act asks one of these.
 */
export function upserts({ locked, head, headSeq, parts, gone, over }: Upserts): Statement {
  const params: (string | number)[] = []
  const param = (value: string | number): `$${number}` => `$${params.push(value)}`
  const before = locked === undefined ? 'true' : lockingText(locked.name, param(locked.subject))
  const rowsIn = ({ table, rows }: TableRows) => `${recordOf(table)}, ${param(textOf(table, rows))}::jsonb) r`
  const inserted = (part: TableRows, from: string) =>
    `insert into ${insertedInto(part.table)} from ${rowsIn(part)} cross join ${from} ${settled(part)}`
  const headed = inserted(head, 'before')
  const condition =
    headSeq === undefined ? '' : ` where ${shapeOf(head.table).text.name}."seq" = ${param(headSeq)}::integer`
  const away = over === undefined ? gone : [...gone, over]
  const others = [
    ...parts.filter(hasRows).map((part) => inserted(part, 'head')),
    ...away.filter(hasRows).map((part) => {
      const { name, isSame } = shapeOf(part.table).text
      return `delete from ${name} t using ${rowsIn(part)} cross join head where ${isSame}`
    }),
  ].map((statement, index) => `, part${index} as (${statement})`)
  const text = `with before as materialized (select ${before} as held),
    head as (${headed}${condition} returning xmin::text as mark)${others.join('')}
    select max(mark) as mark from head`
  return { text, params }
}

function hasRows({ rows }: TableRows): boolean {
  return rows.length > 0
}

function insertedInto(table: PgTable): string {
  const { name, columns } = shapeOf(table).text
  return `${name} (${columns}) select ${columns}`
}

function settled({ table, standing }: TableRows): string {
  const { key, set } = shapeOf(table).text
  return standing === 'kept' ? 'on conflict do nothing' : `on conflict (${key}) do update set ${set}`
}

function recordOf(table: PgTable): string {
  return `jsonb_populate_recordset(null::${shapeOf(table).text.name}`
}

function textOf(table: PgTable, rows: TableRows['rows']): string {
  const { names } = shapeOf(table)
  const named = rows.map((row) => {
    const kept: Record<string, unknown> = {}
    for (const property of Object.keys(row)) kept[names.get(property) ?? property] = row[property]
    return kept
  })
  return JSON.stringify(named)
}

/** `r` */
export function recordset(table: PgTable, rows: TableRows['rows']): SQL {
  return sql`${sql.raw(recordOf(table))}, ${textOf(table, rows)}::jsonb) r`
}
