/** Not derived: who read, acted or was refused, and what came without a token that counts. */
import { sql } from 'drizzle-orm'
import { bigserial, check, index, integer, pgTable, text } from 'drizzle-orm/pg-core'
import type { ProblemCode } from '../../domain/problem.ts'
import type { PersonalField } from '../../domain/visibility/fields.ts'
import { instant } from '../columns.ts'
import { accessKindEnum, accessOutcomeEnum, roleEnum, sightEnum } from './enums.ts'

/**
 * one row for each request of a caller who is known. `item`: which paper, subscription, dead letter, inbox or
 * quarter, as the address says it. `seen`: of what is about persons. `kind`, `request_id`, `address`: not of 0.3.
 */
export const accessLog = pgTable(
  'access_log',
  {
    id: bigserial('id', { mode: 'bigint' }).primaryKey(),
    at: instant('at')
      .notNull()
      .default(sql`now()`),
    sub: text('sub'),
    org: text('org'),
    role: roleEnum('role'),
    city: text('city'),
    kind: accessKindEnum('kind'),
    action: text('action').notNull(),
    serviceNumber: text('service_number'),
    item: text('item'),
    seen: sightEnum('seen'),
    outcome: accessOutcomeEnum('outcome').notNull(),
    problem: text('problem').$type<ProblemCode>(),
    requestId: text('request_id'),
    address: text('address'),
    /** the personal fields that were given whole; null where none was. */
    unmasked: text('unmasked').array().$type<PersonalField[]>(),
  },
  (table) => [
    index('access_log_by_case').on(table.serviceNumber, table.at, table.id),
    index('access_log_by_city').on(table.city, table.at, table.id),
    index('access_log_by_account').on(table.city, table.sub, table.at, table.id),
    index('access_log_by_org').on(table.city, table.org, table.at, table.id),
    index('access_log_by_kind').on(table.city, table.kind, table.at, table.id),
    index('access_log_by_age').using('brin', table.at),
    check('access_log_allowed_without_problem', sql`${table.outcome} <> 'allowed' or ${table.problem} is null`),
  ],
)

/**
 * Requests whose sender is not known, counted: `number` of them from `since` to `at`. `address`: null where too many
 * others came at that time; `requestId`: of the first.
 */
export const accessNoise = pgTable(
  'access_noise',
  {
    id: bigserial('id', { mode: 'bigint' }).primaryKey(),
    since: instant('since').notNull(),
    at: instant('at').notNull(),
    address: text('address'),
    action: text('action').notNull(),
    problem: text('problem').$type<ProblemCode>(),
    number: integer('number').notNull(),
    requestId: text('request_id').notNull(),
  },
  (table) => [
    index('access_noise_by_time').on(table.at, table.id),
    check('access_noise_counted', sql`${table.number} > 0`),
  ],
)
