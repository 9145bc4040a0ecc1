/**
 * instalments that outlive their case; derived from events. Amounts are in fen, dates in the city's time.
 */
import { sql } from 'drizzle-orm'
import { bigint, check, date, index, pgEnum, pgTable, text, unique } from 'drizzle-orm/pg-core'
import { INSTALMENTS_STATUSES } from '../../domain/instalments/instalments.ts'
import type { InstalmentsState } from '../../workflows/instalments/core/state.ts'
import { matterColumns } from './matter.ts'
import { stateOf } from '../columns.ts'

export const instalmentsStatusEnum = pgEnum('instalments_status', INSTALMENTS_STATUSES)

export const instalments = pgTable(
  'instalments',
  {
    ...matterColumns(),
    serviceNumber: text('service_number').notNull(),
    line: text('line').notNull(),
    utility: text('utility').notNull(),
    status: instalmentsStatusEnum('status').notNull(),
    applicantSubject: text('applicant_subject'),
    intakeOrg: text('intake_org').notNull(),
    remainingFen: bigint('remaining_fen', { mode: 'number' }).notNull(),
    nextDueOn: date('next_due_on', { mode: 'string' }),
    state: stateOf<InstalmentsState>('instalments')('state').notNull(),
  },
  (table) => [
    unique('instalments_one_for_each_line').on(table.serviceNumber, table.line),
    index('instalments_by_city').on(table.city, table.openedAt.desc().nullsFirst(), table.id.desc().nullsFirst()),
    check('instalments_remaining_not_negative', sql`${table.remainingFen} >= 0`),
  ],
)
