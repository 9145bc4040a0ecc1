import { MEETING_REPORT_ACTS } from '../../../domain/assessment/meeting-report.ts'
import { requireWithinReach } from '../../../domain/clocks/date-reach.ts'
import type { MeetingReportBody } from '../../../domain/assessment/meeting-report.ts'
import type { MeetingReportBodies } from '../../../domain/assessment/meeting-report.schema.ts'
import { localDate } from '../../../domain/clocks/local-date.ts'
import { defined } from '../../../domain/defined.ts'
import { Refusal } from '../../../domain/problem.ts'
import { about } from '../../matter/core/matter-logic.ts'
import type { About, ActRules, Command, Intent, MatterLogic } from '../../matter/core/matter-logic.ts'
import { resolutionClock } from './state.ts'
import type { FollowedResolution, MeetingReportState } from './state.ts'
import { applyMeetingReport } from './fold.ts'

type Asked = Intent<MeetingReportBodies>
type Checking = Command<MeetingReportBodies, 'checkResolution'>

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
      { type: 'reportReviewed', rule: 'R-30', data: { endorsed, findings, late: isLate(state, 'review', at) } },
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
          throw new Refusal('validation-failed', `没有“${org}”这个单位`, `resolutions.${index}.org`)
        if (dueDate !== undefined && dueDate < date)
          throw new Refusal('validation-failed', '完成期限不能早于会议日期', `resolutions.${index}.dueDate`)
        if (dueDate !== undefined) requireWithinReach(dueDate, last, `resolutions.${index}.dueDate`)
        if (state.follows === true) requireFollowable({ org, dueDate }, index, last)
      })
    },
    events: (state, { at, body: { date, resolutions, remarks } }) => [
      {
        type: 'meetingHeld',
        rule: 'R-31',
        data: {
          date,
          resolutions,
          ...defined({ remarks }),
          ...(state.follows === true ? { late: isLate(state, 'meeting', at) } : {}),
        },
      },
    ],
  },
  reportResolution: {
    ...aboutResolution<'reportResolution'>(requireOwned),
    events: (state, { actor, at, body: { resolution, report } }) => [
      {
        type: 'resolutionReported',
        rule: 'R-31',
        data: {
          resolution,
          org: actor.org,
          report,
          late: isLate(state, resolutionClock(requireResolution(state, resolution)), at),
        },
      },
    ],
  },
  checkResolution: {
    ...aboutResolution<'checkResolution'>(requireCheckable, requireNotYetReported),
    events: (_state, { body }) => [
      {
        type: 'resolutionChecked',
        rule: 'R-31',
        data: {
          resolution: body.resolution,
          outcome: body.outcome,
          ...defined({ words: body.words }),
          ...(body.outcome === 'returned' ? { dueDate: body.dueDate } : {}),
        },
      },
    ],
  },
}

type ResolutionAct = 'reportResolution' | 'checkResolution'
type AboutResolution<A extends ResolutionAct> = About<MeetingReportState, MeetingReportBodies, A, FollowedResolution>

/** The halves of an act about one resolution. */
function aboutResolution<A extends ResolutionAct>(
  allows: AboutResolution<A>['allows'],
  also?: AboutResolution<A>['also'],
) {
  return about<MeetingReportState, MeetingReportBodies, A, FollowedResolution>({
    first({ meeting, follows }) {
      if (meeting === undefined) throw new Refusal('wrong-stage', '联席会议尚未召开', undefined, { early: true })
      if (follows !== true) throw new Refusal('wrong-stage', '本季度的议定事项不在系统中跟踪')
    },
    among: ({ followUp = [] }) => followUp,
    offers: { field: 'resolution', of: 'resolution', value: ({ number }) => number },
    named: (state, { resolution }) => requireResolution(state, resolution),
    allows,
    ...defined({ also }),
  })
}

function requireResolution({ followUp = [] }: MeetingReportState, number: number): FollowedResolution {
  const one = followUp[number - 1]
  if (one === undefined)
    throw new Refusal('validation-failed', `没有第 ${number} 项；共 ${followUp.length} 项`, 'resolution')
  return one
}

/** whoever was told to does it, and says so. */
function requireOwned(_state: MeetingReportState, { org, status }: FollowedResolution, { actor }: Asked): void {
  if (actor.org !== org) throw new Refusal('not-concerned', '由该事项的责任单位报告', 'resolution')
  requireUnsettled(status)
  if (status === 'reported') throw new Refusal('already-done', '已经报告，待办公室核对', 'resolution')
}

function requireCheckable({ office }: MeetingReportState, { status }: FollowedResolution, { actor }: Asked): void {
  if (actor.org !== office) throw new Refusal('not-concerned', '议定事项由协调小组办公室核对')
  requireUnsettled(status)
}

/** Nobody looks at what they said themselves; what is not reported can only be dropped. */
function requireNotYetReported(state: MeetingReportState, { actor, at, body }: Checking): void {
  const { org, status, reported } = requireResolution(state, body.resolution)
  if (status === 'open' && body.outcome !== 'dropped')
    throw new Refusal('wrong-stage', '责任单位尚未报告；此时只能不再落实', 'outcome', { early: true })
  if (status === 'reported' && org === actor.org && reported?.by === actor.sub)
    throw new Refusal('second-person-required', '本单位报告的，由另一人核对')
  if (body.outcome !== 'returned') return
  const today = localDate(at, state)
  if (body.dueDate <= today) throw new Refusal('date-past', '新的完成期限应在明日或以后', 'dueDate')
  requireWithinReach(body.dueDate, today, 'dueDate')
}

function requireUnsettled(status: FollowedResolution['status']): void {
  if (status === 'done' || status === 'dropped') throw new Refusal('already-done', '该事项已了结', 'resolution')
}

/** nobody follows what has no owner or no date. */
function requireFollowable(
  { org, dueDate }: { readonly org: string | undefined; readonly dueDate: string | undefined },
  index: number,
  today: string,
): void {
  if (org === undefined)
    throw new Refusal('validation-failed', '每项议定事项须写明责任单位', `resolutions.${index}.org`)
  if (dueDate === undefined)
    throw new Refusal('validation-failed', '每项议定事项须写明完成期限', `resolutions.${index}.dueDate`)
  if (dueDate <= today) throw new Refusal('date-past', '完成期限应在明日或以后', `resolutions.${index}.dueDate`)
}

function requireFinal({ final }: MeetingReportState): void {
  if (!final) throw new Refusal('wrong-stage', '季度尚未结束，报告尚未定稿', undefined, { early: true })
}

function isLate({ deadlines }: MeetingReportState, clock: string, at: string): boolean {
  const deadline = deadlines[clock]
  return deadline !== undefined && Date.parse(at) > Date.parse(deadline.dueAt)
}

export const MEETING_REPORT: MatterLogic<MeetingReportState, MeetingReportBodies, MeetingReportBody, 'meetingReport'> =
  {
    kind: 'meetingReport',
    described: MEETING_REPORT_ACTS,
    acts: MEETING_REPORT_RULES,
    apply: applyMeetingReport,
  }
