import type { LaterFinding } from '../../domain/later-inspection/later-inspection.ts'
import type { MatterInput } from '../matter/messages.ts'

/** The workflow id is `inspection:`, the service number and a key of its own. */
export interface LaterInspectionInput extends MatterInput {
  readonly finding: LaterFinding
  /** 责令限期整改, where something was not kept; `dueDate` is YYYY-MM-DD in the city's time. */
  readonly order?: { readonly id: string; readonly requirement: string; readonly dueDate: string }
}
