/**
 * R-27: the lanes of delivery. Whoever changes a lane that is delivering holds its lease token. Times are those of the
 * database.
 */
import { and, asc, eq, gt, inArray, sql } from 'drizzle-orm'
import type { SQL } from 'drizzle-orm'
import type { DeliveryError, LaneKind, LaneState } from '../../domain/push.ts'
import type { Database } from '../client.ts'
import { guarded } from '../database-error.ts'
import { deliveryAttempt, deliveryLane } from '../schema/push.ts'
import { EVERY_OUTBOX } from './outbox.ts'
import { MOST_WOKEN, wakingOf } from './waking.ts'

/** How many of its last attempts a lane remembers. */
const ATTEMPTS_KEPT = 20

/** A lane under lease, and whom it leads to. Secrets are sealed; `previousSecret` as long as it signs too. */
export type ClaimedLane = Readonly<{
  subscriptionId: string
  subject: string
  kind: LaneKind
  token: string
  headSeq: number
  deliveredSeq: number
  attempts: number
  refusals: number
  city: string
  org: string
  url: string
  secret: string
  previousSecret: string | null
}>

export interface ClaimOptions {
  readonly limit: number
  /** The most at once of one subscription, so that a slow receiver does not hold up the others … */
  readonly perSubscription: number
  /** … those under way already counted. */
  readonly busy: Readonly<Record<string, number>>
  readonly leaseMs: number
}

const seconds = (ms: number): SQL => sql`make_interval(secs => ${ms / 1000}::double precision)`

/**
 * Takes lanes that are due, or whose lease ran out, each for one caller only. Of a paused subscription its tests only.
 */
export async function claimLanes(
  database: Database,
  { limit, perSubscription, busy, leaseMs }: ClaimOptions,
): Promise<ClaimedLane[]> {
  return guarded(async () => [
    ...(await database.execute<ClaimedLane>(sql`
    with due as (
      select lane.subscription_id, lane.subject
      from (select id, paused_at from subscription where active order by random()) s cross join lateral (
        select subscription_id, subject from delivery_lane
        where subscription_id = s.id and state in ('waiting', 'delivering') and due_at <= now()
          and (s.paused_at is null or kind = 'test')
        order by due_at limit greatest(0,
        ${perSubscription}::integer - coalesce((${JSON.stringify(busy)}::jsonb ->> s.id::text)::integer, 0))
        for update skip locked
      ) lane limit ${limit})
    update delivery_lane l set state = 'delivering', lease_token = gen_random_uuid(),
    due_at = now() + ${seconds(leaseMs)}
    from due, subscription s
    where l.subscription_id = due.subscription_id and l.subject = due.subject and s.id = l.subscription_id
    returning l.subscription_id as "subscriptionId", l.subject, l.kind, l.lease_token as token, l.head_seq as "headSeq",
      l.delivered_seq as "deliveredSeq", l.attempts, l.refusals, s.city, s.org, s.url, s.secret,
      case when s.previous_until > now() then s.previous_secret end as "previousSecret"`)),
  ])
}

type LaneKey = Pick<ClaimedLane, 'subscriptionId' | 'subject' | 'token'>

const held = ({ subscriptionId, subject, token }: LaneKey): SQL =>
  sql`subscription_id = ${subscriptionId} and subject = ${subject} and lease_token = ${token} and state = 'delivering'`

export interface Attempt {
  readonly seq: number
  readonly durationMs: number
  readonly status: number | null
  readonly error: DeliveryError | null
}

/** Appends to the ring of attempts, from the lane that a `with lane as (update … returning …)` has just changed. */
function logged({ seq, durationMs, status, error }: Attempt): SQL {
  return sql`insert into delivery_attempt (subscription_id, subject, slot, number, seq, duration_ms, status, error)
    select subscription_id, subject, attempt_number % ${ATTEMPTS_KEPT}::integer, attempt_number, ${seq}::integer,
    ${durationMs}::integer, ${status}::integer, ${error}::text from lane
    on conflict (subscription_id, subject, slot) do update set
      number = excluded.number, seq = excluded.seq, at = excluded.at, duration_ms = excluded.duration_ms,
      status = excluded.status, error = excluded.error`
}

/**
 * The event is delivered, and the lease goes on; `held` is false where the lease was lost. `back`: the receiver had
 * been away, and whatever waits for it is due at once. `served`: the subscription still goes to the same address.
 */
export async function recordDelivered(
  database: Database,
  lane: LaneKey & Pick<ClaimedLane, 'url' | 'kind'>,
  attempt: Attempt,
  leaseMs: number,
): Promise<{ held: boolean; back: boolean; served: boolean }> {
  const [row] = await guarded(() =>
    database.execute<{ held: boolean; back: boolean; served: boolean }>(sql`
    with lane as (
      update delivery_lane set delivered_seq = ${attempt.seq}, attempts = 0, refusals = 0, woken = 0,
      failing_since = null, last_status = ${attempt.status}, last_error = null,
        delivered_at = now(), attempt_number = attempt_number + 1, due_at = now() + ${seconds(leaseMs)}
      where ${held(lane)} returning *),
    attempt as (${logged(attempt)}),
    back as (
      update subscription set away_since = null, back_at = now()
      where id in (select subscription_id from lane) and away_since is not null returning id),
    woken as (${wakingOf(sql`select id from back`)})
    select exists (select from lane) as held, exists (select from back) as back, exists (
      select from subscription where id = ${lane.subscriptionId} and active and url = ${lane.url}
        and (paused_at is null or ${lane.kind === 'test'})) as served`),
  )
  return row ?? { held: false, back: false, served: false }
}

export interface Retry {
  readonly afterMs: number
  /** Failing for so long, or refused for good so often in a row, the event is a dead letter, and its lane is parked. */
  readonly giveUpAfterMs: number
  readonly mostRefusals: number
  /** `refused` for good; `away`, as a whole; or told to wait, or otherwise failed by itself. */
  readonly because: 'refused' | 'away' | 'itself'
}

/** The attempt failed: the lane waits, or is parked. Undefined where the lease was lost. */
export async function recordFailure(
  database: Database,
  lane: LaneKey,
  attempt: Attempt,
  { afterMs, giveUpAfterMs, mostRefusals, because }: Retry,
): Promise<'waiting' | 'parked' | undefined> {
  const refused = because === 'refused'
  const hopeless = sql`(now() - coalesce(failing_since, now()) >= ${seconds(giveUpAfterMs)}
    or (${refused} and refusals + 1 >= ${mostRefusals}::integer))`
  // It answered another lane while this attempt was under way.
  const isBack = sql`(${because === 'away'} and woken < ${MOST_WOKEN}::integer
    and coalesce(receiver.back_at > now() - ${seconds(attempt.durationMs)}, false))`
  const [row] = await guarded(() =>
    database.execute<{ state: 'waiting' | 'parked' }>(sql`
    with receiver as (select back_at from subscription where id = ${lane.subscriptionId} for update),
    lane as (
      update delivery_lane set attempts = attempts + 1, failing_since = coalesce(failing_since, now()),
      refusals = case when ${refused} then refusals + 1 else 0 end, woken = woken + ${isBack}::integer,
      last_status = ${attempt.status}, last_error = ${attempt.error},
        attempt_number = attempt_number + 1, lease_token = null,
        state = case when ${hopeless} then 'parked'::lane_state else 'waiting'::lane_state end,
        due_at = case when ${hopeless} then null when ${isBack} then now() else now() + ${seconds(afterMs)} end
      from receiver
      where ${held(lane)} returning *),
    attempt as (${logged(attempt)}),
    letter as (
      insert into dead_letter (subscription_id, subject, kind, seq, since, attempts, last_status, last_error)
      select subscription_id, subject, kind, ${attempt.seq}::integer, failing_since, attempts, last_status, last_error
      from lane where state = 'parked'),
    away as (
      update subscription set away_since = now()
      where ${because === 'away'} and away_since is null and id in (select subscription_id from lane))
    select state from lane`),
  )
  return row?.state
}

/**
 * Nothing more to do for now: everything up to `passedSeq` is done with. A lane that has learnt of more meanwhile waits
 * for its turn.
 */
export async function finishLane(database: Database, lane: LaneKey, passedSeq: number): Promise<void> {
  await guarded(() =>
    database.execute(sql`
    update delivery_lane set delivered_seq = greatest(delivered_seq, ${passedSeq}::integer), lease_token = null,
      state = case when head_seq > greatest(delivered_seq, ${passedSeq}::integer) then 'waiting'::lane_state
      else 'idle'::lane_state end,
      due_at = case when head_seq > greatest(delivered_seq, ${passedSeq}::integer) then now() end
    where ${held(lane)}`),
  )
}

/** Gives a lane back as it stands, to be taken up again after a while; no attempt is counted. */
export async function releaseLane(
  database: Database,
  lane: LaneKey,
  afterMs: number,
  error?: DeliveryError,
): Promise<void> {
  await guarded(() =>
    database.execute(sql`
    update delivery_lane set state = 'waiting', lease_token = null, due_at = now() + ${seconds(afterMs)},
    last_error = coalesce(${error ?? null}, last_error) where ${held(lane)}`),
  )
}

/**
 * `lagSeconds`: how long ago the oldest event that is not delivered yet was written to the outbox; those behind a dead
 * letter do not count, nor do tests.
 */
export interface PushFigures {
  readonly lagSeconds: number
  readonly parkedLanes: number
  readonly movingLanes: number
}

export async function pushFigures(database: Database): Promise<PushFigures> {
  const [row] = await guarded(() =>
    database.execute<{ lag: number; parked: number; moving: number }>(sql`
    select coalesce(extract(epoch from now() - min(o.created_at)), 0)::double precision as lag,
      count(*) filter (where l.state = 'parked')::integer as parked,
      count(*) filter (where l.state <> 'parked')::integer as moving
    from delivery_lane l join subscription s on s.id = l.subscription_id and s.active
    left join ${EVERY_OUTBOX} on o.subject = l.subject and o.seq = l.delivered_seq + 1 and l.state <> 'parked'
    where l.state <> 'idle' and l.kind <> 'test'`),
  )
  return { lagSeconds: row?.lag ?? 0, parkedLanes: row?.parked ?? 0, movingLanes: row?.moving ?? 0 }
}

export type LaneRow = typeof deliveryLane.$inferSelect
export type AttemptRow = typeof deliveryAttempt.$inferSelect

export interface LaneFilter {
  readonly state?: LaneState | undefined
  readonly kind?: LaneKind | undefined
  /** Service numbers or matters' ids: all of them must be the lane's. */
  readonly subjects?: readonly string[]
  /** The last subject of the page before. */
  readonly after?: string | undefined
  readonly limit: number
}

/** The lanes of a subscription by subject, each with its last attempts, the latest first. */
export async function lanesOf(
  database: Database,
  subscriptionId: string,
  { state, kind, subjects = [], after, limit }: LaneFilter,
): Promise<{ items: { lane: LaneRow; attempts: AttemptRow[] }[]; next?: string }> {
  return guarded(async () => {
    const rows = await database
      .select()
      .from(deliveryLane)
      .where(
        and(
          eq(deliveryLane.subscriptionId, subscriptionId),
          state === undefined ? undefined : eq(deliveryLane.state, state),
          kind === undefined ? undefined : eq(deliveryLane.kind, kind),
          ...subjects.map((subject) => eq(deliveryLane.subject, subject)),
          after === undefined ? undefined : gt(deliveryLane.subject, after),
        ),
      )
      .orderBy(asc(deliveryLane.subject))
      .limit(limit + 1)
    const lanes = rows.slice(0, limit)
    const attempts =
      lanes.length === 0
        ? []
        : await database
            .select()
            .from(deliveryAttempt)
            .where(
              and(
                eq(deliveryAttempt.subscriptionId, subscriptionId),
                inArray(
                  deliveryAttempt.subject,
                  lanes.map((lane) => lane.subject),
                ),
              ),
            )
    const ofLane = (lane: LaneRow) =>
      attempts.filter((attempt) => attempt.subject === lane.subject).sort((a, b) => b.number - a.number)
    const last = lanes.at(-1)
    return {
      items: lanes.map((lane) => ({ lane, attempts: ofLane(lane) })),
      ...(rows.length > limit && last !== undefined ? { next: last.subject } : {}),
    }
  })
}
