import { and, desc, eq, getTableColumns, isNull, lt, sql } from 'drizzle-orm'
import type { Resolution } from '../../domain/push.ts'
import type { Database } from '../client.ts'
import { guarded } from '../database-error.ts'
import { deadLetter, deliveryLane, subscription } from '../schema/push.ts'
import { keepAct } from './subscription-log.ts'
import { tellDeliverers } from './waking.ts'

const letterColumns = {
  ...getTableColumns(deadLetter),
  city: subscription.city,
  org: subscription.org,
  active: subscription.active,
}

/** A dead letter, and whose it is; `active`: whether its subscription still is. */
export type DeadLetterRow = typeof deadLetter.$inferSelect & {
  readonly city: string
  readonly org: string
  readonly active: boolean
}

export interface DeadLetterFilter {
  readonly city: string
  readonly org?: string | undefined
  readonly subscriptionId?: string | undefined
  /** Also those that were sent again or skipped. */
  readonly resolved: boolean
  /** The id of the last one of the page before. */
  readonly before?: number | undefined
  readonly limit: number
}

/** The latest first. */
export async function listDeadLetters(
  database: Database,
  { city, org, subscriptionId, resolved, before, limit }: DeadLetterFilter,
): Promise<{ items: DeadLetterRow[]; next?: number }> {
  const rows = await guarded(() =>
    database
      .select(letterColumns)
      .from(deadLetter)
      .innerJoin(subscription, eq(subscription.id, deadLetter.subscriptionId))
      .where(
        and(
          eq(subscription.city, city),
          org === undefined ? undefined : eq(subscription.org, org),
          subscriptionId === undefined ? undefined : eq(deadLetter.subscriptionId, subscriptionId),
          resolved ? undefined : isNull(deadLetter.resolution),
          before === undefined ? undefined : lt(deadLetter.id, before),
        ),
      )
      .orderBy(desc(deadLetter.id))
      .limit(limit + 1),
  )
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  return rows.length > limit && last !== undefined ? { items, next: last.id } : { items }
}

export async function findDeadLetter(database: Database, id: number): Promise<DeadLetterRow | undefined> {
  const [row] = await guarded(() =>
    database
      .select(letterColumns)
      .from(deadLetter)
      .innerJoin(subscription, eq(subscription.id, deadLetter.subscriptionId))
      .where(eq(deadLetter.id, id)),
  )
  return row
}

export interface ResolveRequest {
  readonly id: number
  readonly resolution: Resolution
  readonly by: string
  /** Always there for one that is skipped. */
  readonly reason?: string | undefined
  readonly keyHash: string
  readonly bodyHash: string
}

/**
 * Puts the lane on its way again: from this event, or, skipping it, from the next. The letter keeps who did it. Says
 * false, and changes nothing, where the letter was resolved before.
 */
export async function resolveDeadLetter(
  database: Database,
  { id, resolution, by, reason, keyHash, bodyHash }: ResolveRequest,
): Promise<boolean> {
  return guarded(() =>
    database.transaction(async (transaction) => {
      const [letter] = await transaction
        .update(deadLetter)
        .set({ resolution, resolvedAt: sql`now()`, resolvedBy: by, reason: reason ?? null, keyHash, bodyHash })
        .where(and(eq(deadLetter.id, id), isNull(deadLetter.resolution)))
        .returning()
      if (letter === undefined) return false
      const [whose] = await transaction.select().from(subscription).where(eq(subscription.id, letter.subscriptionId))
      if (whose === undefined) throw new Error('a letter of no subscription')
      const act = resolution === 'skipped' ? 'letterSkipped' : 'letterResent'
      await keepAct(transaction, whose, { act, by, subject: letter.subject, seq: letter.seq, reason })
      const passed = resolution === 'skipped' ? letter.seq : 0
      await transaction
        .update(deliveryLane)
        .set({
          state: 'waiting',
          dueAt: sql`now()`,
          attempts: 0,
          refusals: 0,
          woken: 0,
          failingSince: null,
          deliveredSeq: sql`greatest(${deliveryLane.deliveredSeq}, ${passed}::integer)`,
        })
        .where(
          and(
            eq(deliveryLane.subscriptionId, letter.subscriptionId),
            eq(deliveryLane.subject, letter.subject),
            eq(deliveryLane.state, 'parked'),
          ),
        )
      await tellDeliverers(transaction)
      return true
    }),
  )
}
