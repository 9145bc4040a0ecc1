/** Not derived: what a client's key and a day's counter gave away, for ever. */
import { sql } from 'drizzle-orm'
import { check, date, index, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import type { ApplicationInput } from '../../workflows/application/messages.ts'
import { instant } from '../columns.ts'

/**
 * `keyHash`: sha256 (hex) of client, method, path and Idempotency-Key. `startedAt` is null until the workflow is known
 * to have started; the sweeper's failed attempts are counted, and the next one is not before `nextAttemptAt`.
 * `applicantNumber`: credit code or identity number of the form, by which an applicant's open applications are counted.
 */
export const registration = pgTable(
  'registration',
  {
    keyHash: text('key_hash').primaryKey(),
    bodyHash: text('body_hash').notNull(),
    serviceNumber: text('service_number').notNull().unique(),
    city: text('city').notNull(),
    client: text('client').notNull(),
    startInput: jsonb('start_input').$type<ApplicationInput>().notNull(),
    applicantNumber: text('applicant_number').generatedAlwaysAs(
      sql`coalesce(start_input #>> '{registration,form,applicant,creditCode}',
        start_input #>> '{registration,form,applicant,identityNumber}')`,
    ),
    createdAt: instant('created_at')
      .notNull()
      .default(sql`now()`),
    startedAt: instant('started_at'),
    startAttempts: integer('start_attempts').notNull().default(0),
    nextAttemptAt: instant('next_attempt_at'),
  },
  (table) => [
    index('registration_unstarted')
      .on(table.createdAt)
      .where(sql`${table.startedAt} is null`),
    index('registration_by_applicant').on(table.city, table.applicantNumber),
    index('registration_by_client').on(table.client),
    index('registration_newest').on(table.createdAt.desc().nullsFirst()),
    check('registration_key_hash_is_sha256', sql`${table.keyHash} ~ '^[0-9a-f]{64}$'`),
    check('registration_body_hash_not_empty', sql`${table.bodyHash} <> ''`),
    check('registration_start_input_is_object', sql`jsonb_typeof(${table.startInput}) = 'object'`),
  ],
)

/** The last sequence number taken of a city's day (YYYY-MM-DD in the city's time). */
export const serviceNumberCounter = pgTable(
  'service_number_counter',
  {
    city: text('city').notNull(),
    day: date('day', { mode: 'string' }).notNull(),
    last: integer('last').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.city, table.day] }),
    check('service_number_counter_last_positive', sql`${table.last} > 0`),
  ],
)
