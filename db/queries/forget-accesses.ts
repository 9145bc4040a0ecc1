import { sql } from 'drizzle-orm'
import type { PgTable } from 'drizzle-orm/pg-core'
import type { Database } from '../client.ts'
import { guarded } from '../database-error.ts'
import { accessLog, accessNoise } from '../schema/access-log.ts'

const BATCH = 10_000

export interface Forgotten {
  readonly accesses: number
  readonly unknownSenders: number
}

/**
 * takes away what is older than so many months, as the owner: the program's role may not. That it was done, by
 * whom and until when, is an entry of every city's own, written first.
 */
export async function forgetAccesses(
  owner: Database,
  { months, by, cities }: { readonly months: number; readonly by: string; readonly cities: readonly string[] },
): Promise<Forgotten> {
  return guarded(async () => {
    const [row] = await owner.execute<{ before: string }>(
      sql`select (now() - make_interval(months => ${months}::integer))::text as before`,
    )
    const before = row?.before ?? ''
    const action = `forget accesses before ${before.slice(0, 10)}`
    for (const city of cities)
      await owner.insert(accessLog).values({ sub: by, city, kind: 'act', action, outcome: 'allowed' })
    return {
      accesses: await forgotten(owner, accessLog, before),
      unknownSenders: await forgotten(owner, accessNoise, before),
    }
  })
}

/** A few at a time, so that nobody who writes waits. */
async function forgotten(owner: Database, table: PgTable, before: string): Promise<number> {
  let number = 0
  for (;;) {
    const [row] = await owner.execute<{ gone: number }>(sql`
      with gone as (
        delete from ${table} where id in (select id from ${table} where at < ${before}::timestamptz limit ${BATCH})
        returning 1
      ) select count(*)::integer as gone from gone`)
    const gone = row?.gone ?? 0
    number += gone
    if (gone < BATCH) return number
  }
}
