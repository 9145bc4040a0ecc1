import { TRANSFER_KIND } from '../transfer/transfer-kind.ts'
import { CREDIT_KIND } from '../credit/credit-kind.ts'
import { RATING_KIND } from '../rating/rating-kind.ts'
import { MEETING_REPORT_KIND } from '../assessment/meeting-report-kind.ts'
import { INSTALMENTS_KIND } from '../instalments/instalments-kind.ts'
import { LATER_INSPECTION_KIND } from '../later-inspection/later-inspection-kind.ts'
import type { MatterDescription, MatterKind } from './matter.ts'

/** Every kind of matter, described. */
export const MATTER_DESCRIPTIONS = {
  transfer: TRANSFER_KIND,
  creditRecord: CREDIT_KIND,
  rating: RATING_KIND,
  meetingReport: MEETING_REPORT_KIND,
  instalments: INSTALMENTS_KIND,
  laterInspection: LATER_INSPECTION_KIND,
} as const satisfies Readonly<Record<MatterKind, MatterDescription>>

/** The description, for code that treats all kinds alike. */
export function describedAs(kind: MatterKind): MatterDescription {
  return MATTER_DESCRIPTIONS[kind]
}
