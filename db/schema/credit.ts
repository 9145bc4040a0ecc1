/** credit records; derived from events. */
import { sql } from 'drizzle-orm'
import { boolean, check, index, pgEnum, pgTable, text } from 'drizzle-orm/pg-core'
import { CREDIT_KINDS, CREDIT_STATUSES } from '../../domain/credit/credit.ts'
import type { CreditState } from '../../workflows/credit/core/state.ts'
import { instant, stateOf } from '../columns.ts'
import { matterColumns } from './matter.ts'

export const creditStatusEnum = pgEnum('credit_status', CREDIT_STATUSES)
export const creditKindEnum = pgEnum('credit_kind', CREDIT_KINDS)

const CLOSED = sql.raw(`'rejected', 'repaired', 'withdrawn', 'expired'`)

/** In force while it is decided (of 0.5: confirmed) and neither repaired, withdrawn nor expired, contested or not. */
export const creditRecord = pgTable(
  'credit_record',
  {
    ...matterColumns(),
    status: creditStatusEnum('status').notNull(),
    kind: creditKindEnum('kind').notNull(),
    subjectOrg: text('subject_org'),
    creditCode: text('credit_code'),
    identityNumber: text('identity_number'),
    subjectAccount: text('subject_account'),
    serviceNumber: text('service_number'),
    /** Nobody learns of it but who may decide it, and its subject once told: before, no `subject_account` is there. */
    confined: boolean('confined').notNull().default(false),
    /** Keys of the approvals that a promise does not replace meanwhile; null: none that it could replace. */
    approvals: text('approvals').array(),
    expiresAt: instant('expires_at'),
    state: stateOf<CreditState>('creditRecord')('state').notNull(),
  },
  (table) => {
    const inForce = sql`${table.closedAt} is null`
    return [
      index('credit_record_by_city').on(table.city, table.openedAt.desc().nullsFirst(), table.id.desc().nullsFirst()),
      index('credit_record_by_org').on(table.city, table.subjectOrg).where(inForce),
      index('credit_record_by_credit_code').on(table.city, table.creditCode).where(inForce),
      index('credit_record_by_identity').on(table.city, table.identityNumber).where(inForce),
      check(
        'credit_record_names_its_subject',
        sql`num_nonnulls(${table.subjectOrg}, ${table.creditCode}, ${table.identityNumber}) >= 1`,
      ),
      check('credit_record_closed', sql`(${table.status}::text in (${CLOSED})) = (${table.closedAt} is not null)`),
    ]
  },
)
