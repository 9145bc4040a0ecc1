/** Not derived: the bureaus' own numbers of papers, and which printed copy is which. */
import { sql } from 'drizzle-orm'
import { check, integer, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core'
import type { Role } from '../../domain/actor/actor.ts'
import { instant } from '../columns.ts'

/**
 * 文号, e.g. 赤城管许〔2026〕12号: one for each version of a paper, for ever. `series` is what stands before the year;
 * `number` is null where a bureau gave a number of another form.
 */
export const documentNumber = pgTable(
  'document_number',
  {
    /** A service number, or the id of a credit record. */
    subject: text('subject').notNull(),
    /** The paper's number within it, e.g. `CB-20261124-00017-9/函1`. */
    paper: text('paper').notNull(),
    city: text('city').notNull(),
    org: text('org').notNull(),
    series: text('series').notNull(),
    year: integer('year').notNull(),
    number: integer('number'),
    text: text('text').notNull(),
    /** By the bureau itself, not counted here. */
    givenBy: text('given_by'),
    numberedAt: instant('numbered_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.subject, table.paper] }),
    uniqueIndex('document_number_once').on(table.city, table.text),
    uniqueIndex('document_number_counted')
      .on(table.city, table.series, table.year, table.number)
      .where(sql`${table.number} is not null`),
    check('document_number_positive', sql`${table.number} > 0 and ${table.year} between 2000 and 9999`),
  ],
)

/** which copy of a paper was printed when, by whom; the first is 1. `key`: the hash of its Idempotency-Key. */
export const documentPrint = pgTable(
  'document_print',
  {
    subject: text('subject').notNull(),
    paper: text('paper').notNull(),
    copy: integer('copy').notNull(),
    key: text('key').notNull(),
    printedSub: text('printed_sub').notNull(),
    printedOrg: text('printed_org').notNull(),
    printedRole: text('printed_role').$type<Role>().notNull(),
    printedAt: instant('printed_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.subject, table.paper, table.copy] }),
    uniqueIndex('document_print_once').on(table.subject, table.paper, table.key),
    check('document_print_positive', sql`${table.copy} > 0`),
  ],
)
