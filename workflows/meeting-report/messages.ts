import type { ReportRoles } from '../../domain/assessment/meeting-report.ts'
import type { MatterInput } from '../matter/messages.ts'

/** The workflow id is `report:<city>:<quarter>`; `from` and `to` bound the quarter (ISO UTC). */
export interface MeetingReportInput extends MatterInput {
  readonly period: string
  readonly from: string
  readonly to: string
  readonly roles: ReportRoles
}
