import { MEETING_REPORT_ACTS } from '../../../domain/assessment/meeting-report.ts'
import { requireWithinReach } from '../../../domain/clocks/date-reach.ts'
import type { MeetingReportBody } from '../../../domain/assessment/meeting-report.ts'
import type { MeetingReportBodies } from '../../../domain/assessment/meeting-report.schema.ts'
import { localDate } from '../../../domain/clocks/local-date.ts'
import { defined } from '../../../domain/defined.ts'
import { Refusal } from '../../../domain/problem.ts'
import type { ActRules, MatterLogic } from '../../matter/core/matter-logic.ts'
import type { MeetingReportState } from './state.ts'
import { applyMeetingReport } from './fold.ts'

const MEETING_REPORT_RULES: ActRules<MeetingReportState, MeetingReportBodies, MeetingReportBody> = {
  reviewReport: {
    may(state, { actor }) {
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
    may(state, { actor }) {
      if (actor.org !== state.office) throw new Refusal('not-concerned', '联席会议由协调小组办公室记录')
      requireFinal(state)
      if (state.meeting !== undefined) throw new Refusal('already-done', '本季度的联席会议已经记录')
    },
    check(state, { at, body: { date, resolutions } }) {
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
      { type: 'meetingHeld', rule: 'R-31', data: { date, resolutions, ...defined({ remarks }) } },
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

export const MEETING_REPORT: MatterLogic<MeetingReportState, MeetingReportBodies, MeetingReportBody, 'meetingReport'> =
  {
    kind: 'meetingReport',
    described: MEETING_REPORT_ACTS,
    acts: MEETING_REPORT_RULES,
    apply: applyMeetingReport,
  }
