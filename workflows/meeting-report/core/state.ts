import type { MatterState } from '../../../domain/matter/matter.ts'
import type {
  MeetingReportEvents,
  MeetingReportStatus,
  ReportContent,
} from '../../../domain/assessment/meeting-report.ts'

/** all that a report knows; plain JSON. */
export interface MeetingReportState extends MatterState {
  readonly status: MeetingReportStatus
  readonly period: string
  readonly from: string
  readonly to: string
  readonly utcOffsetMinutes: number
  readonly assessor: string
  readonly reviewer?: string
  readonly office: string
  readonly parties: readonly string[]
  readonly version: number
  readonly final: boolean
  readonly content?: ReportContent
  readonly review?: MeetingReportEvents['reportReviewed'] & { readonly at: string }
  readonly meeting?: MeetingReportEvents['meetingHeld'] & { readonly at: string }
}

/** The meeting may be held before the review is in; the report ends with both. */
export function statusOf({ closedAt, content, final, reviewer, review }: MeetingReportState): MeetingReportStatus {
  if (closedAt !== undefined) return 'closed'
  if (content === undefined) return 'compiling'
  if (!final) return 'interim'
  return reviewer !== undefined && review === undefined ? 'awaitingReview' : 'awaitingMeeting'
}

export function awaitedOf({ status, final, office, reviewer, review, meeting }: MeetingReportState): string[] {
  if (status === 'closed' || !final) return []
  return [
    ...(reviewer === undefined || review !== undefined ? [] : [reviewer]),
    ...(meeting === undefined ? [office] : []),
  ]
}
