/** Not derived: what was done to subscriptions, and what their receivers were tried with. */
import { sql } from 'drizzle-orm'
import { bigint, check, index, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { instant } from '../columns.ts'
import { rehearsalEnum, subscriptionActEnum, testKindEnum } from './enums.ts'
import { subscription } from './push.ts'

const subscriptionOf = () =>
  uuid('subscription_id')
    .notNull()
    .references(() => subscription.id)

/**
 * who let whom be told what, and where. `by`: organisation and account; null where the receiver itself ended it.
 * `url`: the address after the act; `reason`: of a letter that was skipped.
 */
export const subscriptionLog = pgTable(
  'subscription_log',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    subscriptionId: subscriptionOf(),
    at: instant('at')
      .notNull()
      .default(sql`now()`),
    act: subscriptionActEnum('act').notNull(),
    by: text('by'),
    org: text('org').notNull(),
    url: text('url').notNull(),
    subject: text('subject'),
    seq: integer('seq'),
    reason: text('reason'),
  },
  (table) => [
    index('subscription_log_by_subscription').on(table.subscriptionId, table.id),
    check('subscription_log_skipped_with_reason', sql`${table.act} <> 'letterSkipped' or ${table.reason} is not null`),
  ],
)

/** What a receiver is tried with, in order, by the lane `test:<subscription>`. */
export const pushTest = pgTable(
  'push_test',
  {
    subscriptionId: subscriptionOf(),
    seq: integer('seq').notNull(),
    kind: testKindEnum('kind').notNull(),
    rehearsal: rehearsalEnum('rehearsal').notNull(),
    at: instant('at')
      .notNull()
      .default(sql`now()`),
    by: text('by').notNull(),
    keyHash: text('key_hash').notNull().unique(),
    bodyHash: text('body_hash').notNull(),
  },
  (table) => [primaryKey({ columns: [table.subscriptionId, table.seq] })],
)
