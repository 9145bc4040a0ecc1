import { sql } from 'drizzle-orm'
import type { Listed } from '../../domain/assessment/meeting-report.ts'

/** Of a list that is cut: how many there are. */
export const total = sql<number>`(count(*) over ())::integer`

/** Rows of one list, each with its total. */
export function listed<Row extends { readonly total: number }, Item>(
  rows: readonly Row[],
  item: (row: Omit<Row, 'total'>) => Item,
): Listed<Item> {
  return { total: rows[0]?.total ?? 0, items: rows.map(({ total: _total, ...row }) => item(row)) }
}
