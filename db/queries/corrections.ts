import { and, eq, sql } from 'drizzle-orm'
import { ask } from '../client.ts'
import type { Database } from '../client.ts'
import { guarded } from '../database-error.ts'
import { event } from '../schema/event.ts'

const BY_ANYBODY = { contact: 'contactCorrected', form: 'demandSupplemented' } as const

/** Corrections of a case as they stand in its events. */
export interface CorrectionsOf {
  readonly serviceNumber: string
  /** `contact`, `form`: by anybody; `opinion`: by this organisation, as its own or in joint records. */
  readonly what: keyof typeof BY_ANYBODY | { readonly opinionBy: string }
}

/** how many acts corrected this, as far as they are projected. Throws `DatabaseError`. */
export async function countCorrections(database: Database, { serviceNumber, what }: CorrectionsOf): Promise<number> {
  const isOne =
    typeof what === 'string'
      ? eq(event.type, BY_ANYBODY[what])
      : and(eq(event.type, 'opinionFiled'), eq(event.actorOrg, what.opinionBy), sql`${event.data} ? 'corrects'`)
  const [row] = await guarded(() =>
    ask<{ count: number }>(
      database,
      sql`select count(distinct ${event.at})::integer as count from ${event}
        where ${eq(event.serviceNumber, serviceNumber)} and ${isOne}`,
    ),
  )
  return row?.count ?? 0
}
