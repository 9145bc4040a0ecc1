/** Not derived: acts that were sent, and whose events whoever sent them has yet to bring here (ADR 0032). */
import { sql } from 'drizzle-orm'
import { check, index, integer, pgTable, text } from 'drizzle-orm/pg-core'
import { instant } from '../columns.ts'

/**
 * `updateId`: of the act. `subject`: a service number or a matter's id. `since`: when it was sent, or taken up, last.
 * `sends`: how often it was sent.
 */
export const actJournal = pgTable(
  'act_journal',
  {
    updateId: text('update_id').primaryKey(),
    subject: text('subject').notNull(),
    since: instant('since')
      .notNull()
      .default(sql`now()`),
    sends: integer('sends').notNull().default(1),
  },
  (table) => [
    index('act_journal_by_age').on(table.since),
    check('act_journal_update_id_is_sha256', sql`${table.updateId} ~ '^[0-9a-f]{64}$'`),
  ],
)
