import { and, between, eq } from 'drizzle-orm'
import type { MatterEvent, MatterKind } from '../../domain/matter/matter.ts'
import type { Database } from '../client.ts'
import { bringForward } from '../projected.ts'
import { recordedOfRow } from '../recorded.ts'
import { matterEvent } from '../schema/matter.ts'
import { lockMatter, matterStepsOf, projectedMatter, writeMatter } from './write.ts'

/** As `bringForward`, of one matter. */
export function projectMatterEvents(
  database: Database,
  kind: MatterKind,
  id: string,
  events: readonly MatterEvent[],
): Promise<void> {
  return bringForward(database, id, events, {
    lock: (transaction) => lockMatter(transaction, id),
    state: (transaction) => projectedMatter(transaction, kind, id),
    standing: async (transaction, first, last) =>
      (
        await transaction
          .select()
          .from(matterEvent)
          .where(and(eq(matterEvent.matterId, id), between(matterEvent.seq, first, last)))
      ).map(recordedOfRow),
    write: (transaction, before, fresh) => writeMatter(transaction, kind, id, matterStepsOf(kind, id, before, fresh)),
  })
}
