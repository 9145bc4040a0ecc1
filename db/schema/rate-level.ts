/** Not derived, and worth nothing after a day: what each client asked for of late. Unlogged, by its migration. */
import { sql } from 'drizzle-orm'
import { check, doublePrecision, pgTable, text } from 'drizzle-orm/pg-core'
import { instant } from '../columns.ts'

/**
 * A bucket that leaks `perSecond`. `key`: sha256 (hex) of whose it is. `level`: requests that had not leaked out at
 * `at`; it may be above the burst where several API processes let some through at once.
 */
export const rateLevel = pgTable(
  'rate_level',
  {
    key: text('key').primaryKey(),
    level: doublePrecision('level').notNull(),
    perSecond: doublePrecision('per_second').notNull(),
    at: instant('at').notNull(),
  },
  (table) => [check('rate_level_not_negative', sql`${table.level} >= 0`)],
)
