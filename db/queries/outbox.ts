/** which cases have something new, and whom it concerns. */
import { asc, gt, sql } from 'drizzle-orm'
import type { CaseEvent } from '../../domain/event.ts'
import type { Database } from '../client.ts'
import { guarded } from '../database-error.ts'
import { application } from '../schema/application.ts'

/**
 * Of `outbox o` and `application a`: whether the event is for `subscription s`. Decided here only, from what a rebuild yields again. The channel
 * stands for the user who applied there by themself.
 */
const isForSubscription = sql.raw(`(
  s.city = a.city and (o.payload ->> 'at')::timestamptz >= s.since and (s.event_types is null or o.type = any(s.event_types))
  and (s.scope = 'city' or s.org = any(o.audience) or s.org = a.channel
    or (o.type = 'deadlinePassed' and o.payload -> 'data' ->> 'owner' = any(s.supervises))))`)

/** A place in the sequence of transactions. */
export type Mark = string

/**
 * The cases with events of transactions that were not over at the mark `since`, and the next mark: no transaction that commits late is passed over.
 * None without a mark: the caller then looks at all cases after this.
 */
export async function changedCases(database: Database, since: Mark | undefined): Promise<{ mark: Mark; serviceNumbers: string[] }> {
  const changed = since === undefined ? sql`null` : sql`(select jsonb_agg(distinct service_number) from event where recorded_xid >= ${since}::xid8)`
  const [row] = await guarded(() => database.execute<{ mark: string; changed: string[] | null }>(
    sql`select pg_snapshot_xmin(pg_current_snapshot())::text as mark, ${changed}::jsonb as changed`))
  if (row === undefined) throw new Error('no mark was returned')
  return { mark: row.mark, serviceNumbers: row.changed ?? [] }
}

/** The service numbers after the given one, in order. */
export async function nextCases(database: Database, after: string, limit: number): Promise<string[]> {
  const rows = await guarded(() => database.select({ serviceNumber: application.serviceNumber }).from(application)
    .where(gt(application.serviceNumber, after)).orderBy(asc(application.serviceNumber)).limit(limit))
  return rows.map((row) => row.serviceNumber)
}

/** Opens or wakes the lanes of these cases that have something new; a lane that is waiting, delivering or parked only learns how far it goes. */
export async function wakeLanes(database: Database, serviceNumbers: readonly string[]): Promise<void> {
  if (serviceNumbers.length === 0) return
  await guarded(() => database.execute(sql`
    insert into delivery_lane as lane (subscription_id, service_number, head_seq, state, due_at)
    select s.id, o.service_number, max(o.seq), 'waiting'::lane_state, now()
    from outbox o join application a using (service_number) join subscription s on s.active and ${isForSubscription}
    where o.service_number in ${[...serviceNumbers]}
    group by s.id, o.service_number order by s.id, o.service_number
    on conflict (subscription_id, service_number) do update set
      head_seq = excluded.head_seq,
      state = case when lane.state = 'idle' and excluded.head_seq > lane.delivered_seq then 'waiting'::lane_state else lane.state end,
      due_at = case when lane.state = 'idle' and excluded.head_seq > lane.delivered_seq then now() else lane.due_at end
    where lane.head_seq < excluded.head_seq`))
}

export interface OutboxEvent {
  readonly event: CaseEvent
  /** Whether it is for the subscription asked for. */
  readonly wanted: boolean
}

/** The events of a case from 1 to `upTo`, in order. */
export async function outboxOf(database: Database, subscriptionId: string, serviceNumber: string, upTo: number): Promise<OutboxEvent[]> {
  const rows = await guarded(() => database.execute<{ payload: CaseEvent; wanted: boolean }>(sql`
    select o.payload, ${isForSubscription} as wanted
    from outbox o join application a using (service_number) join subscription s on s.id = ${subscriptionId}
    where o.service_number = ${serviceNumber} and o.seq <= ${upTo} order by o.seq`))
  return rows.map(({ payload, wanted }) => ({ event: payload, wanted }))
}
