import { and, eq, isNull, or, sql } from 'drizzle-orm'
import { ask } from '../client.ts'
import type { Database } from '../client.ts'
import { guarded } from '../database-error.ts'
import { creditRecord } from '../schema/credit.ts'

/** what the records in force of a legal person keep it from promising. */
export interface PromiseBlocks {
  /** The oldest record of before 0.6: it keeps it from every promise. */
  readonly whole?: string
  /** By the key of an approval: the oldest record that keeps a promise from replacing it. */
  readonly byApproval: Readonly<Record<string, string>>
}

/**
 * by the records in force: decided (of 0.5: confirmed), neither repaired, withdrawn nor expired, contested or
 * not. By organisation key of the city, and by credit code where it is known. Throws `DatabaseError`.
 */
export async function promiseBlocksOf(
  database: Database,
  { city, org, creditCode }: { readonly city: string; readonly org: string; readonly creditCode?: string },
): Promise<PromiseBlocks> {
  const inForce = and(
    eq(creditRecord.city, city),
    isNull(creditRecord.closedAt),
    eq(creditRecord.confined, false),
    sql`${creditRecord.expiresAt} > now()`,
    or(
      eq(creditRecord.subjectOrg, org),
      creditCode === undefined ? undefined : eq(creditRecord.creditCode, creditCode),
    ),
  )
  const rows = await guarded(() =>
    ask<{ recordId: string; approvals: readonly string[] | null }>(
      database,
      sql`select ${creditRecord.id} as "recordId", ${creditRecord.approvals} from ${creditRecord}
        where ${inForce} order by ${creditRecord.openedAt}, ${creditRecord.id}`,
    ),
  )
  const whole = rows.find(({ approvals }) => approvals === null)?.recordId
  const oldestLast = rows.toReversed()
  const byApproval = oldestLast.flatMap(({ recordId, approvals }) => (approvals ?? []).map((key) => [key, recordId]))
  return { ...(whole === undefined ? {} : { whole }), byApproval: Object.fromEntries(byApproval) }
}
