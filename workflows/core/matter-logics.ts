/** Every kind of matter's pure core by its name: for whoever folds or judges matters of all kinds. */
import type { MatterKind, MatterState } from '../../domain/matter/matter.ts'
import { CREDIT } from '../credit/core/acts.ts'
import { INSTALMENTS } from '../instalments/core/acts.ts'
import { LATER_INSPECTION } from '../later-inspection/core/acts.ts'
import type { MatterLogic } from '../matter/core/matter-logic.ts'
import { MEETING_REPORT } from '../meeting-report/core/acts.ts'
import { RATING } from '../rating/core/acts.ts'
import { TRANSFER } from '../transfer/core/acts.ts'

const MATTER_LOGICS = {
  transfer: TRANSFER,
  creditRecord: CREDIT,
  rating: RATING,
  meetingReport: MEETING_REPORT,
  instalments: INSTALMENTS,
  laterInspection: LATER_INSPECTION,
} as const satisfies { readonly [K in MatterKind]: { readonly kind: K } }

type StateOf<Logic> = Logic extends { readonly apply: (...given: never[]) => infer State } ? State : never

/** The state of each kind by its name. */
export type MatterStates = { readonly [K in MatterKind]: StateOf<(typeof MATTER_LOGICS)[K]> }

/** What a matter records, whatever its kind. */
export interface MatterBody {
  readonly type: string
  readonly rule: string
  readonly data: object
}

/** The kind's core, for code that treats all alike; the cast forgets which state goes with which. */
export function logicOf(kind: MatterKind): MatterLogic<MatterState, Record<string, unknown>, MatterBody> {
  return MATTER_LOGICS[kind] as unknown as MatterLogic<MatterState, Record<string, unknown>, MatterBody>
}
