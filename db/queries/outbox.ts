/** which applications and matters have something new, and whom it concerns. The two outboxes are read as one. */
import { sql } from 'drizzle-orm'
import type { CaseEvent } from '../../domain/case/event.ts'
import type { MatterEvent } from '../../domain/matter/matter.ts'
import type { Database } from '../client.ts'
import { guarded } from '../database-error.ts'

/** `o`: an application's `city` is that of its row. */
export const EVERY_OUTBOX = sql.raw(`(
  select service_number as subject, 'application'::text as kind, null::text as city, seq, type, audience,
    false as confined, payload, created_at from outbox
  union all select matter_id, kind::text, city, seq, type, audience, confined, payload, created_at
    from matter_outbox) o`)

const OUTBOX_OF_CASES = sql`${EVERY_OUTBOX} left join application a on a.service_number = o.subject`

/**
 * Of `OUTBOX_OF_CASES`: whether the event is for `subscription s`. Decided here only, from what a rebuild yields again.
 * The channel stands for the user who applied there by themself; of a matter it is among the audience.
 */
const isForSubscription = sql.raw(`(
  s.city = coalesce(o.city, a.city) and (o.payload ->> 'at')::timestamptz >= s.since
  and (s.event_types is null or o.type = any(s.event_types))
  and (s.org = any(o.audience) or not o.confined and (s.scope = 'city' or coalesce(s.org = a.channel, false)
    or (o.type = 'deadlinePassed' and o.payload -> 'data' ->> 'owner' = any(s.supervises)))))`)

/** A place in the sequence of transactions: a decimal number of 64 bits. */
export type Mark = string

export function isAhead(one: Mark, other: Mark): boolean {
  return BigInt(one) > BigInt(other)
}

/**
 * The applications and matters with events of transactions that were not over at the mark `since`, and the next mark:
 * no transaction that commits late is passed over. None without a mark: the caller then looks at all there are after
 * this. A number that is still to come is that of another server, which the row was brought from.
 */
export async function changedSubjects(
  database: Database,
  since: Mark | undefined,
): Promise<{ mark: Mark; subjects: string[] }> {
  const changed =
    since === undefined
      ? sql`null`
      : sql`(select jsonb_agg(distinct subject) from (
    select service_number as subject from event where recorded_xid >= ${since}::xid8
      and recorded_xid < pg_snapshot_xmax(pg_current_snapshot())
    union all select matter_id from matter_event where recorded_xid >= ${since}::xid8
      and recorded_xid < pg_snapshot_xmax(pg_current_snapshot())) e)`
  const [row] = await guarded(() =>
    database.execute<{ mark: string; changed: string[] | null }>(
      sql`select pg_snapshot_xmin(pg_current_snapshot())::text as mark, ${changed}::jsonb as changed`,
    ),
  )
  if (row === undefined) throw new Error('no mark was returned')
  return { mark: row.mark, subjects: row.changed ?? [] }
}

/** The subjects after the given one, in order. */
export async function nextSubjects(database: Database, after: string, limit: number): Promise<string[]> {
  const rows = await guarded(() =>
    database.execute<{ subject: string }>(sql`
    select subject from (
      (select service_number as subject from application where service_number > ${after} order by service_number
      limit ${limit})
      union all (select matter_id from matter_outbox where matter_id > ${after} and seq = 1 order by matter_id
      limit ${limit})) page
    order by subject limit ${limit}`),
  )
  return rows.map(({ subject }) => subject)
}

/**
 * Opens or wakes the lanes of these subjects that have something new; a lane that is waiting, delivering or parked only
 * learns how far it goes.
 */
export async function wakeLanes(database: Database, subjects: readonly string[]): Promise<void> {
  if (subjects.length === 0) return
  await guarded(() =>
    database.execute(sql`
    insert into delivery_lane as lane (subscription_id, subject, kind, head_seq, state, due_at)
    select s.id, o.subject, o.kind, max(o.seq), 'waiting'::lane_state, now()
    from ${OUTBOX_OF_CASES} join subscription s on s.active and ${isForSubscription}
    where o.subject in ${[...subjects]}
    group by s.id, o.subject, o.kind order by s.id, o.subject
    on conflict (subscription_id, subject) do update set
      head_seq = excluded.head_seq,
      state = case when lane.state = 'idle' and excluded.head_seq > lane.delivered_seq then 'waiting'::lane_state
      else lane.state end,
      due_at = case when lane.state = 'idle' and excluded.head_seq > lane.delivered_seq then now() else lane.due_at end
    where lane.head_seq < excluded.head_seq`),
  )
}

export interface OutboxEvent {
  readonly event: CaseEvent | MatterEvent
  /** Whether it is for the subscription asked for. */
  readonly wanted: boolean
}

/** The events of an application or a matter from 1 to `upTo`, in order. */
export async function outboxOf(
  database: Database,
  subscriptionId: string,
  subject: string,
  upTo: number,
): Promise<OutboxEvent[]> {
  const rows = await guarded(() =>
    database.execute<{ payload: CaseEvent | MatterEvent; wanted: boolean }>(sql`
    select o.payload, ${isForSubscription} as wanted
    from ${OUTBOX_OF_CASES} join subscription s on s.id = ${subscriptionId}
    where o.subject = ${subject} and o.seq <= ${upTo} order by o.seq`),
  )
  return rows.map(({ payload, wanted }) => ({ event: payload, wanted }))
}
