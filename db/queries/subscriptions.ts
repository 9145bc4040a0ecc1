import { and, asc, eq, inArray, isNotNull, isNull, or, sql } from 'drizzle-orm'
import type { SubscriptionEnd } from '../../domain/push.ts'
import type { Database } from '../client.ts'
import { guarded } from '../database-error.ts'
import { subscription } from '../schema/push.ts'
import type { Mark } from './outbox.ts'
import { keepAct } from './subscription-log.ts'

export type SubscriptionRow = typeof subscription.$inferSelect
export type NewSubscription = typeof subscription.$inferInsert

/** Takes the key; one that is there gives its row as it is, whatever the body: compare `bodyHash`. */
export async function takeSubscription(
  database: Database,
  row: NewSubscription,
): Promise<{ subscription: SubscriptionRow; created: boolean }> {
  return guarded(() =>
    database.transaction(async (transaction) => {
      const [created] = await transaction
        .insert(subscription)
        .values(row)
        .onConflictDoNothing({ target: subscription.keyHash })
        .returning()
      if (created !== undefined) {
        await keepAct(transaction, created, { act: created.active ? 'subscribed' : 'proposed', by: created.createdBy })
        return { subscription: created, created: true }
      }
      const [earlier] = await transaction.select().from(subscription).where(eq(subscription.keyHash, row.keyHash))
      if (earlier === undefined) throw new Error('the key was neither taken nor there')
      return { subscription: earlier, created: false }
    }),
  )
}

/** Of a city, or of one organisation of it, those that ended included; the oldest first. */
export async function listSubscriptions(
  database: Database,
  { city, org }: { city: string; org?: string | undefined },
): Promise<SubscriptionRow[]> {
  return guarded(() =>
    database
      .select()
      .from(subscription)
      .where(and(eq(subscription.city, city), org === undefined ? undefined : eq(subscription.org, org)))
      .orderBy(asc(subscription.createdAt), asc(subscription.id)),
  )
}

export async function findSubscription(database: Database, id: string): Promise<SubscriptionRow | undefined> {
  const [row] = await guarded(() => database.select().from(subscription).where(eq(subscription.id, id)))
  return row
}

/** `offered`: what was over before this mark has been offered to it; null where not all there was has been yet. */
export interface ActiveSubscription {
  readonly id: string
  readonly offered: Mark | null
}

/** Those that are to be served. */
export async function activeSubscriptions(database: Database): Promise<readonly ActiveSubscription[]> {
  return guarded(() =>
    database
      .select({ id: subscription.id, offered: subscription.offeredXid })
      .from(subscription)
      .where(eq(subscription.active, true)),
  )
}

/** Whatever there is is to be offered to them again. */
export async function forgetOffered(database: Database, ids: readonly string[]): Promise<void> {
  await guarded(() =>
    database
      .update(subscription)
      .set({ offeredXid: null })
      .where(inArray(subscription.id, [...ids])),
  )
}

/** `anew`: to whom all there was has just been offered; of the others, one to whom it is to be again stays so. */
export async function markOffered(
  database: Database,
  { ids, anew }: { readonly ids: readonly string[]; readonly anew: readonly string[] },
  mark: Mark,
): Promise<void> {
  await guarded(() =>
    database
      .update(subscription)
      .set({ offeredXid: mark })
      .where(
        and(
          inArray(subscription.id, [...ids]),
          or(isNotNull(subscription.offeredXid), inArray(subscription.id, [...anew])),
        ),
      ),
  )
}

/** Says false where it had ended before: the first end stays. */
export async function endSubscription(
  database: Database,
  id: string,
  because: SubscriptionEnd,
  by: string | null,
): Promise<boolean> {
  return guarded(() =>
    database.transaction(async (transaction) => {
      const [ended] = await transaction
        .update(subscription)
        .set({ active: false, endedAt: sql`now()`, endedBecause: because, endedBy: by })
        .where(and(eq(subscription.id, id), isNull(subscription.endedAt)))
        .returning()
      if (ended === undefined) return false
      await keepAct(transaction, ended, { act: 'ended', by })
      return true
    }),
  )
}
