import { and, eq, isNotNull, sql } from 'drizzle-orm'
import type { Database } from '../client.ts'
import { guarded } from '../database-error.ts'
import { accessLog } from '../schema/access-log.ts'

/** Of so many of an organisation's last requests: what is read must not grow with the log. */
const MOST_READ = 2000

interface Organisation {
  readonly city: string
  readonly org: string
}

/** the accounts that have worked for an organisation of late. */
export async function accountsOf(database: Database, { city, org }: Organisation): Promise<readonly string[]> {
  const rows = await guarded(() =>
    database.execute<{ sub: string }>(sql`
      select distinct sub from (
        select ${accessLog.sub} as sub from ${accessLog}
        where ${and(eq(accessLog.city, city), eq(accessLog.org, org), isNotNull(accessLog.sub))}
        order by ${accessLog.at} desc, ${accessLog.id} desc limit ${MOST_READ}
      ) as recent order by sub`),
  )
  return rows.map(({ sub }) => sub)
}

/** Whether that account has ever worked for it, as far as the log goes back. */
export async function isAccountOf(database: Database, { city, org }: Organisation, sub: string): Promise<boolean> {
  const rows = await guarded(() =>
    database
      .select({ id: accessLog.id })
      .from(accessLog)
      .where(and(eq(accessLog.city, city), eq(accessLog.sub, sub), eq(accessLog.org, org)))
      .limit(1),
  )
  return rows.length > 0
}
