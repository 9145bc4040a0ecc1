/** Derived: whose lists a case stands in. */
import { index, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import type { Part } from '../../domain/visibility/part.ts'
import { instant } from '../columns.ts'
import { application } from './application.ts'

/**
 * One row for each organisation in a case's `concerned`; city and time are the case's, so that a list is a range.
 * `parts`: what the case gives it to do, by which it is known what it may search for.
 */
export const concern = pgTable(
  'concern',
  {
    serviceNumber: text('service_number')
      .notNull()
      .references(() => application.serviceNumber, { onDelete: 'cascade' }),
    org: text('org').notNull(),
    city: text('city').notNull(),
    registeredAt: instant('registered_at').notNull(),
    parts: text('parts').array().$type<Part[]>().notNull().default([]),
  },
  (table) => [
    primaryKey({ columns: [table.serviceNumber, table.org] }),
    index('concern_newest').on(
      table.city,
      table.org,
      table.registeredAt.desc().nullsFirst(),
      table.serviceNumber.desc().nullsFirst(),
    ),
  ],
)
