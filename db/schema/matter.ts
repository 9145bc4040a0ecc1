/** Derived from events: what all matters have alike, whatever their kind. */
import { sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgEnum,
  pgTable,
  primaryKey,
  text,
  unique,
} from 'drizzle-orm/pg-core'
import type { MatterDeadline, MatterEvent } from '../../domain/matter/matter.ts'
import { MATTER_DEADLINES, MATTER_KINDS } from '../../domain/matter/matter.ts'
import { instant, xid8 } from '../columns.ts'
import { roleEnum } from './enums.ts'

export const matterKindEnum = pgEnum('matter_kind', MATTER_KINDS)
export const matterDeadlineKindEnum = pgEnum('matter_deadline_kind', MATTER_DEADLINES)

/** As `event`, R-39; `recordedXid` bounds a feed. */
export const matterEvent = pgTable(
  'matter_event',
  {
    matterId: text('matter_id').notNull(),
    kind: matterKindEnum('kind').notNull(),
    seq: integer('seq').notNull(),
    type: text('type').notNull(),
    at: instant('at').notNull(),
    actorSub: text('actor_sub').notNull(),
    actorOrg: text('actor_org').notNull(),
    actorRole: roleEnum('actor_role').notNull(),
    rule: text('rule').notNull(),
    data: jsonb('data').$type<MatterEvent['data']>().notNull(),
    recordedXid: xid8('recorded_xid')
      .notNull()
      .default(sql`pg_current_xact_id()`),
  },
  (table) => [
    primaryKey({ columns: [table.matterId, table.seq] }),
    index('matter_event_by_transaction').on(table.recordedXid, table.matterId, table.seq),
    check('matter_event_seq_positive', sql`${table.seq} >= 1`),
    check('matter_event_rule_has_number', sql`${table.rule} ~ '^R-[0-9]{2}$'`),
    check('matter_event_data_is_object', sql`jsonb_typeof(${table.data}) = 'object'`),
  ],
)

/**
 * As `outbox`, R-27, R-29: one row an event. `audience`: organisation keys, sorted. `confined`: nobody else is told,
 * not even who hears of all that happens in the city.
 */
export const matterOutbox = pgTable(
  'matter_outbox',
  {
    id: bigint('id', { mode: 'bigint' }).primaryKey().generatedAlwaysAsIdentity(),
    matterId: text('matter_id').notNull(),
    kind: matterKindEnum('kind').notNull(),
    city: text('city').notNull(),
    seq: integer('seq').notNull(),
    type: text('type').notNull(),
    audience: text('audience').array().notNull(),
    confined: boolean('confined').notNull().default(false),
    payload: jsonb('payload').$type<MatterEvent>().notNull(),
    createdAt: instant('created_at')
      .notNull()
      .default(sql`now()`),
  },
  (table) => [
    unique('matter_outbox_one_for_each_event').on(table.matterId, table.seq),
    check('matter_outbox_payload_is_object', sql`jsonb_typeof(${table.payload}) = 'object'`),
  ],
)

/**
 * As `deadline`, R-33; `owner` is an organisation key, or `applicant` for a term of theirs. `minutes` are working
 * minutes.
 */
export const matterDeadline = pgTable(
  'matter_deadline',
  {
    matterId: text('matter_id').notNull(),
    id: text('id').notNull(),
    city: text('city').notNull(),
    matterKind: matterKindEnum('matter_kind').notNull(),
    kind: matterDeadlineKindEnum('kind').notNull(),
    line: text('line'),
    owner: text('owner').notNull(),
    rule: text('rule').notNull(),
    length: jsonb('length').$type<MatterDeadline['length']>().notNull(),
    startedAt: instant('started_at').notNull(),
    warnAt: instant('warn_at').notNull(),
    dueAt: instant('due_at').notNull(),
    minutes: integer('minutes').notNull(),
    calendarVersion: text('calendar_version').notNull(),
    provisional: boolean('provisional').notNull(),
    warnedAt: instant('warned_at'),
    passedAt: instant('passed_at'),
    metAt: instant('met_at'),
    supersededAt: instant('superseded_at'),
  },
  (table) => [
    primaryKey({ columns: [table.matterId, table.id] }),
    index('matter_deadline_running')
      .on(table.city, table.owner, table.dueAt)
      .where(sql`${table.metAt} is null and ${table.supersededAt} is null`),
    index('matter_deadline_red')
      .on(table.city, table.dueAt)
      .where(sql`${table.metAt} is null and ${table.supersededAt} is null and ${table.passedAt} is not null`),
    check('matter_deadline_in_order', sql`${table.startedAt} <= ${table.warnAt} and ${table.warnAt} <= ${table.dueAt}`),
  ],
)

/** The columns that each kind's own table begins with. */
export function matterColumns() {
  return {
    id: text('id').primaryKey(),
    city: text('city').notNull(),
    seq: integer('seq').notNull(),
    concerned: text('concerned').array().notNull(),
    awaited: text('awaited').array().notNull(),
    openedAt: instant('opened_at').notNull(),
    closedAt: instant('closed_at'),
  }
}
