/** ADR 0063: whether the sums of deadlines are what the rows add up to. */
import { getTableName, sql } from 'drizzle-orm'
import type { SQL } from 'drizzle-orm'
import type { Database } from './client.ts'
import { guarded } from './database-error.ts'
import type { Difference } from './different-rows.ts'
import { addedBy, changesOf, sumsNow } from './queries/figure-changes.ts'
import type { Added } from './queries/figure-changes.ts'
import { isSummedBy, meterBy } from './queries/summed-cities.ts'
import { wholeSums } from './queries/whole-sums.ts'
import type { SummedGround } from './queries/whole-sums.ts'
import { figureSum } from './schema/figure-sum.ts'

/**
 * What is not folded yet added to them, at one moment; nothing is changed. None where they are not there yet, or count
 * by other hours: nobody reads those. The longest use is not compared where that of a removed one may have been it.
 * Throws `DatabaseError`.
 */
export async function differentSums(database: Database, ground: SummedGround): Promise<readonly Difference[]> {
  return guarded(() =>
    database.transaction(
      async (transaction) => {
        const { city } = ground
        const [row] = await transaction.execute<{ summed: boolean }>(sql`select ${isSummedBy(city, ground)} as summed`)
        if (row?.summed !== true) return []
        const added = addedBy(await changesOf(transaction, city), meterBy(ground))
        const rows = await transaction.execute<Sides>(comparison(ground, added))
        return rows.map(({ key, live, rebuilt }) => ({
          table: getTableName(figureSum),
          key,
          column: '(row)',
          live,
          rebuilt,
        }))
      },
      { isolationLevel: 'repeatable read', accessMode: 'read only' },
    ),
  )
}

type Sides = { readonly key: Record<string, unknown>; readonly live: unknown; readonly rebuilt: unknown }

function comparison(ground: SummedGround, added: readonly Added[]): SQL {
  const taken = added.some(({ sign, use }) => sign < 0 && use !== null)
  const columns = ['volume', 'overdue', 'measured', 'use_sum', 'beyond', 'due_sum', ...(taken ? [] : ['worst_use'])]
  const [kept, whole] = ['kept', 'whole'].map((side) =>
    sql.raw(`jsonb_build_object(${columns.map((name) => `'${name}', ${side}.${name}`).join()})`),
  )
  const key = sql.raw('part, bucket, owner, kind, advisory, allowed')
  return sql`
    with kept as (select ${key}, sum(volume)::integer as volume, sum(overdue)::integer as overdue,
        sum(measured)::integer as measured, sum(use_sum) as use_sum, max(worst_use) as worst_use,
        sum(beyond)::integer as beyond, sum(due_sum) as due_sum
      from ${sumsNow(ground.city, added)} group by ${key} having sum(volume) <> 0),
    whole as (${wholeSums(ground)})
    select jsonb_build_object('city', ${ground.city}::text, 'part', part, 'bucket', bucket, 'owner', owner,
        'kind', kind, 'advisory', advisory, 'allowed', allowed) as key,
      case when kept.volume is null then null else ${kept} end as live,
      case when whole.volume is null then null else ${whole} end as rebuilt
    from kept full join whole using (${key}) where ${kept} is distinct from ${whole} limit 1000`
}
