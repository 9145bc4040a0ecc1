import { getTableColumns, sql } from 'drizzle-orm'
import type { SQL } from 'drizzle-orm'
import type { PgTable, PgUpdateSetSource } from 'drizzle-orm/pg-core'

/** Every column as the row that could not be inserted has it. */
export function excluded<Table extends PgTable>(table: Table): PgUpdateSetSource<Table> {
  const set: Record<string, SQL> = {}
  for (const [key, column] of Object.entries(getTableColumns(table)))
    set[key] = sql`excluded.${sql.identifier(column.name)}`
  return set
}
