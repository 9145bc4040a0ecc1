import { condition, proxyActivities } from '@temporalio/workflow'
import type { ReportActivities } from '../ports/reports.ts'
import type { MeetingReportBody } from '../../domain/assessment/meeting-report.ts'
import { REPORT } from '../lib/activity-profiles.ts'
import { startMatterClock, untilInstant, withMatterDeadline } from '../matter/clock.ts'
import { ownStart } from '../lib/own-start.ts'
import { matter } from '../matter/matter.ts'
import { now } from '../lib/run.ts'
import type { Matter } from '../matter/matter.ts'
import type { MatterResult } from '../matter/messages.ts'
import type { MeetingReportInput } from './messages.ts'
import { MEETING_REPORT } from './core/acts.ts'
import type { MeetingReportState } from './core/state.ts'

type Report = Matter<MeetingReportState, MeetingReportBody>

const { compileReport } = proxyActivities<ReportActivities>(REPORT)

/** 联席会议报告, R-31: compiled, reviewed by another bureau, and closed when the meeting has been held. */
export async function meetingReport(input: MeetingReportInput): Promise<MatterResult> {
  const own = ownStart('meetingReport', input)
  return matter(own, MEETING_REPORT, {
    opening: () => opening(own),
    async plan(the) {
      if (the.state.content === undefined) await compile(the)
      if (!the.state.final) await compileWhenOver(the)
      await Promise.all([review(the), condition(() => the.state.meeting !== undefined)])
    },
    ended: () => false,
    closing: (): MeetingReportBody => ({ type: 'reportClosed', rule: 'R-31', data: {} }),
  })
}

function opening({
  policy,
  policyHash,
  keyHash,
  bodyHash,
  period,
  from,
  to,
  roles: { parties, ...roles },
}: MeetingReportInput): MeetingReportBody {
  return {
    type: 'reportOpened',
    rule: 'R-31',
    data: {
      city: policy.key,
      policyHash,
      origin: { keyHash, bodyHash },
      period,
      from,
      to,
      utcOffsetMinutes: policy.hours.utcOffsetMinutes,
      ...roles,
      parties: [...parties],
    },
  }
}

/** The figures lie in the history from then on. */
async function compile(the: Report): Promise<void> {
  const { period, from, to, version } = the.state
  const at = now()
  const { key, hours, calendar } = the.policy
  const order = the.policy.organisations.map((organisation) => organisation.key)
  const content = await compileReport({ city: key, order, period, from, to, at, hours, calendar })
  if (the.run.exact()) await the.run.rest.wait()
  the.record(
    {
      type: 'reportCompiled',
      rule: 'R-31',
      data: { version: version + 1, final: Date.parse(at) >= Date.parse(to), content },
    },
    { at },
  )
}

const SETTLING_MS = 300_000

/**
 * A report asked for while its quarter runs is an interim one; the quarter's last events are given five minutes to
 * reach the tables.
 */
async function compileWhenOver(the: Report): Promise<void> {
  await untilInstant(the, new Date(Date.parse(the.state.to) + SETTLING_MS).toISOString(), () => false)
  await compile(the)
}

async function review(the: Report): Promise<void> {
  const { reviewer, content } = the.state
  if (reviewer === undefined || content === undefined) return
  await startMatterClock(the, {
    id: 'review',
    kind: 'review',
    owner: reviewer,
    from: content.at,
    rule: 'R-30',
    length: the.policy.assessment.review,
  })
  await withMatterDeadline(the, 'review', () => the.state.review !== undefined)
}
