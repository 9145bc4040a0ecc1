import { and, asc, eq, gt } from 'drizzle-orm'
import type { CaseEvent } from '../../domain/case/event.ts'
import type { Database } from '../client.ts'
import { guarded } from '../database-error.ts'
import { recordedOfRow } from '../recorded.ts'
import { event } from '../schema/event.ts'

/** The events of a case after the number `after` (0 unless told), in order. */
export async function eventsOfApplication(
  database: Database,
  serviceNumber: string,
  { after = 0, limit }: { after?: number | undefined; limit: number },
): Promise<CaseEvent[]> {
  const rows = await guarded(() =>
    database
      .select()
      .from(event)
      .where(and(eq(event.serviceNumber, serviceNumber), gt(event.seq, after)))
      .orderBy(asc(event.seq))
      .limit(limit),
  )
  return rows.map(eventOfRow)
}

/** A row holds exactly what was recorded: `type` and `data` belong together. */
export function eventOfRow(row: typeof event.$inferSelect): CaseEvent {
  return recordedOfRow(row) as CaseEvent
}
