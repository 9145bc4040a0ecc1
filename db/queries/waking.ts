/** what waits for a receiver goes on before its time. */
import { sql } from 'drizzle-orm'
import type { SQL } from 'drizzle-orm'
import type { Database } from '../client.ts'
import { guarded } from '../database-error.ts'

/**
 * A lane that fails by itself while others are served looks like a receiver that comes and goes: so often it is let go
 * on, and after that it keeps its own pace.
 */
export const MOST_WOKEN = 5

/** Whatever waits for these subscriptions is due, but what was refused for good or told to wait (429). */
export function wakingOf(subscriptions: SQL): SQL {
  return sql`update delivery_lane w set due_at = now(), woken = w.woken + 1
    from (select subscription_id, subject from delivery_lane
      where subscription_id in (${subscriptions}) and state = 'waiting' and due_at > now()
        and woken < ${MOST_WOKEN}::integer and refusals = 0 and last_status is distinct from 429
      order by subject for update) l
    where w.subscription_id = l.subscription_id and w.subject = l.subject`
}

/**
 * Whatever waits for this subscription's receiver is due, and begins anew: days in which nothing was to be sent count
 * for nothing. One row for each lane.
 */
export function beginAnew(subscriptionId: string): SQL {
  return sql`update delivery_lane w set due_at = now(), woken = 0, attempts = 0, refusals = 0, failing_since = null
    from (select subject from delivery_lane where subscription_id = ${subscriptionId}::uuid and state = 'waiting'
      order by subject for update) l
    where w.subscription_id = ${subscriptionId}::uuid and w.subject = l.subject returning 1`
}

/**
 * Once more after the first success: a lane that failed in that moment was not seen waiting. All deliverers are told to
 * look.
 */
export async function receiverIsBack(database: Database, subscriptionId: string): Promise<void> {
  await guarded(async () => {
    await database.execute(wakingOf(sql`select ${subscriptionId}::uuid`))
    await tellDeliverers(database)
  })
}

/** A hint, as the outbox gives it. */
export async function tellDeliverers(database: Pick<Database, 'execute'>): Promise<void> {
  await database.execute(sql`select pg_notify('outbox', '')`)
}
