/** Derived: what a case is found by. */
import { sql } from 'drizzle-orm'
import { index, pgTable, text } from 'drizzle-orm/pg-core'
import { application } from './application.ts'

/**
 * Apart from `application`, which every act writes: this changes when the form does. `name`, `address`: as
 * `sought-text.ts` writes them. `creditCode`: of enterprises; nobody is found by an identity number. `bigrams` is a
 * function of ours (migration 0034): every two neighbouring characters of a text, so that two characters of Chinese are
 * found by an index; an extension would have to be installed, and takes three.
 */
export const findable = pgTable(
  'findable',
  {
    serviceNumber: text('service_number')
      .primaryKey()
      .references(() => application.serviceNumber, { onDelete: 'cascade' }),
    name: text('name').notNull(),
    address: text('address').notNull(),
    creditCode: text('credit_code'),
    projectCode: text('project_code'),
  },
  (table) => [
    index('findable_by_prefix').on(table.serviceNumber.op('text_pattern_ops')),
    index('findable_by_name').using('gin', sql`bigrams(${table.name})`),
    index('findable_by_address').using('gin', sql`bigrams(${table.address})`),
    index('findable_by_code').on(table.creditCode),
    index('findable_by_project').on(table.projectCode),
  ],
)
