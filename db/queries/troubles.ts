import { asc, eq, gt, sql } from 'drizzle-orm'
import type { TroubleKind } from '../../domain/trouble.ts'
import type { Database } from '../client.ts'
import { guarded } from '../database-error.ts'
import { trouble } from '../schema/trouble.ts'

export interface Trouble {
  readonly kind: TroubleKind
  /** A service number, a matter's id, or a city's key. */
  readonly subject: string
  readonly detail: string
}

const LONGEST_DETAIL = 500

/** Notes that it was met again; when it was met first stays. Throws `DatabaseError`. */
export async function noteTrouble(database: Database, { kind, subject, detail }: Trouble): Promise<void> {
  await guarded(() =>
    database
      .insert(trouble)
      .values({ kind, subject, detail: detail.slice(0, LONGEST_DETAIL) })
      .onConflictDoUpdate({
        target: [trouble.kind, trouble.subject],
        set: { detail: sql`excluded.detail`, seenAt: sql`now()` },
      }),
  )
}

/** What the subject was troubled by is over. Throws `DatabaseError`. */
export async function endTroubles(database: Database, subject: string): Promise<void> {
  await guarded(() => database.delete(trouble).where(eq(trouble.subject, subject)))
}

/**
 * Those met within so many seconds, the oldest first: whatever still stands is tried, and met, again and again. Throws
 * `DatabaseError`.
 */
export async function standingTroubles(
  database: Database,
  { withinSeconds, limit }: { withinSeconds: number; limit: number },
): Promise<(typeof trouble.$inferSelect)[]> {
  return guarded(() =>
    database
      .select()
      .from(trouble)
      .where(gt(trouble.seenAt, sql`now() - make_interval(secs => ${withinSeconds})`))
      .orderBy(asc(trouble.since), asc(trouble.subject))
      .limit(limit),
  )
}
