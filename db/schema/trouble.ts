/** Not derived: what stands in the way, for as long as it does. No personal data. */
import { sql } from 'drizzle-orm'
import { check, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import type { TroubleKind } from '../../domain/trouble.ts'
import { instant } from '../columns.ts'

/** `subject`: a service number, a matter's id, or a city's key. `seenAt`: when it was met last. */
export const trouble = pgTable(
  'trouble',
  {
    kind: text('kind').$type<TroubleKind>().notNull(),
    subject: text('subject').notNull(),
    detail: text('detail').notNull(),
    since: instant('since')
      .notNull()
      .default(sql`now()`),
    seenAt: instant('seen_at')
      .notNull()
      .default(sql`now()`),
  },
  (table) => [
    primaryKey({ columns: [table.kind, table.subject] }),
    check('trouble_detail_short', sql`length(${table.detail}) <= 500`),
  ],
)
