import type { MatterState } from '../../../domain/matter/matter.ts'
import type {
  MeetingReportEvents,
  MeetingReportStatus,
  ReportContent,
  ResolutionStatus,
} from '../../../domain/assessment/meeting-report.ts'

/** its owner reports it done, the office looks and says so, or gives another date: the next round. */
export interface FollowedResolution {
  readonly number: number
  readonly text: string
  readonly org: string
  readonly dueDate: string
  readonly round: number
  readonly since: string
  readonly status: ResolutionStatus
  readonly reported?: { readonly at: string; readonly by: string; readonly report: string; readonly late: boolean }
  readonly settledAt?: string
}

/** The clocks of a resolution, of its round: its owner's, and the office's when it is reported. */
export function resolutionClock({ number, round }: FollowedResolution): string {
  return `resolution:${number}:${round}`
}
export function checkClock({ number, round }: FollowedResolution): string {
  return `check:${number}:${round}`
}

export function openResolutions({
  followUp = [],
}: Pick<MeetingReportState, 'followUp'>): readonly FollowedResolution[] {
  return followUp.filter(({ status }) => status === 'open' || status === 'reported')
}

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
  readonly follows?: true
  /** what the meeting resolved, from 1, and where each stands. */
  readonly followUp?: readonly FollowedResolution[]
  readonly meeting?: MeetingReportEvents['meetingHeld'] & { readonly at: string }
}

/** The meeting may be held before the review is in; the report ends with both. */
export function statusOf(state: MeetingReportState): MeetingReportStatus {
  const { closedAt, content, final, reviewer, review, meeting, follows } = state
  if (closedAt !== undefined) return 'closed'
  if (content === undefined) return 'compiling'
  if (!final) return 'interim'
  if (reviewer !== undefined && review === undefined) return 'awaitingReview'
  return follows === true && meeting !== undefined ? 'following' : 'awaitingMeeting'
}

export function awaitedOf(state: MeetingReportState): string[] {
  const { status, final, office, reviewer, review, meeting } = state
  if (status === 'closed' || !final) return []
  const followed = openResolutions(state).map((one) => (one.status === 'open' ? one.org : office))
  return [
    ...new Set([
      ...(reviewer === undefined || review !== undefined ? [] : [reviewer]),
      ...(meeting === undefined ? [office] : []),
      ...followed.toSorted(),
    ]),
  ]
}
