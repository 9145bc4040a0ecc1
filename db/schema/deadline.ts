/** Derived, R-33: one clock and its owner; whoever reads derives the light. */
import { sql } from 'drizzle-orm'
import type { SQL } from 'drizzle-orm'
import { boolean, check, index, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import type { PgColumn } from 'drizzle-orm/pg-core'
import type { Deadline } from '../../domain/clocks/deadline.ts'
import { instant } from '../columns.ts'
import { application } from './application.ts'
import { deadlineKindEnum } from './enums.ts'
import { both } from './both.ts'

/**
 * `minutes` are working minutes. `endedAt`: when it was met or superseded, or its case left it without object (R-37);
 * null while it goes on. `unassessed`: R-33⁺, outside the assessment. `red`: R-31, what the meeting is told of; a
 * survey that its own time closed as long as an opinion is awaited (R-13). `deadline_counted`, `deadline_standing`:
 * queries/counting.ts (R-30); `deadline_late`: queries/late-deadlines.ts.
 */
export const deadline = pgTable(
  'deadline',
  {
    serviceNumber: text('service_number')
      .notNull()
      .references(() => application.serviceNumber, { onDelete: 'cascade' }),
    id: text('id').notNull(),
    city: text('city').notNull(),
    kind: deadlineKindEnum('kind').notNull(),
    line: text('line'),
    owner: text('owner').notNull(),
    rule: text('rule').notNull(),
    length: jsonb('length').$type<Deadline['length']>().notNull(),
    startedAt: instant('started_at').notNull(),
    warnAt: instant('warn_at').notNull(),
    dueAt: instant('due_at').notNull(),
    stoppedAt: instant('stopped_at'),
    minutes: integer('minutes').notNull(),
    calendarVersion: text('calendar_version').notNull(),
    provisional: boolean('provisional').notNull(),
    advisory: boolean('advisory').notNull(),
    unassessed: boolean('unassessed').notNull().default(false),
    warnedAt: instant('warned_at'),
    passedAt: instant('passed_at'),
    metAt: instant('met_at'),
    supersededAt: instant('superseded_at'),
    endedAt: instant('ended_at'),
    red: boolean('red').notNull().default(false),
  },
  (table) => [
    primaryKey({ columns: [table.serviceNumber, table.id] }),
    index('deadline_counted')
      .on(
        table.city,
        sql`(case when ${both(
          sql`${table.metAt} is not null and ${table.passedAt} is null`,
          sql`coalesce(${table.stoppedAt}, ${table.metAt}) <= ${table.dueAt}`,
        )} then ${table.metAt} else ${table.dueAt} end)`,
        table.serviceNumber,
        table.id,
      )
      .where(
        both(
          sql`${table.unassessed} = false`,
          sql`(${table.metAt} is not null or ${table.passedAt} is not null or ${table.endedAt} is null)`,
        ),
      ),
    index('deadline_standing')
      .on(table.city, table.dueAt)
      .where(both(sql`${table.stoppedAt} is not null and ${table.passedAt} is null`, sql`${table.endedAt} is null`)),
    index('deadline_red_first')
      .on(table.city, table.unassessed, table.dueAt, table.serviceNumber)
      .where(both(sql`${table.red}`, both(sql`${table.metAt} is null`, sql`${table.supersededAt} is null`))),
    index('deadline_late')
      .on(table.city, table.owner, table.kind, table.advisory, timeAllowed(table), table.dueAt)
      .where(
        both(
          sql`${table.unassessed} = false`,
          both(sql`${table.passedAt} is not null`, both(sql`${table.metAt} is null`, sql`${table.endedAt} is null`)),
        ),
      ),
    // Not the start: 0.1 let works end on a day whose hours were over when they were promised, and its due times are
    // frozen (R-36).
    check('deadline_in_order', sql`${table.warnAt} <= ${table.dueAt}`),
    check('deadline_minutes_positive', sql`${table.minutes} >= 0`),
  ],
)

/** `allowedOf` of domain/assessment/summing.ts: as the index and whoever looks by it have it, on one line. */
export function timeAllowed({ length, minutes }: Readonly<Record<'length' | 'minutes', PgColumn>>): SQL<string> {
  const [inSeconds, inMinutes] = [sql`'seconds:' || (${length} ->> 'seconds')`, sql`'minutes:' || ${minutes}::text`]
  return sql`(case when ${length} ->> 'kind' = 'elapsedSeconds' then ${inSeconds} else ${inMinutes} end)`
}
