import { and, between, eq } from 'drizzle-orm'
import type { CaseEvent } from '../domain/case/event.ts'
import type { Database } from './client.ts'
import { knownState, standingState } from './known-cases.ts'
import type { Standing } from './known-cases.ts'
import { bringForward } from './projected.ts'
import { eventOfRow } from './queries/events.ts'
import { stepsOf } from './rows.ts'
import { event as eventTable } from './schema/event.ts'
import type { TableRows } from './upserts.ts'
import { advanceCase } from './write-case.ts'

/**
 * As `bringForward`, of one case; where any is missing, the rows of `over` go away with its being written. `seen`: how
 * it stood a moment ago, so that it need not be asked for again.
 */
export function projectEvents(
  database: Database,
  serviceNumber: string,
  events: readonly CaseEvent[],
  { over, seen }: { readonly over?: TableRows; readonly seen?: Standing | undefined } = {},
): Promise<boolean> {
  let known = seen === undefined ? undefined : knownState(database, serviceNumber, seen)
  return bringForward(serviceNumber, events, {
    state: async () => {
      const first = known
      known = undefined
      return first ?? standingState(database, serviceNumber)
    },
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
