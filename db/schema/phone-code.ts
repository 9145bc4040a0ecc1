/** Not derived, and worth nothing after two days: one-time codes for applicants who have no account. */
import { sql } from 'drizzle-orm'
import { check, index, pgTable, smallint, text, uuid } from 'drizzle-orm/pg-core'
import { instant } from '../columns.ts'

/**
 * `id` is in the sealed cookie of the browser that asked. Codes and telephones are here as keyed hashes only. Number
 * and hashes are null where nothing was sent: such a row is tried as all others are, so that nobody can tell.
 */
export const phoneCode = pgTable(
  'phone_code',
  {
    id: uuid('id').primaryKey(),
    serviceNumber: text('service_number'),
    phoneHash: text('phone_hash'),
    codeHash: text('code_hash'),
    askedAt: instant('asked_at').notNull(),
    expiresAt: instant('expires_at').notNull(),
    tries: smallint('tries').notNull().default(0),
    /** When it was told back: from then on the session that its id names holds, until `ended_at`. */
    usedAt: instant('used_at'),
    endedAt: instant('ended_at'),
  },
  (table) => [
    index('phone_code_by_phone')
      .on(table.phoneHash, table.askedAt)
      .where(sql`${table.phoneHash} is not null`),
    index('phone_code_by_time').on(table.askedAt),
    check('phone_code_tries', sql`${table.tries} >= 0`),
  ],
)
