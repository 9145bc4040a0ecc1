import { and, between, eq } from 'drizzle-orm'
import type { CaseEvent } from '../domain/case/event.ts'
import type { Database } from './client.ts'
import { bringForward } from './projected.ts'
import { eventOfRow } from './queries/events.ts'
import { stepsOf } from './rows.ts'
import { event as eventTable } from './schema/event.ts'
import { lockCase, projectedState, writeCase } from './write-case.ts'

/** As `bringForward`, of one case. */
export function projectEvents(database: Database, serviceNumber: string, events: readonly CaseEvent[]): Promise<void> {
  return bringForward(database, serviceNumber, events, {
    lock: (transaction) => lockCase(transaction, serviceNumber),
    state: (transaction) => projectedState(transaction, serviceNumber),
    standing: async (transaction, first, last) =>
      (
        await transaction
          .select()
          .from(eventTable)
          .where(and(eq(eventTable.serviceNumber, serviceNumber), between(eventTable.seq, first, last)))
      ).map(eventOfRow),
    write: (transaction, before, fresh) => writeCase(transaction, before, stepsOf(serviceNumber, before, fresh)),
  })
}
