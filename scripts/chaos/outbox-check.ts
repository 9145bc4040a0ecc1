/**
 * to each subscription, each application's and matter's events in order, with none left out. More than once is
 * allowed.
 */
import { sql } from 'drizzle-orm'
import type { Database } from '../../db/client.ts'
import { EVERY_OUTBOX } from '../../db/queries/outbox.ts'
import type { Receiver, Subscription } from './receiver.ts'

export async function outboxLosses(
  database: Database,
  { subscriptions, unsigned }: Receiver,
): Promise<readonly string[]> {
  const losses = await Promise.all(
    subscriptions.map(async (subscription) => {
      const expected = await expectedFor(database, subscription)
      return [...expected].flatMap(([subject, seqs]) => outOfOrder(subscription, subject, seqs))
    }),
  )
  return [...losses.flat(), ...(unsigned() === 0 ? [] : [`${unsigned()} 次推送的签名不对`])]
}

/** Whether all that is to be told was taken. */
export async function isComplete(database: Database, { subscriptions }: Receiver): Promise<boolean> {
  const counts = await Promise.all(
    subscriptions.map(
      async (subscription) =>
        [...(await expectedFor(database, subscription)).values()].reduce((sum, seqs) => sum + seqs.length, 0) <=
        subscription.taken.length,
    ),
  )
  return counts.every((enough) => enough)
}

async function expectedFor(
  database: Database,
  { org, scope }: Subscription,
): Promise<ReadonlyMap<string, readonly number[]>> {
  const concerned = scope === 'city' ? sql`true` : sql`${org} = any(o.audience)`
  const rows = await database.execute<{ subject: string; seq: number }>(
    sql`select o.subject, o.seq from ${EVERY_OUTBOX} where ${concerned} order by o.subject, o.seq`,
  )
  const expected = new Map<string, number[]>()
  for (const { subject, seq } of rows) expected.set(subject, [...(expected.get(subject) ?? []), seq])
  return expected
}

function outOfOrder({ org, taken }: Subscription, subject: string, seqs: readonly number[]): readonly string[] {
  const heard = taken
    .filter((id) => id.slice(0, id.lastIndexOf(':')) === subject)
    .map((id) => Number(id.slice(id.lastIndexOf(':') + 1)))
  if (JSON.stringify(heard) === JSON.stringify(seqs)) return []
  const missing = seqs.filter((seq) => !heard.includes(seq))
  return [
    missing.length === 0
      ? `${org} 收到的 ${subject} 次序不对`
      : `${org} 没有收到 ${subject} 的第 ${missing.join('、')} 条`,
  ]
}
