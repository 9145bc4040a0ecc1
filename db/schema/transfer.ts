/** joint transfers; derived from events, but for what a key and a day's counter gave away. */
import { sql } from 'drizzle-orm'
import { check, date, index, integer, jsonb, pgEnum, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { TRANSFER_OUTCOMES, TRANSFER_STATUSES } from '../../domain/transfer/transfer.ts'
import type { TransferInput } from '../../workflows/transfer/messages.ts'
import type { TransferState } from '../../workflows/transfer/core/state.ts'
import { instant, stateOf } from '../columns.ts'
import { applicantKindEnum } from './enums.ts'
import { matterColumns } from './matter.ts'
import { both } from './both.ts'

export const transferStatusEnum = pgEnum('transfer_status', TRANSFER_STATUSES)
export const transferOutcomeEnum = pgEnum('transfer_outcome', TRANSFER_OUTCOMES)

export const transfer = pgTable(
  'transfer',
  {
    ...matterColumns(),
    status: transferStatusEnum('status').notNull(),
    outcome: transferOutcomeEnum('outcome'),
    newHolderName: text('new_holder_name').notNull(),
    newHolderKind: applicantKindEnum('new_holder_kind').notNull(),
    applicantSubject: text('applicant_subject'),
    requestedByOrg: text('requested_by_org').notNull(),
    state: stateOf<TransferState>('transfer')('state').notNull(),
  },
  (table) => [
    index('transfer_by_city').on(table.city, table.openedAt.desc().nullsFirst(), table.id.desc().nullsFirst()),
    index('transfer_by_concerned').using('gin', table.concerned),
    check(
      'transfer_closed_with_outcome',
      both(
        sql`(${table.status} = 'closed') = (${table.closedAt} is not null)`,
        sql`(${table.outcome} is null) = (${table.closedAt} is null)`,
      ),
    ),
  ],
)

/** Credit code or identity number of the new holder, by whom open transfers are counted. */
export const newHolderNumber = sql<string>`coalesce(start_input #>> '{request,form,to,creditCode}',
  start_input #>> '{request,form,to,identityNumber}')`
/** The accounts that were to be moved, as the request names them. */
export const accountsRequested = sql`(start_input #> '{request,form,accounts}')`
/** The account of whoever requested it. */
export const requesterAccount = sql<string>`(start_input #>> '{openedBy,sub}')`

/** Not derived: as `registration`. `startedAt` is null until the workflow is known to have started. */
export const transferRegistration = pgTable(
  'transfer_registration',
  {
    keyHash: text('key_hash').primaryKey(),
    bodyHash: text('body_hash').notNull(),
    number: text('number').notNull().unique(),
    city: text('city').notNull(),
    startInput: jsonb('start_input').$type<TransferInput>().notNull(),
    createdAt: instant('created_at')
      .notNull()
      .default(sql`now()`),
    startedAt: instant('started_at'),
    startAttempts: integer('start_attempts').notNull().default(0),
    nextAttemptAt: instant('next_attempt_at'),
  },
  (table) => [
    index('transfer_registration_unstarted')
      .on(table.createdAt)
      .where(sql`${table.startedAt} is null`),
    index('transfer_registration_by_holder').on(table.city, newHolderNumber),
    index('transfer_registration_by_account').on(requesterAccount),
    index('transfer_registration_by_accounts').using('gin', sql`${accountsRequested} jsonb_path_ops`),
    check('transfer_registration_key_hash_is_sha256', sql`${table.keyHash} ~ '^[0-9a-f]{64}$'`),
  ],
)

/** The last sequence number taken of a city's day (YYYY-MM-DD in the city's time). */
export const transferNumberCounter = pgTable(
  'transfer_number_counter',
  {
    city: text('city').notNull(),
    day: date('day', { mode: 'string' }).notNull(),
    last: integer('last').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.city, table.day] }),
    check('transfer_number_counter_last_positive', sql`${table.last} > 0`),
  ],
)
