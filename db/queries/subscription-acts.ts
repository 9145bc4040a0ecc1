/** what is done to a subscription. Each act and its entry in the log are one. */
import { and, eq, isNotNull, isNull, sql } from 'drizzle-orm'
import type { SQL } from 'drizzle-orm'
import type { SubscriptionAct } from '../../domain/push.ts'
import type { Database } from '../client.ts'
import { guarded } from '../database-error.ts'
import { subscription } from '../schema/push.ts'
import { keepAct } from './subscription-log.ts'
import type { SubscriptionRow } from './subscriptions.ts'
import { beginAnew, tellDeliverers } from './waking.ts'

type Change = Partial<{ [Column in keyof typeof subscription.$inferInsert]: SubscriptionRow[Column] | SQL }>

interface Doing {
  readonly id: string
  readonly act: SubscriptionAct
  readonly by: string
}

/** Undefined, and nothing changed, where it does not stand so. */
async function change(
  database: Database,
  { id, act, by }: Doing,
  to: Change,
  standing: SQL | undefined,
  also: (transaction: Pick<Database, 'execute'>) => Promise<unknown> = async () => {},
): Promise<SubscriptionRow | undefined> {
  return guarded(() =>
    database.transaction(async (transaction) => {
      const [changed] = await transaction
        .update(subscription)
        .set(to)
        .where(and(eq(subscription.id, id), isNull(subscription.endedAt), standing))
        .returning()
      if (changed === undefined) return undefined
      await keepAct(transaction, changed, { act, by })
      await also(transaction)
      await tellDeliverers(transaction)
      return changed
    }),
  )
}

/** From now on it is served. */
export function confirmSubscription(database: Database, id: string, by: string): Promise<SubscriptionRow | undefined> {
  const to = { active: true, confirmedAt: sql`now()`, confirmedBy: by }
  return change(database, { id, act: 'confirmed', by }, to, isNull(subscription.confirmedAt), goOn(id))
}

/**
 * What waits for another address goes on there at once: its receiver is another. Who wants other events is offered all
 * there is once more; what a lane has passed it does not go back to.
 */
export function changeSubscription(
  database: Database,
  id: string,
  by: string,
  to: { readonly url?: string; readonly eventTypes?: SubscriptionRow['eventTypes'] },
): Promise<SubscriptionRow | undefined> {
  const also = to.url === undefined ? undefined : goOn(id)
  const all = to.eventTypes === undefined ? to : { ...to, offeredXid: null }
  return change(database, { id, act: 'changed', by }, all, isNotNull(subscription.confirmedAt), also)
}

const goOn = (id: string) => (transaction: Pick<Database, 'execute'>) => transaction.execute(beginAnew(id))

export function pauseSubscription(database: Database, id: string, by: string): Promise<SubscriptionRow | undefined> {
  const to = { pausedAt: sql`now()`, pausedBy: by }
  return change(
    database,
    { id, act: 'paused', by },
    to,
    and(eq(subscription.active, true), isNull(subscription.pausedAt)),
  )
}

export function resumeSubscription(database: Database, id: string, by: string): Promise<SubscriptionRow | undefined> {
  const to = { pausedAt: null, pausedBy: null }
  return change(database, { id, act: 'resumed', by }, to, isNotNull(subscription.pausedAt), goOn(id))
}

export interface Rotation {
  readonly id: string
  readonly by: string
  /** Sealed. */
  readonly secret: string
  /** For so long the one of before signs too. */
  readonly overlapHours: number
  readonly keyHash: string
  readonly bodyHash: string
}

/** A new secret; undefined where the subscription has ended, or this key has rotated it before. */
export function rotateSecret(
  database: Database,
  { id, by, secret, overlapHours, keyHash, bodyHash }: Rotation,
): Promise<SubscriptionRow | undefined> {
  const to = {
    secret,
    previousSecret: sql`${subscription.secret}`,
    previousUntil: sql`now() + make_interval(hours => ${overlapHours}::integer)`,
    rotationKeyHash: keyHash,
    rotationBodyHash: bodyHash,
  }
  return change(
    database,
    { id, act: 'secretRotated', by },
    to,
    sql`${subscription.rotationKeyHash} is distinct from ${keyHash}`,
  )
}
