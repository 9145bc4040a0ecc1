import { and, between, eq } from 'drizzle-orm'
import type { MatterEvent, MatterKind } from '../../domain/matter/matter.ts'
import type { Database } from '../client.ts'
import { bringForward } from '../projected.ts'
import { recordedOfRow } from '../recorded.ts'
import { matterEvent } from '../schema/matter.ts'
import type { TableRows } from '../upserts.ts'
import { advanceMatter, matterStepsOf, projectedMatter } from './write.ts'

/** As `projectEvents`, of one matter. */
export function projectMatterEvents(
  database: Database,
  kind: MatterKind,
  id: string,
  events: readonly MatterEvent[],
  over?: TableRows,
): Promise<boolean> {
  return bringForward(id, events, {
    state: () => projectedMatter(database, kind, id),
    standing: async (first, last) =>
      (
        await database
          .select()
          .from(matterEvent)
          .where(and(eq(matterEvent.matterId, id), between(matterEvent.seq, first, last)))
      ).map(recordedOfRow),
    write: (before, fresh) => advanceMatter(database, before, kind, matterStepsOf(kind, id, before, fresh), over),
  })
}
