/** Not derived: what auditors asked to be replayed, and what it came to. */
import { sql } from 'drizzle-orm'
import { check, index, jsonb, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core'
import type { ReplayResult } from '../../domain/replay/replay.ts'
import { instant } from '../columns.ts'

/** of one case one at a time; `begun_at` is that of the last attempt. */
export const replay = pgTable(
  'replay',
  {
    id: text('id').primaryKey(),
    serviceNumber: text('service_number').notNull(),
    askedBy: text('asked_by').notNull(),
    askedByOrg: text('asked_by_org').notNull(),
    askedAt: instant('asked_at')
      .notNull()
      .default(sql`now()`),
    begunAt: instant('begun_at'),
    endedAt: instant('ended_at'),
    result: jsonb('result').$type<ReplayResult>(),
  },
  (table) => [
    uniqueIndex('replay_open')
      .on(table.serviceNumber)
      .where(sql`${table.endedAt} is null`),
    index('replay_of_case').on(table.serviceNumber, table.askedAt),
    index('replay_waiting')
      .on(table.askedAt)
      .where(sql`${table.endedAt} is null`),
    check('replay_ended', sql`(${table.endedAt} is null) = (${table.result} is null)`),
  ],
)
