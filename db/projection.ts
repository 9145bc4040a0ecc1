import { and, between, eq } from 'drizzle-orm'
import type { CaseEvent } from '../domain/case/event.ts'
import type { Database } from './client.ts'
import { bringForward } from './projected.ts'
import { eventOfRow } from './queries/events.ts'
import { stepsOf } from './rows.ts'
import { event as eventTable } from './schema/event.ts'
import type { TableRows } from './upserts.ts'
import { advanceCase, standingState } from './write-case.ts'

/** As `bringForward`, of one case; where any is missing, the rows of `over` go away with its being written. */
export function projectEvents(
  database: Database,
  serviceNumber: string,
  events: readonly CaseEvent[],
  over?: TableRows,
): Promise<boolean> {
  return bringForward(serviceNumber, events, {
    state: () => standingState(database, serviceNumber),
    standing: async (first, last) =>
      (
        await database
          .select()
          .from(eventTable)
          .where(and(eq(eventTable.serviceNumber, serviceNumber), between(eventTable.seq, first, last)))
      ).map(eventOfRow),
    write: (before, fresh) => advanceCase(database, before, stepsOf(serviceNumber, before, fresh), over),
  })
}
