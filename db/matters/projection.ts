import type { MatterEvent, MatterKind } from '../../domain/matter.ts'
import type { Database } from '../client.ts'
import { guarded } from '../database-error.ts'
import { ProjectionGap } from '../projection.ts'
import { lockMatter, matterStepsOf, projectedMatter, writeMatter } from './write.ts'

/**
 * Brings events of one matter, in ascending order, into the derived tables, in one transaction; those already there are passed over, so that repeated
 * and overlapping batches end in the same rows. Throws {@link ProjectionGap} and `DatabaseError`.
 */
export async function projectMatterEvents(database: Database, kind: MatterKind, id: string, events: readonly MatterEvent[]): Promise<void> {
  await guarded(() => database.transaction(async (transaction) => {
    await lockMatter(transaction, id)
    const before = await projectedMatter(transaction, kind, id)
    const projected = before?.seq ?? 0
    const fresh = events.filter((event) => event.seq > projected)
    const [first] = fresh
    if (first === undefined) return
    if (first.seq !== projected + 1) throw new ProjectionGap(id, projected, first.seq)
    await writeMatter(transaction, kind, id, matterStepsOf(kind, id, before, fresh))
  }))
}
