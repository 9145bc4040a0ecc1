import { and, desc, eq, lt } from 'drizzle-orm'
import type { Database } from '../client.ts'
import { guarded } from '../database-error.ts'
import type { subscription } from '../schema/push.ts'
import { subscriptionLog } from '../schema/subscription-log.ts'

export type SubscriptionLogRow = typeof subscriptionLog.$inferSelect

type Whose = Pick<typeof subscription.$inferSelect, 'id' | 'org' | 'url'>
type Act = Pick<typeof subscriptionLog.$inferInsert, 'act' | 'by' | 'subject' | 'seq' | 'reason'>

/** In the transaction of the act itself: nothing is done that is not kept. `whose`: the subscription after it. */
export async function keepAct(
  transaction: Pick<Database, 'insert'>,
  { id, org, url }: Whose,
  act: { [K in keyof Act]: Act[K] | undefined } & Pick<Act, 'act'>,
): Promise<void> {
  await transaction.insert(subscriptionLog).values({ ...act, subscriptionId: id, org, url })
}

/** The latest first. */
export async function logOfSubscription(
  database: Database,
  subscriptionId: string,
  { before, limit }: { readonly before?: number | undefined; readonly limit: number },
): Promise<{ items: SubscriptionLogRow[]; next?: number }> {
  const rows = await guarded(() =>
    database
      .select()
      .from(subscriptionLog)
      .where(
        and(
          eq(subscriptionLog.subscriptionId, subscriptionId),
          before === undefined ? undefined : lt(subscriptionLog.id, before),
        ),
      )
      .orderBy(desc(subscriptionLog.id))
      .limit(limit + 1),
  )
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  return rows.length > limit && last !== undefined ? { items, next: last.id } : { items }
}
