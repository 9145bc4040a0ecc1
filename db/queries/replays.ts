import { and, desc, eq, inArray, isNull, sql } from 'drizzle-orm'
import type { ReplayResult } from '../../domain/replay/replay.ts'
import type { Database } from '../client.ts'
import { guarded } from '../database-error.ts'
import { replay } from '../schema/replay.ts'

export type ReplayRow = typeof replay.$inferSelect

/** Whoever replays is told by this channel that one waits. */
export const REPLAY_CHANNEL = 'replay'

/** Above which a replay that was begun is one whose program has died. */
const GIVEN_UP_AFTER = '10 minutes'

type Asked = Pick<ReplayRow, 'id' | 'serviceNumber' | 'askedBy' | 'askedByOrg'>

/** Asks for a replay; where one of the case is under way, that one. The same id again is the same. */
export async function askReplay(database: Database, asked: Asked): Promise<{ row: ReplayRow; created: boolean }> {
  for (;;) {
    const [made] = await guarded(() =>
      database.transaction(async (transaction) => {
        const rows = await transaction.insert(replay).values(asked).onConflictDoNothing().returning()
        if (rows.length > 0) await transaction.execute(sql`select pg_notify(${REPLAY_CHANNEL}, '')`)
        return rows
      }),
    )
    if (made !== undefined) return { row: made, created: true }
    const row = (await findReplay(database, asked.id)) ?? (await openReplay(database, asked.serviceNumber))
    // None: the one that was under way ended in between.
    if (row !== undefined) return { row, created: false }
  }
}

export async function findReplay(database: Database, id: string): Promise<ReplayRow | undefined> {
  const [row] = await guarded(() => database.select().from(replay).where(eq(replay.id, id)))
  return row
}

async function openReplay(database: Database, serviceNumber: string): Promise<ReplayRow | undefined> {
  const [row] = await guarded(() =>
    database
      .select()
      .from(replay)
      .where(and(eq(replay.serviceNumber, serviceNumber), isNull(replay.endedAt))),
  )
  return row
}

/** The last ones of a case, newest first. */
export function replaysOf(database: Database, serviceNumber: string, limit: number): Promise<ReplayRow[]> {
  return guarded(() =>
    database
      .select()
      .from(replay)
      .where(eq(replay.serviceNumber, serviceNumber))
      .orderBy(desc(replay.askedAt))
      .limit(limit),
  )
}

/**
 * The one that has waited longest, for this program alone; undefined where none waits. Those of which a program died,
 * and those that are `later`, come after all others.
 */
export async function takeReplay(
  database: Database,
  later: readonly string[],
): Promise<Pick<ReplayRow, 'id' | 'serviceNumber' | 'askedAt'> | undefined> {
  // PostgreSQL sorts by no constant, which is what a list without members would be.
  const isLater = later.length === 0 ? sql`asked_at is null` : inArray(replay.id, [...later])
  const [row] = await guarded(() =>
    database.execute<{ id: string; service_number: string; asked_at: string }>(sql`
      update replay set begun_at = now() where id = (
        select id from replay
        where ended_at is null and (begun_at is null or begun_at < now() - ${GIVEN_UP_AFTER}::interval)
        order by begun_at is not null, ${isLater}, asked_at
        limit 1 for update skip locked)
      returning id, service_number, asked_at`),
  )
  return row === undefined ? undefined : { id: row.id, serviceNumber: row.service_number, askedAt: row.asked_at }
}

export async function endReplay(database: Database, id: string, result: ReplayResult): Promise<void> {
  await guarded(() =>
    database
      .update(replay)
      .set({ result, endedAt: sql`now()` })
      .where(and(eq(replay.id, id), isNull(replay.endedAt))),
  )
}

/** It could not be tried: it waits again. */
export async function putBackReplay(database: Database, id: string): Promise<void> {
  await guarded(() =>
    database
      .update(replay)
      .set({ begunAt: null })
      .where(and(eq(replay.id, id), isNull(replay.endedAt))),
  )
}
