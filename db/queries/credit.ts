import { and, asc, eq, isNull, or, sql } from 'drizzle-orm'
import type { Database } from '../client.ts'
import { guarded } from '../database-error.ts'
import { creditRecord } from '../schema/credit.ts'

/**
 * the oldest record in force of a legal person, which blocks 告知承诺: confirmed, neither withdrawn nor expired,
 * contested or not. By organisation key of the city, and by credit code where it is known. Throws `DatabaseError`.
 */
export async function openCreditRecordOf(
  database: Database,
  { city, org, creditCode }: { readonly city: string; readonly org: string; readonly creditCode?: string },
): Promise<{ recordId: string } | undefined> {
  const [row] = await guarded(() =>
    database
      .select({ recordId: creditRecord.id })
      .from(creditRecord)
      .where(
        and(
          eq(creditRecord.city, city),
          isNull(creditRecord.closedAt),
          eq(creditRecord.confined, false),
          sql`${creditRecord.expiresAt} > now()`,
          or(
            eq(creditRecord.subjectOrg, org),
            creditCode === undefined ? undefined : eq(creditRecord.creditCode, creditCode),
          ),
        ),
      )
      .orderBy(asc(creditRecord.openedAt), asc(creditRecord.id))
      .limit(1),
  )
  return row
}
