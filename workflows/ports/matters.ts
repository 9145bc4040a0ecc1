import type { MatterEvent, MatterKind } from '../../domain/matter/matter.ts'

export interface MatterProjectionActivities {
  /** Events of one matter in ascending order; can run twice. */
  projectMatter(request: { kind: MatterKind; id: string; events: readonly MatterEvent[] }): Promise<void>
}
