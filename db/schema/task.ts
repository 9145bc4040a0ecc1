/** Derived, R-38: who is awaited, and for what. */
import { sql } from 'drizzle-orm'
import { check, index, integer, pgTable, text } from 'drizzle-orm/pg-core'
import { instant } from '../columns.ts'
import { application } from './application.ts'
import { taskKindEnum } from './enums.ts'

/**
 * `deadlineId` is without a foreign key: a task may be opened before its clock starts. `dueAt`: when its clock is due,
 * as long as it is open; null where it has none, and once it is closed. `yellowFrom`, `redFrom`: from when on its light
 * is so, null where it never is (R-33, `lightsFrom`). `task_open` is an inbox in its order.
 */
export const task = pgTable(
  'task',
  {
    id: text('id').primaryKey(),
    serviceNumber: text('service_number')
      .notNull()
      .references(() => application.serviceNumber, { onDelete: 'cascade' }),
    city: text('city').notNull(),
    kind: taskKindEnum('kind').notNull(),
    org: text('org').notNull(),
    line: text('line'),
    person: text('person'),
    deadlineId: text('deadline_id'),
    openedSeq: integer('opened_seq').notNull(),
    openedAt: instant('opened_at').notNull(),
    closedSeq: integer('closed_seq'),
    closedAt: instant('closed_at'),
    dueAt: instant('due_at'),
    yellowFrom: instant('yellow_from'),
    redFrom: instant('red_from'),
  },
  (table) => [
    index('task_open')
      .on(table.city, table.org, sql`(coalesce(${table.dueAt}, 'infinity'))`, table.id)
      .where(sql`${table.closedSeq} is null`),
    index('task_since')
      .on(table.city, table.org, table.openedAt, table.id)
      .where(sql`${table.closedSeq} is null`),
    index('task_of_person')
      .on(table.city, table.org, table.person, sql`(coalesce(${table.dueAt}, 'infinity'))`, table.id)
      .where(sql`${table.closedSeq} is null`),
    index('task_by_case').on(table.serviceNumber),
    check('task_closed_whole', sql`(${table.closedSeq} is null) = (${table.closedAt} is null)`),
    check('task_closed_after_opened', sql`${table.closedSeq} is null or ${table.closedSeq} >= ${table.openedSeq}`),
  ],
)
