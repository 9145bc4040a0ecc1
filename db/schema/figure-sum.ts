/** figures, added up as rows of `deadline` and `charge` change (ADR 0063). */
import { sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  date,
  doublePrecision,
  index,
  integer,
  jsonb,
  numeric,
  pgTable,
  primaryKey,
  smallint,
  text,
} from 'drizzle-orm/pg-core'
import type { Charge } from '../../domain/assessment/assessment.ts'
import type { Summed } from '../../domain/assessment/summing.ts'
import type { Deadline, DeadlineKind } from '../../domain/clocks/deadline.ts'
import { instant } from '../columns.ts'

/**
 * What no sum has in it yet: a row of `deadline` as it became (`sign` 1) or was before (-1), or one of `charge`, whose
 * `kind` is what is charged, and `dueAt` when. The triggers of migration 0029 write it with the row, whoever writes
 * that; folded into `figure_sum` it goes.
 */
export const figureChange = pgTable(
  'figure_change',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    city: text('city').notNull(),
    sign: smallint('sign').$type<1 | -1>().notNull(),
    kind: text('kind').$type<DeadlineKind | Charge>().notNull(),
    owner: text('owner').notNull(),
    advisory: boolean('advisory').notNull(),
    unassessed: boolean('unassessed').notNull(),
    red: boolean('red').notNull(),
    length: jsonb('length').$type<Deadline['length']>().notNull(),
    minutes: integer('minutes').notNull(),
    dueAt: instant('due_at').notNull(),
    stoppedAt: instant('stopped_at'),
    passedAt: instant('passed_at'),
    metAt: instant('met_at'),
    endedAt: instant('ended_at'),
  },
  (table) => [index('figure_change_by_city').on(table.city, table.id)],
)

/**
 * `bucket`: the first day of the month of the city that it counts in; of `standing` the day that it is due. `allowed`,
 * `dueSum`: of `late` alone (domain/assessment/summing.ts). `useSum` has each use to 15 digits, so that what is taken
 * away is what was added; `worstUse` is that of `settled`. `beyond`: whose use the calendar does not know.
 */
export const figureSum = pgTable(
  'figure_sum',
  {
    city: text('city').notNull(),
    part: text('part').$type<Summed>().notNull(),
    bucket: date('bucket').notNull(),
    owner: text('owner').notNull(),
    kind: text('kind').notNull(),
    advisory: boolean('advisory').notNull(),
    allowed: text('allowed').notNull(),
    volume: integer('volume').notNull(),
    overdue: integer('overdue').notNull(),
    measured: integer('measured').notNull(),
    useSum: numeric('use_sum').notNull(),
    worstUse: doublePrecision('worst_use').notNull(),
    beyond: integer('beyond').notNull(),
    dueSum: numeric('due_sum').notNull(),
  },
  (table) => [
    primaryKey({
      columns: [table.city, table.part, table.bucket, table.owner, table.kind, table.advisory, table.allowed],
    }),
    index('figure_sum_empty')
      .on(table.city)
      .where(sql`${table.volume} = 0`),
  ],
)

/** Whose sums are there, and by which hours and calendar (`basis`) their use was counted. */
export const summedCity = pgTable('summed_city', {
  city: text('city').primaryKey(),
  basis: text('basis').notNull(),
  madeAt: instant('made_at')
    .notNull()
    .default(sql`now()`),
})
