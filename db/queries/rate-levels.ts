import { sql } from 'drizzle-orm'
import type { Database } from '../client.ts'
import { guarded } from '../database-error.ts'
import { inChunks } from '../in-chunks.ts'
import { rateLevel } from '../schema/rate-level.ts'

/** What one process let through of one key since it told last. */
export interface Told {
  readonly key: string
  readonly count: number
  readonly perSecond: number
}

/** What has leaked out of a bucket since. */
const leaked = sql`greatest(0, extract(epoch from excluded.at - ${rateLevel.at})) * excluded.per_second`

/**
 * Adds what was let through, and gives how full each bucket is now, by key. One statement for a thousand keys; in the
 * order of the keys, so that two processes never wait for each other. Throws `DatabaseError`.
 */
export async function shareRateLevels(database: Database, told: readonly Told[]): Promise<ReadonlyMap<string, number>> {
  const levels = new Map<string, number>()
  const inOrder = told.toSorted((one, other) => (one.key < other.key ? -1 : 1))
  await guarded(() =>
    inChunks(inOrder, async (chunk) => {
      const rows = await database
        .insert(rateLevel)
        .values(chunk.map(({ key, count, perSecond }) => ({ key, level: count, perSecond, at: sql`now()` })))
        .onConflictDoUpdate({
          target: rateLevel.key,
          set: {
            level: sql`greatest(0, ${rateLevel.level} - ${leaked}) + excluded.level`,
            perSecond: sql`excluded.per_second`,
            at: sql`greatest(${rateLevel.at}, excluded.at)`,
          },
        })
        .returning({ key: rateLevel.key, level: rateLevel.level })
      for (const { key, level } of rows) levels.set(key, level)
    }),
  )
  return levels
}

/** Takes away what has leaked out; what somebody writes just then stays. Throws `DatabaseError`. */
export async function forgetRateLevels(database: Database): Promise<void> {
  await guarded(() =>
    database.execute(sql`
      delete from ${rateLevel} where ${rateLevel.key} in (
        select ${rateLevel.key} from ${rateLevel}
        where ${rateLevel.level} < extract(epoch from now() - ${rateLevel.at}) * ${rateLevel.perSecond}
        for update skip locked)`),
  )
}
