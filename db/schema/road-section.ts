/** Derived, R-18: the stretches of road that outer works use, across cases. */
import { sql } from 'drizzle-orm'
import { check, date, index, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import type { LineRef } from '../../domain/trench/joint-plan.ts'
import type { LineId } from '../../domain/case/service.ts'
import { instant } from '../columns.ts'
import { application } from './application.ts'

/**
 * `roadKey`: the road however it is written. Dates are the schedule's, none before it is signed; `openedAt`: works
 * started.
 */
export const roadSection = pgTable(
  'road_section',
  {
    serviceNumber: text('service_number')
      .notNull()
      .references(() => application.serviceNumber, { onDelete: 'cascade' }),
    city: text('city').notNull(),
    line: text('line').$type<LineId>().notNull(),
    number: integer('number').notNull(),
    utility: text('utility').notNull(),
    road: text('road').notNull(),
    roadKey: text('road_key').notNull(),
    from: text('from').notNull(),
    to: text('to').notNull(),
    worksFrom: date('works_from', { mode: 'string' }),
    worksTo: date('works_to', { mode: 'string' }),
    openedAt: instant('opened_at'),
    completedAt: instant('completed_at'),
    restoredAt: instant('restored_at'),
    agreedWith: jsonb('agreed_with').$type<LineRef[]>().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.serviceNumber, table.line, table.number] }),
    index('road_section_by_road').on(table.city, table.roadKey),
    check(
      'road_section_dates_whole',
      sql`(${table.worksFrom} is null) = (${table.worksTo} is null) and ${table.worksFrom} <= ${table.worksTo}`,
    ),
    check('road_section_agreed_is_list', sql`jsonb_typeof(${table.agreedWith}) = 'array'`),
  ],
)
