/**
 * Not derived, R-27: who is told, how far each has been told, and what could not be. Outbox rows are named by (subject,
 * seq), which a rebuild keeps; the subject is a service number or a matter's id.
 */
import { sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  check,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import type { PushedEventType } from '../../domain/matter/matter-words.ts'
import type { DeliveryError, LaneKind } from '../../domain/push.ts'
import { instant, xid8 } from '../columns.ts'
import { laneStateEnum, resolutionEnum, subscriptionEndEnum, subscriptionScopeEnum } from './enums.ts'
import { both } from './both.ts'

/**
 * `secret` is sealed with the payload keyring. `eventTypes` null: all. `since`: events that happened before are not
 * sent. `supervises`: whose passed deadlines it is told of. `keyHash` as in `registration`. `offeredXid`: what
 * transactions before this one wrote has been offered to it; null until whatever there was has been. A row stays when
 * the subscription ends.
 *
 * `confirmedAt` null: proposed for another organisation, and not served. `previousSecret` signs beside `secret` until
 * `previousUntil`. `awaySince`: the first failure since its receiver last took anything; `backAt`: when it did so after
 * such a time.
 */
export const subscription = pgTable(
  'subscription',
  {
    id: uuid('id').primaryKey(),
    city: text('city').notNull(),
    org: text('org').notNull(),
    url: text('url').notNull(),
    secret: text('secret').notNull(),
    eventTypes: text('event_types').array().$type<PushedEventType[]>(),
    scope: subscriptionScopeEnum('scope').notNull(),
    supervises: text('supervises').array().notNull(),
    since: instant('since').notNull(),
    active: boolean('active').notNull().default(true),
    createdAt: instant('created_at')
      .notNull()
      .default(sql`now()`),
    createdBy: text('created_by').notNull(),
    endedAt: instant('ended_at'),
    endedBecause: subscriptionEndEnum('ended_because'),
    endedBy: text('ended_by'),
    confirmedAt: instant('confirmed_at'),
    confirmedBy: text('confirmed_by'),
    pausedAt: instant('paused_at'),
    pausedBy: text('paused_by'),
    previousSecret: text('previous_secret'),
    previousUntil: instant('previous_until'),
    rotationKeyHash: text('rotation_key_hash'),
    rotationBodyHash: text('rotation_body_hash'),
    awaySince: instant('away_since'),
    backAt: instant('back_at'),
    keyHash: text('key_hash').notNull().unique(),
    bodyHash: text('body_hash').notNull(),
    offeredXid: xid8('offered_xid'),
  },
  (table) => [
    index('subscription_by_org').on(table.city, table.org, table.createdAt),
    check('subscription_secret_sealed', sql`${table.secret} like 'v1:%'`),
    check('subscription_url_is_http', sql`${table.url} ~ '^https?://'`),
    check(
      'subscription_ended_whole',
      both(
        sql`${table.active} = (${table.endedAt} is null and ${table.confirmedAt} is not null)`,
        sql`(${table.endedAt} is null) = (${table.endedBecause} is null)`,
      ),
    ),
    check('subscription_confirmed_whole', sql`(${table.confirmedAt} is null) = (${table.confirmedBy} is null)`),
    check('subscription_paused_whole', sql`(${table.pausedAt} is null) = (${table.pausedBy} is null)`),
    check(
      'subscription_previous_secret_sealed',
      both(
        sql`(${table.previousSecret} is null) = (${table.previousUntil} is null)`,
        sql`coalesce(${table.previousSecret} like 'v1:%', true)`,
      ),
    ),
  ],
)

const subscriptionOf = () =>
  uuid('subscription_id')
    .notNull()
    .references(() => subscription.id)

/**
 * One application or matter on its way to one subscription. `deliveredSeq`: everything up to it is done with:
 * delivered, not for this receiver, or skipped. `headSeq`: the last event known to be for it. `dueAt`: waiting, the
 * next attempt; delivering, the end of the lease. `attempts` and `failingSince` are of the event after `deliveredSeq`;
 * `refusals` are those of them, in a row and the last ones, that refused for good; `attemptNumber` counts all attempts
 * of the lane. `woken`: how often it went on before its time since it last delivered.
 */
export const deliveryLane = pgTable(
  'delivery_lane',
  {
    subscriptionId: subscriptionOf(),
    subject: text('subject').notNull(),
    kind: text('kind').$type<LaneKind>().notNull(),
    headSeq: integer('head_seq').notNull(),
    deliveredSeq: integer('delivered_seq').notNull().default(0),
    state: laneStateEnum('state').notNull(),
    dueAt: instant('due_at'),
    leaseToken: uuid('lease_token'),
    attempts: integer('attempts').notNull().default(0),
    refusals: integer('refusals').notNull().default(0),
    woken: integer('woken').notNull().default(0),
    failingSince: instant('failing_since'),
    attemptNumber: integer('attempt_number').notNull().default(0),
    lastStatus: integer('last_status'),
    lastError: text('last_error').$type<DeliveryError>(),
    deliveredAt: instant('delivered_at'),
  },
  (table) => [
    primaryKey({ columns: [table.subscriptionId, table.subject] }),
    index('delivery_lane_due')
      .on(table.subscriptionId, table.dueAt)
      .where(sql`${table.state} in ('waiting', 'delivering')`),
    index('delivery_lane_parked')
      .on(table.subscriptionId)
      .where(sql`${table.state} = 'parked'`),
    check(
      'delivery_lane_due_when_moving',
      sql`(${table.dueAt} is not null) = (${table.state} in ('waiting', 'delivering'))`,
    ),
    check(
      'delivery_lane_leased_when_delivering',
      sql`(${table.leaseToken} is not null) = (${table.state} = 'delivering')`,
    ),
    check('delivery_lane_error_is_a_code', sql`${table.lastError} ~ '^[a-z]+(-[a-z0-9]+)*$'`),
  ],
)

/** The last attempts of each lane, in a ring: `slot` is `number` modulo its length. */
export const deliveryAttempt = pgTable(
  'delivery_attempt',
  {
    subscriptionId: subscriptionOf(),
    subject: text('subject').notNull(),
    slot: integer('slot').notNull(),
    number: integer('number').notNull(),
    seq: integer('seq').notNull(),
    at: instant('at')
      .notNull()
      .default(sql`now()`),
    durationMs: integer('duration_ms').notNull(),
    status: integer('status'),
    error: text('error').$type<DeliveryError>(),
  },
  (table) => [
    primaryKey({ columns: [table.subscriptionId, table.subject, table.slot] }),
    check('delivery_attempt_error_is_a_code', sql`${table.error} ~ '^[a-z]+(-[a-z0-9]+)*$'`),
  ],
)

/**
 * An event that its receiver did not take for days, or refused for good: its lane is parked until somebody sends it
 * again or skips it.
 * `since`: the first failure.
 */
export const deadLetter = pgTable(
  'dead_letter',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    subscriptionId: subscriptionOf(),
    subject: text('subject').notNull(),
    kind: text('kind').$type<LaneKind>().notNull(),
    seq: integer('seq').notNull(),
    since: instant('since').notNull(),
    at: instant('at')
      .notNull()
      .default(sql`now()`),
    attempts: integer('attempts').notNull(),
    lastStatus: integer('last_status'),
    lastError: text('last_error').$type<DeliveryError>(),
    resolution: resolutionEnum('resolution'),
    resolvedAt: instant('resolved_at'),
    resolvedBy: text('resolved_by'),
    reason: text('reason'),
    keyHash: text('key_hash'),
    bodyHash: text('body_hash'),
  },
  (table) => [
    uniqueIndex('dead_letter_one_open')
      .on(table.subscriptionId, table.subject)
      .where(sql`${table.resolution} is null`),
    index('dead_letter_by_subscription').on(table.subscriptionId, table.id),
    check(
      'dead_letter_resolved_whole',
      both(
        sql`(${table.resolution} is null) = (${table.resolvedAt} is null)`,
        sql`(${table.resolution} is null) = (${table.resolvedBy} is null)`,
      ),
    ),
    check(
      'dead_letter_skipped_with_reason',
      sql`${table.resolution} is distinct from 'skipped' or ${table.reason} is not null`,
    ),
  ],
)
