/** Not derived: who read, signed in or was refused. */
import { sql } from 'drizzle-orm'
import { bigserial, check, index, pgTable, text } from 'drizzle-orm/pg-core'
import type { ProblemCode } from '../../domain/problem.ts'
import { instant } from '../columns.ts'
import { accessOutcomeEnum, roleEnum } from './enums.ts'

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
    action: text('action').notNull(),
    serviceNumber: text('service_number'),
    outcome: accessOutcomeEnum('outcome').notNull(),
    problem: text('problem').$type<ProblemCode>(),
  },
  (table) => [
    index('access_log_by_case').on(table.serviceNumber, table.at),
    index('access_log_by_time').on(table.at),
    check('access_log_allowed_without_problem', sql`${table.outcome} <> 'allowed' or ${table.problem} is null`),
  ],
)
