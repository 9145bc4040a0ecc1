import { sql } from 'drizzle-orm'
import type { SQL } from 'drizzle-orm'

/** As one text on one line, as the migrations have it. */
export function both(one: SQL, other: SQL): SQL {
  return sql`${one} and ${other}`
}
