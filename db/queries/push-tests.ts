/** what an organisation tries its receiver with. It goes as everything does: a lane, retries, a letter. */
import { eq, sql } from 'drizzle-orm'
import type { Rehearsal, TestKind } from '../../domain/push.ts'
import { testSubject } from '../../domain/push.ts'
import type { Database } from '../client.ts'
import { guarded } from '../database-error.ts'
import { pushTest } from '../schema/subscription-log.ts'
import { keepAct } from './subscription-log.ts'
import type { SubscriptionRow } from './subscriptions.ts'
import { tellDeliverers } from './waking.ts'

export type PushTestRow = typeof pushTest.$inferSelect
export type NewPushTest = Omit<typeof pushTest.$inferInsert, 'subscriptionId' | 'seq' | 'at'>

/** Takes the key, as a subscription does; two at once have numbers after each other. */
export async function takeTest(
  database: Database,
  of: SubscriptionRow,
  test: NewPushTest,
): Promise<{ test: PushTestRow; created: boolean }> {
  const subject = testSubject(of.id)
  return guarded(() =>
    database.transaction(async (transaction) => {
      await transaction.execute(sql`select from subscription where id = ${of.id} for update`)
      const [earlier] = await transaction.select().from(pushTest).where(eq(pushTest.keyHash, test.keyHash))
      if (earlier !== undefined) return { test: earlier, created: false }
      const seq = sql<number>`(select coalesce(max(seq), 0) + 1 from push_test where subscription_id = ${of.id})`
      const [created] = await transaction
        .insert(pushTest)
        .values({ ...test, subscriptionId: of.id, seq })
        .returning()
      if (created === undefined) throw new Error('no test was written')
      await transaction.execute(sql`
        insert into delivery_lane as lane (subscription_id, subject, kind, head_seq, state, due_at)
        values (${of.id}, ${subject}, 'test', ${created.seq}, 'waiting', now())
        on conflict (subscription_id, subject) do update set head_seq = excluded.head_seq,
          state = case when lane.state = 'idle' then 'waiting'::lane_state else lane.state end,
          due_at = case when lane.state = 'idle' then now() else lane.due_at end`)
      await keepAct(transaction, of, { act: 'tested', by: test.by, subject, seq: created.seq })
      await tellDeliverers(transaction)
      return { test: created, created: true }
    }),
  )
}

/** A test on its way. `failing`: whatever its receiver answers next, it counts as failed. */
export interface DueTest {
  readonly seq: number
  readonly kind: TestKind
  readonly rehearsal: Rehearsal
  /** ISO UTC. */
  readonly at: string
  readonly hadLetter: boolean
}

/** The tests after `deliveredSeq`, in order. */
export async function testsAfter(
  database: Database,
  subscriptionId: string,
  deliveredSeq: number,
  limit: number,
): Promise<DueTest[]> {
  return guarded(async () => [
    ...(await database.execute<DueTest & Record<string, unknown>>(sql`
    select t.seq, t.kind, t.rehearsal, to_char(t.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at,
      exists (select from dead_letter d where d.subscription_id = t.subscription_id
        and d.subject = ${testSubject(subscriptionId)} and d.seq = t.seq) as "hadLetter"
    from push_test t where t.subscription_id = ${subscriptionId} and t.seq > ${deliveredSeq}::integer
    order by t.seq limit ${limit}`)),
  ])
}
