import type { AssessmentRow, ExceptionItem, ExceptionKind } from './assessment.ts'
import type { Grade } from '../rating/rating.ts'
import type { Side } from '../connection/side.ts'
import type { DeadlineKind } from '../clocks/deadline.ts'
import type {
  BodyOf,
  ClockEvents,
  EventsOf,
  MatterActDescription,
  MatterDeadlineKind,
  MatterKind,
  Origin,
} from '../matter/matter.ts'

/** 联席会议报告, the report of one quarter to the meeting of the group. */
export const MEETING_REPORT_STATUSES = [
  'compiling',
  'interim',
  'awaitingReview',
  'awaitingMeeting',
  'following',
  'closed',
] as const
export type MeetingReportStatus = (typeof MEETING_REPORT_STATUSES)[number]
export const MEETING_REPORT_STATUS_NAMES: Readonly<Record<MeetingReportStatus, string>> = {
  compiling: '正在生成',
  interim: '阶段报告，季度结束后自动定稿',
  awaitingReview: '待复核',
  awaitingMeeting: '待联席会议',
  following: '落实议定事项',
  closed: '结束',
}

/** The most entries of each list in a report; `total` says how many there are. */
export const MOST_LISTED = 200

export interface Listed<Item> {
  readonly total: number
  readonly items: readonly Item[]
}

/** A red deadline that is still open. `number`: the service number, or the id of the matter. */
export interface OverdueItem {
  readonly number: string
  readonly of: 'application' | MatterKind
  readonly kind: DeadlineKind | MatterDeadlineKind
  readonly line?: string
  readonly owner: string
  readonly dueAt: string
  readonly advisory: boolean
  /** R-33⁺: not adopted by the group yet. */
  readonly unassessed?: true
}

/** What is in dispute. No names of persons or enterprises, no free text: it is sent to every party. */
export interface Disputes {
  /** contested credit records. */
  readonly contested: Listed<{
    readonly recordId: string
    readonly org?: string
    readonly subject: string
    readonly serviceNumber?: string
    readonly since: string
  }>
  /** promises broken in the quarter. */
  readonly broken: Listed<{
    readonly serviceNumber: string
    readonly org: string
    readonly order: string
    readonly promises: readonly number[]
    readonly at: string
  }>
  /** refused approvals whose design has not been filed anew. */
  readonly refused: Listed<{
    readonly serviceNumber: string
    readonly approval: string
    readonly org: string
    readonly authority: string
    readonly since: string
  }>
  /** 差评 that awaits its answer. */
  readonly ratings: Listed<{ readonly serviceNumber: string; readonly answerer: string; readonly since: string }>
  /** accounts that could not be moved. */
  readonly accounts: Listed<{
    readonly number: string
    readonly account: string
    readonly utility: string
    readonly since: string
  }>
  /** “missed”, contested and not decided. Of a report of 0.6 or before none. */
  readonly missed?: Listed<{
    readonly serviceNumber: string
    readonly line: string
    readonly claim: string
    readonly toldBy: Side
    readonly since: string
  }>
}

/** what an earlier meeting resolved, where it stands. */
export interface ResolutionItem {
  /** The quarter of the report that the meeting was about, and the resolution's number in it. */
  readonly period: string
  readonly resolution: number
  readonly text: string
  readonly org: string
  readonly dueDate: string
  readonly status: ResolutionStatus
  readonly overdue: boolean
}

/** how an organisation was rated in the quarter, and how it answered. */
export interface RatingFigures {
  readonly org: string
  readonly total: number
  readonly grades: Readonly<Record<Grade, number>>
  readonly bad: number
  readonly answered: number
  readonly late: number
}

/** What was compiled at one instant (ISO UTC); figures are whole, lists are cut. */
export interface ReportContent {
  readonly at: string
  readonly rows: readonly AssessmentRow[]
  readonly exceptionCounts: Readonly<Record<ExceptionKind, number>>
  readonly exceptions: Listed<ExceptionItem>
  readonly overdue: Listed<OverdueItem>
  readonly disputes: Disputes
  /** Of a report of 0.6 or before none. */
  readonly resolutions?: Listed<ResolutionItem>
  readonly ratings?: readonly RatingFigures[]
}

export const RESOLUTION_STATUSES = ['open', 'reported', 'done', 'dropped'] as const
export type ResolutionStatus = (typeof RESOLUTION_STATUSES)[number]
export const RESOLUTION_STATUS_NAMES: Readonly<Record<ResolutionStatus, string>> = {
  open: '落实中',
  reported: '已报告，待核对',
  done: '已落实',
  dropped: '不再落实',
}

/** what the office says of a resolution. */
type ResolutionOutcome = 'done' | 'returned' | 'dropped'

/** Something that the meeting resolved: who does it, and until when (YYYY-MM-DD). */
export interface Resolution {
  readonly text: string
  readonly org?: string | undefined
  readonly dueDate?: string | undefined
}

/** Organisation keys; `reviewer` is left out where the city names none. */
export interface ReportRoles {
  readonly assessor: string
  readonly reviewer?: string
  readonly office: string
  readonly parties: readonly string[]
}

export interface MeetingReportEvents extends ClockEvents {
  reportOpened: {
    city: string
    policyHash: string
    origin: Origin
    period: string
    from: string
    to: string
    utcOffsetMinutes: number
    assessor: string
    reviewer?: string
    office: string
    parties: string[]
    /** the meeting has a date, and what it resolves is followed. Of a report of 0.6 or before not. */
    follows?: true
  }
  /** `final`: the quarter was over; otherwise an interim one, compiled again by itself when it is. */
  reportCompiled: { version: number; final: boolean; content: ReportContent }
  reportReviewed: { endorsed: boolean; findings: string; late: boolean }
  meetingHeld: { date: string; resolutions: Resolution[]; remarks?: string; late?: boolean }
  resolutionReported: { resolution: number; org: string; report: string; late: boolean }
  /** `dueDate`: of one that is returned, the new one. */
  resolutionChecked: { resolution: number; outcome: ResolutionOutcome; words?: string; dueDate?: string }
  reportClosed: Record<string, never>
}
export type MeetingReportBody = BodyOf<MeetingReportEvents>
export type MeetingReportEvent = EventsOf<MeetingReportEvents>

export const MEETING_REPORT_EVENT_NAMES: Readonly<
  Record<Exclude<keyof MeetingReportEvents, keyof ClockEvents>, string>
> = {
  reportOpened: '开始编制',
  reportCompiled: '报告生成',
  reportReviewed: '复核',
  meetingHeld: '召开联席会议',
  resolutionReported: '报告议定事项的落实',
  resolutionChecked: '核对议定事项',
  reportClosed: '结束',
}

/** Below `/api/v1/reports/{period}/`. */
export const MEETING_REPORT_ACTS = {
  reviewReport: { name: '复核报告', rule: 'R-30', path: 'review', roles: ['officer', 'lead'] },
  recordMeeting: { name: '记录联席会议', rule: 'R-31', path: 'meeting', roles: ['officer', 'lead'] },
  reportResolution: {
    name: '报告议定事项的落实',
    rule: 'R-31',
    path: 'resolutions/reports',
    roles: ['officer', 'lead', 'clerk'],
  },
  checkResolution: { name: '核对议定事项', rule: 'R-31', path: 'resolutions/checks', roles: ['officer', 'lead'] },
} as const satisfies Record<string, MatterActDescription>
export type MeetingReportAct = keyof typeof MEETING_REPORT_ACTS

/** One report a city and quarter: the workflow's id. */
export function meetingReportId(city: string, quarter: string): string {
  return `report:${city}:${quarter}`
}
