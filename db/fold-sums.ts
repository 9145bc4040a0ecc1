/**
 * ADR 0063: keeps the sums of a city's deadlines. Whoever writes a deadline leaves what changed in `figure_change`,
 * by a trigger; here it goes into `figure_sum`, one folder at a time. Readers add what is not folded yet, so that
 * nobody waits for this.
 */
import { eq, inArray, sql } from 'drizzle-orm'
import type { Database, Transaction } from './client.ts'
import { guarded } from './database-error.ts'
import { lockIfFree } from './locks.ts'
import { addedBy, addedUp } from './queries/figure-changes.ts'
import type { Added } from './queries/figure-changes.ts'
import { basisOf, meterBy, summedCityOf } from './queries/summed-cities.ts'
import { wholeSums, worstSettled } from './queries/whole-sums.ts'
import type { SummedGround, SumKey } from './queries/whole-sums.ts'
import { figureChange, figureSum, summedCity } from './schema/figure-sum.ts'

const MOST_AT_ONCE = 2_000

/**
 * One round. Sums that another configuration made are made anew, but not while they are fresh: two releases at work
 * beside each other would do nothing else; meanwhile readers of the other one count. Throws `DatabaseError`.
 */
export async function keepSums(database: Database, ground: SummedGround): Promise<void> {
  await guarded(async () => {
    const { basis, fresh, changed } = await summedCityOf(database, ground.city)
    if (basis !== basisOf(ground)) {
      if (!fresh) await remakeSums(database, ground)
    } else if (changed) while (await foldOnce(database, ground));
  })
}

/** Counts all rows of a city at one moment, and takes away what changed until then. */
export async function remakeSums(database: Database, ground: SummedGround): Promise<void> {
  const { city } = ground
  await guarded(() =>
    database.transaction(
      async (transaction) => {
        if (!(await lockIfFree(transaction, 'sums', city))) return
        await transaction.execute(sql`set local statement_timeout = 0`)
        await transaction.delete(figureSum).where(eq(figureSum.city, city))
        await transaction.delete(figureChange).where(eq(figureChange.city, city))
        await transaction.execute(sql`insert into ${figureSum} (city, part, bucket, owner, kind, advisory, allowed,
          volume, overdue, measured, use_sum, worst_use, beyond, due_sum) ${wholeSums(ground)}`)
        const made = { basis: basisOf(ground), madeAt: new Date().toISOString() }
        await transaction
          .insert(summedCity)
          .values({ city, ...made })
          .onConflictDoUpdate({ target: summedCity.city, set: made })
      },
      { isolationLevel: 'repeatable read' },
    ),
  )
}

/** Says whether there may be more. */
async function foldOnce(database: Database, ground: SummedGround): Promise<boolean> {
  const { city } = ground
  return database.transaction(async (transaction) => {
    if (!(await lockIfFree(transaction, 'sums', city))) return false
    const { basis } = await summedCityOf(transaction, city)
    if (basis !== basisOf(ground)) return false
    const first = transaction
      .select({ id: figureChange.id })
      .from(figureChange)
      .where(eq(figureChange.city, city))
      .orderBy(figureChange.id)
      .limit(MOST_AT_ONCE)
    const changes = await transaction.delete(figureChange).where(inArray(figureChange.id, first)).returning()
    const added = addedBy(changes, meterBy(ground))
    if (added.length > 0) await add(transaction, ground, added)
    return changes.length === MOST_AT_ONCE
  })
}

async function add(transaction: Transaction, ground: SummedGround, added: readonly Added[]): Promise<void> {
  const { city } = ground
  const sums = await transaction.execute<SumKey & { part: string; worst: number }>(sql`
    insert into ${figureSum} as s (city, part, bucket, owner, kind, advisory, allowed, volume, overdue, measured,
      use_sum, worst_use, beyond, due_sum) select ${city}::text, added.* from (${addedUp(added)}) added
    on conflict (city, part, bucket, owner, kind, advisory, allowed) do update set volume = s.volume + excluded.volume,
      overdue = s.overdue + excluded.overdue, measured = s.measured + excluded.measured,
      use_sum = s.use_sum + excluded.use_sum, worst_use = greatest(s.worst_use, excluded.worst_use),
      beyond = s.beyond + excluded.beyond, due_sum = s.due_sum + excluded.due_sum
    returning s.part, s.bucket::text as bucket, s.owner, s.kind, s.advisory, s.worst_use as worst`)
  const lost = longestTaken(added)
  for (const { worst, ...key } of sums)
    if (worst > 0 && (lost.get(keyOf(key)) ?? 0) >= worst) await findWorst(transaction, ground, key)
  await transaction.delete(figureSum).where(sql`${figureSum.city} = ${city} and ${figureSum.volume} = 0`)
}

/** The longest use that each sum of settled ones loses: which is the longest then, only its rows say. */
function longestTaken(added: readonly Added[]): ReadonlyMap<string, number> {
  const lost = new Map<string, number>()
  for (const one of added)
    if (one.sign < 0 && one.use !== null) lost.set(keyOf(one), Math.max(lost.get(keyOf(one)) ?? 0, one.use))
  return lost
}

function keyOf({ part, bucket, owner, kind, advisory }: SumKey & { readonly part: string }): string {
  return JSON.stringify([part, bucket, owner, kind, advisory])
}

/** It may see what is not folded yet: what was added is so twice, and what was taken away is looked for again. */
async function findWorst(transaction: Transaction, ground: SummedGround, key: SumKey): Promise<void> {
  await transaction.execute(sql`update ${figureSum} set worst_use = worst from (${worstSettled(ground, key)}) w
    where city = ${ground.city} and part = 'settled' and bucket = ${key.bucket}::date and owner = ${key.owner}
      and kind = ${key.kind} and advisory = ${key.advisory}`)
}
