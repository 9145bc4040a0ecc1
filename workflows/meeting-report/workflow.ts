import { condition, proxyActivities } from '@temporalio/workflow'
import type { ReportActivities } from '../ports/reports.ts'
import type { MeetingReportBody } from '../../domain/assessment/meeting-report.ts'
import { REPORT } from '../lib/activity-profiles.ts'
import { startMatterClock, untilInstant, withMatterDeadline } from '../matter/clock.ts'
import type { MatterClockStart } from '../matter/clock.ts'
import { ownStart } from '../lib/own-start.ts'
import { matter } from '../matter/matter.ts'
import { now } from '../lib/run.ts'
import type { Matter } from '../matter/matter.ts'
import type { MatterResult } from '../matter/messages.ts'
import type { MeetingReportInput } from './messages.ts'
import { MEETING_REPORT } from './core/acts.ts'
import { checkClock, resolutionClock } from './core/state.ts'
import type { FollowedResolution, MeetingReportState } from './core/state.ts'

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
      await Promise.all([review(the), meetingAndAfter(the)])
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
      ...(policy.assessment.meeting === undefined ? {} : { follows: true as const }),
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

/** held by a date, and what it resolves followed until it is done. A report of 0.6 ends with the meeting. */
async function meetingAndAfter(the: Report): Promise<void> {
  const held = () => the.state.meeting !== undefined
  const { follows, office, content } = the.state
  const length = the.policy.assessment.meeting?.held.length
  if (follows !== true || length === undefined || content === undefined) return condition(held)
  if (!held()) {
    await startMatterClock(the, {
      id: 'meeting',
      kind: 'meeting',
      owner: office,
      from: content.at,
      rule: 'R-31',
      length,
    })
    await withMatterDeadline(the, 'meeting', held)
  }
  await Promise.all((the.state.followUp ?? []).map(({ number }) => follow(the, number)))
}

/** Its owner has until its date, the office a term to look; returned, it begins again. */
async function follow(the: Report, number: number): Promise<void> {
  for (;;) {
    const one = the.state.followUp?.[number - 1]
    if (one === undefined || one.status === 'done' || one.status === 'dropped') return
    const { status, round } = one
    const over = () => {
      const now = the.state.followUp?.[number - 1]
      return now?.status !== status || now.round !== round
    }
    const clock = status === 'open' ? ownerClock(the, one) : officeClock(the, one)
    await startMatterClock(the, clock)
    await withMatterDeadline(the, clock.id, over)
  }
}

/** In the drill city as fast as a meeting is held, whatever the date. */
function ownerClock({ policy }: Report, one: FollowedResolution): MatterClockStart {
  const { org: owner, dueDate: date, since: from } = one
  const drilled = policy.drill ? policy.assessment.meeting?.held.length : undefined
  const length = drilled?.kind === 'elapsedSeconds' ? drilled : ({ kind: 'byDate', date } as const)
  return { id: resolutionClock(one), kind: 'resolution', owner, from, rule: 'R-31', length }
}

function officeClock({ policy, state: { office } }: Report, one: FollowedResolution): MatterClockStart {
  const length = policy.assessment.meeting?.check.length
  if (length === undefined) throw new Error('no term for looking')
  const from = one.reported?.at ?? one.since
  return { id: checkClock(one), kind: 'resolutionCheck', owner: office, from, rule: 'R-31', length }
}
