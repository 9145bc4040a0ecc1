import { requireWithinReach } from '../../../domain/clocks/date-reach.ts'
import { foldClock, isClockEvent, marked, settled } from '../../../domain/matter/matter.ts'
import type { MatterState } from '../../../domain/matter/matter.ts'
import type {
  MeetingReportBody,
  MeetingReportEvent,
  MeetingReportEvents,
  MeetingReportStatus,
  ReportContent,
} from '../../../domain/assessment/meeting-report.ts'
import type { MeetingReportBodies } from '../../../domain/assessment/meeting-report.schema.ts'
import { localDate } from '../../../domain/clocks/local-date.ts'
import { Refusal } from '../../../domain/problem.ts'
import { requireNext } from '../../matter/core/matter-logic.ts'
import type { ActRules, MatterLogic } from '../../matter/core/matter-logic.ts'

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

/** The next state. The first event is `reportOpened`, and `id` comes with it. */
export function applyMeetingReport(
  state: MeetingReportState | undefined,
  event: MeetingReportEvent,
  id?: string,
): MeetingReportState {
  const next = changed(state, event, id)
  const status = statusOf(next)
  return { ...next, status, awaited: awaitedOf({ ...next, status }) }
}

function changed(
  state: MeetingReportState | undefined,
  event: MeetingReportEvent,
  id: string | undefined,
): MeetingReportState {
  if (event.type === 'reportOpened') {
    if (state !== undefined || id === undefined) throw new Error('a report is opened once')
    const { policyHash: _policyHash, ...data } = event.data
    return {
      id,
      seq: event.seq,
      status: 'compiling',
      openedAt: event.at,
      ...data,
      version: 0,
      final: false,
      deadlines: {},
      concerned: [...data.parties].sort(),
      awaited: [],
    }
  }
  if (state === undefined) throw new Error(`a report begins with reportOpened, not ${event.type}`)
  requireNext(state, event)
  return { ...fold(state, event), seq: event.seq }
}

function fold(
  state: MeetingReportState,
  event: Exclude<MeetingReportEvent, { type: 'reportOpened' }>,
): MeetingReportState {
  if (isClockEvent(event)) return { ...state, deadlines: foldClock(state.deadlines, event) }
  const { at } = event
  switch (event.type) {
    case 'reportCompiled':
      return { ...state, ...event.data }
    case 'reportReviewed':
      return { ...state, review: { at, ...event.data }, deadlines: marked(state.deadlines, 'review', { metAt: at }) }
    case 'meetingHeld':
      return { ...state, meeting: { at, ...event.data } }
    case 'reportClosed':
      return { ...state, closedAt: at, deadlines: settled(state.deadlines, at) }
  }
}

/** The meeting may be held before the review is in; the report ends with both. */
function statusOf({ closedAt, content, final, reviewer, review }: MeetingReportState): MeetingReportStatus {
  if (closedAt !== undefined) return 'closed'
  if (content === undefined) return 'compiling'
  if (!final) return 'interim'
  return reviewer !== undefined && review === undefined ? 'awaitingReview' : 'awaitingMeeting'
}

function awaitedOf({ status, final, office, reviewer, review, meeting }: MeetingReportState): string[] {
  if (status === 'closed' || !final) return []
  return [
    ...(reviewer === undefined || review !== undefined ? [] : [reviewer]),
    ...(meeting === undefined ? [office] : []),
  ]
}

const MEETING_REPORT_RULES: ActRules<MeetingReportState, MeetingReportBodies, MeetingReportBody> = {
  reviewReport: {
    can(state, { actor }) {
      if (actor.org !== state.reviewer)
        throw new Refusal(
          'not-concerned',
          state.reviewer === undefined ? '本市未设复核单位' : '由复核单位复核，考核单位不能复核自己',
        )
      requireFinal(state)
      if (state.review !== undefined) throw new Refusal('already-done', '已经复核过')
    },
    events: (state, { at, body: { endorsed, findings } }) => [
      { type: 'reportReviewed', rule: 'R-30', data: { endorsed, findings, late: isLate(state, at) } },
    ],
  },
  recordMeeting: {
    can(state, { actor, at, body: { date, resolutions } }) {
      if (actor.org !== state.office) throw new Refusal('not-concerned', '联席会议由协调小组办公室记录')
      requireFinal(state)
      if (state.meeting !== undefined) throw new Refusal('already-done', '本季度的联席会议已经记录')
      const [first, last] = [localDate(state.to, state), localDate(at, state)]
      if (date < first || date > last)
        throw new Refusal('validation-failed', `会议日期应在 ${first} 与 ${last} 之间`, 'date')
      resolutions.forEach(({ org, dueDate }, index) => {
        if (org !== undefined && !state.parties.includes(org))
          throw new Refusal('validation-failed', `没有单位 ${org}`, `resolutions.${index}.org`)
        if (dueDate !== undefined && dueDate < date)
          throw new Refusal('validation-failed', '完成期限不能早于会议日期', `resolutions.${index}.dueDate`)
        if (dueDate !== undefined) requireWithinReach(dueDate, last, `resolutions.${index}.dueDate`)
      })
    },
    events: (_state, { body: { date, resolutions, remarks } }) => [
      { type: 'meetingHeld', rule: 'R-31', data: { date, resolutions, ...(remarks === undefined ? {} : { remarks }) } },
    ],
  },
}

function requireFinal({ final }: MeetingReportState): void {
  if (!final) throw new Refusal('wrong-stage', '季度尚未结束，报告尚未定稿', undefined, { early: true })
}

function isLate({ deadlines }: MeetingReportState, at: string): boolean {
  const deadline = deadlines['review']
  return deadline !== undefined && Date.parse(at) > Date.parse(deadline.dueAt)
}

export const MEETING_REPORT: MatterLogic<MeetingReportState, MeetingReportBodies, MeetingReportBody> = {
  kind: 'meetingReport',
  acts: MEETING_REPORT_RULES,
  apply: applyMeetingReport,
}
