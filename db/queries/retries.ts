/** “retry now”: a receiver that knows it is back need not wait for the next attempt. */
import { and, eq, inArray, isNull, sql } from 'drizzle-orm'
import type { Database } from '../client.ts'
import { guarded } from '../database-error.ts'
import { deadLetter, deliveryLane } from '../schema/push.ts'
import { keepAct } from './subscription-log.ts'
import type { SubscriptionRow } from './subscriptions.ts'
import { beginAnew, tellDeliverers } from './waking.ts'

export interface RetryRequest {
  readonly by: string
  /** Dead letters are sent again too. */
  readonly letters: boolean
  readonly keyHash: string
  readonly bodyHash: string
}

/** How many lanes are due now that waited for their time, and how many letters are sent again. */
export async function retryNow(
  database: Database,
  of: SubscriptionRow,
  { by, letters, keyHash, bodyHash }: RetryRequest,
): Promise<{ lanes: number; letters: number }> {
  return guarded(() =>
    database.transaction(async (transaction) => {
      const due = await transaction.execute(beginAnew(of.id))
      const resent = letters
        ? await transaction
            .update(deadLetter)
            .set({ resolution: 'resent', resolvedAt: sql`now()`, resolvedBy: by, keyHash, bodyHash })
            .where(and(eq(deadLetter.subscriptionId, of.id), isNull(deadLetter.resolution)))
            .returning({ subject: deadLetter.subject, seq: deadLetter.seq })
        : []
      for (const { subject, seq } of resent) await keepAct(transaction, of, { act: 'letterResent', by, subject, seq })
      await unpark(
        transaction,
        of.id,
        resent.map(({ subject }) => subject),
      )
      await keepAct(transaction, of, { act: 'retried', by })
      await tellDeliverers(transaction)
      return { lanes: due.length, letters: resent.length }
    }),
  )
}

async function unpark(
  transaction: Pick<Database, 'update'>,
  subscriptionId: string,
  subjects: readonly string[],
): Promise<void> {
  if (subjects.length === 0) return
  await transaction
    .update(deliveryLane)
    .set({ state: 'waiting', dueAt: sql`now()`, attempts: 0, refusals: 0, woken: 0, failingSince: null })
    .where(
      and(
        eq(deliveryLane.subscriptionId, subscriptionId),
        eq(deliveryLane.state, 'parked'),
        inArray(deliveryLane.subject, [...subjects]),
      ),
    )
}
