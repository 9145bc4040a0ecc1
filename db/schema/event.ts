/** Derived: the events themselves, as the history has them, and what of them is to be sent out. */
import { sql } from 'drizzle-orm'
import { bigint, check, index, integer, jsonb, pgTable, primaryKey, text, unique } from 'drizzle-orm/pg-core'
import type { CaseEvent, EventType } from '../../domain/case/event.ts'
import { instant, xid8 } from '../columns.ts'
import { application } from './application.ts'
import { roleEnum } from './enums.ts'

/** What assessments and the meeting look for. */
const ASSESSED = [
  'surveyClosed',
  'rectificationOrdered',
  'promiseBroken',
  'clockStopped',
  'supplementRequested',
  'approvalSupplementRequested',
  'surveyMoved',
  'surveyPutOff',
  'surveyWaived',
  'extensionDecided',
  'worksExtensionDecided',
  'approvalDecided',
] as const satisfies readonly EventType[]

/**
 * `recordedXid`: the transaction that wrote the row; a feed reads below `pg_snapshot_xmin` so that it never skips a
 * late commit.
 */
export const event = pgTable(
  'event',
  {
    serviceNumber: text('service_number')
      .notNull()
      .references(() => application.serviceNumber, { onDelete: 'cascade' }),
    seq: integer('seq').notNull(),
    type: text('type').$type<EventType>().notNull(),
    at: instant('at').notNull(),
    actorSub: text('actor_sub').notNull(),
    actorOrg: text('actor_org').notNull(),
    actorRole: roleEnum('actor_role').notNull(),
    rule: text('rule').notNull(),
    data: jsonb('data').$type<CaseEvent['data']>().notNull(),
    recordedXid: xid8('recorded_xid')
      .notNull()
      .default(sql`pg_current_xact_id()`),
  },
  (table) => [
    primaryKey({ columns: [table.serviceNumber, table.seq] }),
    index('event_by_transaction').on(table.recordedXid, table.serviceNumber, table.seq),
    index('event_assessed')
      .on(table.type, table.at)
      .where(sql`${table.type} in (${sql.raw(ASSESSED.map((type) => `'${type}'`).join(', '))})`),
    check('event_seq_positive', sql`${table.seq} >= 1`),
    check('event_rule_has_number', sql`${table.rule} ~ '^R-[0-9]{2}$'`),
    check('event_data_is_object', sql`jsonb_typeof(${table.data}) = 'object'`),
  ],
)

/** R-27: one row an event. `audience`: organisation keys, sorted. `payload`: the event. */
export const outbox = pgTable(
  'outbox',
  {
    id: bigint('id', { mode: 'bigint' }).primaryKey().generatedAlwaysAsIdentity(),
    serviceNumber: text('service_number')
      .notNull()
      .references(() => application.serviceNumber, { onDelete: 'cascade' }),
    seq: integer('seq').notNull(),
    type: text('type').$type<EventType>().notNull(),
    audience: text('audience').array().notNull(),
    payload: jsonb('payload').$type<CaseEvent>().notNull(),
    createdAt: instant('created_at')
      .notNull()
      .default(sql`now()`),
  },
  (table) => [
    unique('outbox_one_for_each_event').on(table.serviceNumber, table.seq),
    check('outbox_payload_is_object', sql`jsonb_typeof(${table.payload}) = 'object'`),
  ],
)
