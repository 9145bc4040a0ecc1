/** Not derived: tokens that no longer count though their time is not over. */
import { sql } from 'drizzle-orm'
import { index, pgTable, text } from 'drizzle-orm/pg-core'
import { instant } from '../columns.ts'

/** `forgetAt`: no token of this `jti` can count any more by then. */
export const revokedToken = pgTable(
  'revoked_token',
  {
    jti: text('jti').primaryKey(),
    revokedAt: instant('revoked_at')
      .notNull()
      .default(sql`now()`),
    revokedBy: text('revoked_by').notNull(),
    reason: text('reason').notNull(),
    forgetAt: instant('forget_at').notNull(),
  },
  (table) => [index('revoked_token_kept').on(table.forgetAt)],
)
