import { and, between, eq } from 'drizzle-orm'
import type { MatterEvent, MatterKind } from '../../domain/matter/matter.ts'
import type { Database, Transaction } from '../client.ts'
import { guarded } from '../database-error.ts'
import { requireSame } from '../projection-conflict.ts'
import { ProjectionGap } from '../projection.ts'
import { matterEventOfRow } from '../queries/matters.ts'
import { matterEvent } from '../schema/matter.ts'
import { lockMatter, matterStepsOf, projectedMatter, writeMatter } from './write.ts'

/**
 * Brings events of one matter, in ascending order, into the derived tables, in one transaction; those already there
 * must say the same, and are passed over, so that repeated and overlapping batches end in the same rows. Throws {@link
 * ProjectionGap}, `ProjectionConflict` and `DatabaseError`.
 */
export async function projectMatterEvents(
  database: Database,
  kind: MatterKind,
  id: string,
  events: readonly MatterEvent[],
): Promise<void> {
  await guarded(() =>
    database.transaction(async (transaction) => {
      await lockMatter(transaction, id)
      const before = await projectedMatter(transaction, kind, id)
      const projected = before?.seq ?? 0
      const repeated = events.filter((event) => event.seq <= projected)
      if (repeated.length > 0) requireSame(id, repeated, await standingEvents(transaction, id, repeated))
      const fresh = events.filter((event) => event.seq > projected)
      const [first] = fresh
      if (first === undefined) return
      if (first.seq !== projected + 1) throw new ProjectionGap(id, projected, first.seq)
      await writeMatter(transaction, kind, id, matterStepsOf(kind, id, before, fresh))
    }),
  )
}

async function standingEvents(
  transaction: Transaction,
  id: string,
  repeated: readonly MatterEvent[],
): Promise<MatterEvent[]> {
  const [first, last] = [repeated[0]?.seq ?? 0, repeated.at(-1)?.seq ?? 0]
  return (
    await transaction
      .select()
      .from(matterEvent)
      .where(and(eq(matterEvent.matterId, id), between(matterEvent.seq, first, last)))
  ).map(matterEventOfRow)
}
