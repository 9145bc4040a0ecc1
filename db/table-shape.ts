import { getTableColumns, getTableName, is, SQL, sql } from 'drizzle-orm'
import type { Column } from 'drizzle-orm'
import { getTableConfig } from 'drizzle-orm/pg-core'
import type { PgTable } from 'drizzle-orm/pg-core'

/**
 * What statements over the rows of a table are made of. Columns that PostgreSQL fills in itself, from a series or an
 * expression, are none of it; of those with a constant for a default each row says its own value.
 */
export interface TableShape {
  readonly name: SQL
  readonly columns: SQL
  readonly text: ShapeText
  /** The properties in a row of the columns that tell rows apart. */
  readonly keyProperties: readonly string[]
  /** Property → column. */
  readonly names: ReadonlyMap<string, string>
}

/** As it stands in a statement. */
interface ShapeText {
  readonly name: string
  readonly columns: string
  /** The columns that tell its rows apart. */
  readonly key: string
  /** Every column as the row that could not be inserted has it. */
  readonly set: string
  /** Whether the rows `t` and `r` have the same key. */
  readonly isSame: string
}

const shapes = new WeakMap<PgTable, TableShape>()

export function shapeOf(table: PgTable): TableShape {
  const known = shapes.get(table) ?? shape(table)
  shapes.set(table, known)
  return known
}

function shape(table: PgTable): TableShape {
  const columns = Object.entries(getTableColumns(table)).filter(([, column]) => !isFilledIn(column))
  const names = new Map(columns.map(([property, { name }]) => [property, name]))
  const key = keyOf(table)
  const text = {
    name: quoted(getTableName(table)),
    columns: [...names.values()].map(quoted).join(', '),
    key: key.map(quoted).join(', '),
    set: [...names.values()].map((name) => `${quoted(name)} = excluded.${quoted(name)}`).join(', '),
    isSame: key.map((name) => `t.${quoted(name)} = r.${quoted(name)}`).join(' and '),
  }
  return {
    name: sql.raw(text.name),
    columns: sql.raw(text.columns),
    text,
    keyProperties: columns.filter(([, { name }]) => key.includes(name)).map(([property]) => property),
    names,
  }
}

/** The primary key; of a table that numbers its rows by itself, what is unique besides. */
function keyOf(table: PgTable): readonly string[] {
  const { columns, primaryKeys, uniqueConstraints } = getTableConfig(table)
  const primary = primaryKeys[0]?.columns ?? columns.filter((column) => column.primary)
  const key = primary.some((column) => column.hasDefault) ? uniqueConstraints[0]?.columns : primary
  if (key === undefined || key.length === 0) throw new Error(`no key of ${getTableName(table)}`)
  return key.map(({ name }) => name)
}

function isFilledIn({ hasDefault, default: value }: Column): boolean {
  return hasDefault && (value === undefined || is(value, SQL))
}

function quoted(name: string): string {
  return `"${name}"`
}
