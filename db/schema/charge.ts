/** Derived, R-30: what an event charges to whom, beside the deadlines. */
import { boolean, check, index, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { sql } from 'drizzle-orm'
import type { Charge } from '../../domain/assessment/assessment.ts'
import { CHARGES } from '../../domain/assessment/assessment.ts'
import { instant } from '../columns.ts'
import { application } from './application.ts'

/** `seq`, `at`: of the event. `advisory`: the case's (R-06). */
export const charge = pgTable(
  'charge',
  {
    serviceNumber: text('service_number')
      .notNull()
      .references(() => application.serviceNumber, { onDelete: 'cascade' }),
    seq: integer('seq').notNull(),
    org: text('org').notNull(),
    what: text('what').$type<Charge>().notNull(),
    city: text('city').notNull(),
    at: instant('at').notNull(),
    advisory: boolean('advisory').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.serviceNumber, table.seq, table.org] }),
    index('charge_counted').on(table.city, table.at, table.org, table.what, table.advisory),
    check('charge_known', sql`${table.what} in (${sql.raw(CHARGES.map((what) => `'${what}'`).join(', '))})`),
  ],
)
