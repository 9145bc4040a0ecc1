import { and, between, eq } from 'drizzle-orm'
import type { CaseEvent } from '../domain/case/event.ts'
import type { Database, Transaction } from './client.ts'
import { guarded } from './database-error.ts'
import { requireSame } from './projection-conflict.ts'
import { eventOfRow } from './queries/events.ts'
import { stepsOf } from './rows.ts'
import { event as eventTable } from './schema/event.ts'
import { lockCase, projectedState, writeCase } from './write-case.ts'

/** Events are missing between the projection and what is to be projected. */
export class ProjectionGap extends Error {
  override name = 'ProjectionGap'
  readonly code = 'projection-gap'

  constructor(serviceNumber: string, projected: number, next: number) {
    super(
      `projection-gap: ${serviceNumber} is projected up to event ${projected}, the next one given is ${next}; ` +
        `run \`npm run rebuild -- ${serviceNumber}\``,
    )
  }
}

/**
 * Brings events of one case, in ascending order, into the derived tables, in one transaction. Those already there must
 * say the same, and are passed over, so that repeated, overlapping and concurrent batches end in the same rows. Throws
 * {@link ProjectionGap}, `ProjectionConflict` and `DatabaseError`.
 */
export async function projectEvents(
  database: Database,
  serviceNumber: string,
  events: readonly CaseEvent[],
): Promise<void> {
  await guarded(() =>
    database.transaction(async (transaction) => {
      await lockCase(transaction, serviceNumber)
      const before = await projectedState(transaction, serviceNumber)
      const projected = before?.seq ?? 0
      const repeated = events.filter((event) => event.seq <= projected)
      if (repeated.length > 0)
        requireSame(serviceNumber, repeated, await standingEvents(transaction, serviceNumber, repeated))
      const fresh = events.filter((event) => event.seq > projected)
      const [first] = fresh
      if (first === undefined) return
      if (first.seq !== projected + 1) throw new ProjectionGap(serviceNumber, projected, first.seq)
      await writeCase(transaction, before, stepsOf(serviceNumber, before, fresh))
    }),
  )
}

async function standingEvents(
  transaction: Transaction,
  serviceNumber: string,
  repeated: readonly CaseEvent[],
): Promise<CaseEvent[]> {
  const [first, last] = [repeated[0]?.seq ?? 0, repeated.at(-1)?.seq ?? 0]
  return (
    await transaction
      .select()
      .from(eventTable)
      .where(and(eq(eventTable.serviceNumber, serviceNumber), between(eventTable.seq, first, last)))
  ).map(eventOfRow)
}
