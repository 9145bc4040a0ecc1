import { z } from 'zod'
import {
  MEETING_REPORT_ACTS,
  MEETING_REPORT_STATUSES,
  meetingReportId,
  RESOLUTION_STATUSES,
} from '../../domain/assessment/meeting-report.ts'
import type { MeetingReportAct, Resolution } from '../../domain/assessment/meeting-report.ts'
import type { MeetingReportBodies } from '../../domain/assessment/meeting-report.schema.ts'
import { periodName } from '../../domain/assessment/period.ts'
import type { Trace } from './check-history.ts'
import { ProblemAnswer } from './client.ts'
import { expect } from './driven-case.ts'
import { checkMatter } from './matter-history.ts'
import { lead, officer } from './party.ts'
import type { Party } from './party.ts'
import type { Context } from './scenario.ts'
import { until } from './wait.ts'
import { dateAhead } from './works-steps.ts'

const OFFICE = officer('office')
const FINDINGS = '住建局的数据与各单位核对一致'
const OpenedSchema = z.object({ status: z.enum(MEETING_REPORT_STATUSES) })
const ReportSchema = OpenedSchema.extend({
  statusName: z.string(),
  version: z.int(),
  final: z.boolean(),
  compiledAt: z.string().optional(),
  review: z.object({}).optional(),
  meeting: z.object({}).optional(),
  followUp: z.array(z.object({ number: z.int(), org: z.string(), status: z.enum(RESOLUTION_STATUSES) })),
})
type Report = z.infer<typeof ReportSchema>

/** this quarter's report is an interim one until the quarter is over; it is made final by itself then. */
export async function interim(context: Context, quarter: string): Promise<void> {
  await compile(context, quarter)
  const { version, final, statusName } = await reportUntil(
    context,
    quarter,
    '生成',
    ({ compiledAt }) => compiledAt !== undefined,
  )
  context.tell.note(`${periodName(quarter)}：${statusName}（第 ${version} 版）`)
  if (final) return
  const answer: unknown = await context.client
    .post(lead('fagai'), `/api/v1/reports/${quarter}/review`, { endorsed: true, findings: FINDINGS }, OpenedSchema)
    .catch((error: unknown) => error)
  expect(answer instanceof ProblemAnswer && answer.problem.code === 'wrong-stage', '未定稿的报告应不能复核')
  context.tell.act('fagai', `想先复核阶段报告 → 拒绝：${answer.problem.detail}`)
}

/**
 * a quarter that is over: compiled, reviewed by another bureau than the assessor, and closed with the
 * meeting. What an earlier run did stays.
 */
export async function toMeeting(context: Context, quarter: string, resolved: Resolution): Promise<void> {
  const traces: Trace[] = []
  const id = meetingReportId(context.city.key, quarter)
  const mine = await compile(context, quarter)
  const { review, meeting: held } = await reportUntil(context, quarter, '定稿', ({ final }) => final)
  if (review === undefined) {
    await act(
      context,
      quarter,
      lead('fagai'),
      'reviewReport',
      { endorsed: true, findings: FINDINGS },
      `复核${periodName(quarter)}报告：认可，${FINDINGS}`,
    )
    traces.push({ type: 'reportReviewed', rule: 'R-30', party: lead('fagai') })
  }
  if (held === undefined) {
    const today = dateAhead(context.city.hours, 0)
    await act(
      context,
      quarter,
      OFFICE,
      'recordMeeting',
      { date: today, resolutions: [{ ...resolved, dueDate: dateAhead(context.city.hours, 7) }] },
      `记录联席会议，议定：${resolved.text}`,
    )
    traces.push({ type: 'meetingHeld', rule: 'R-31', party: OFFICE })
  }
  await follow(context, quarter, traces)
  await reportUntil(context, quarter, '结束', ({ status }) => status === 'closed')
  await print(context, quarter, [
    ...(review === undefined ? [FINDINGS] : []),
    ...(held === undefined ? [resolved.text] : []),
  ])
  if (mine) traces.push({ type: 'reportOpened', rule: 'R-31', party: OFFICE })
  context.progress.serviceNumber = id
  context.progress.workflow = await checkMatter(context, {
    id,
    path: `reports/${quarter}`,
    name: `${periodName(quarter)}报告`,
    closing: 'reportClosed',
    traces,
    ...(mine ? { acts: 4 } : {}),
  })
}

/** what the meeting resolved is done, and looked at by the office; what an earlier run did stays. */
async function follow(context: Context, quarter: string, traces: Trace[]): Promise<void> {
  const { followUp } = await reportUntil(context, quarter, '会议', ({ meeting }) => meeting !== undefined)
  for (const { number, org, status } of followUp) {
    if (status === 'open') {
      const report = '已按会议要求办结'
      await act(
        context,
        quarter,
        lead(org),
        'reportResolution',
        { resolution: number, report },
        `报告第 ${number} 项：${report}`,
      )
      traces.push({ type: 'resolutionReported', rule: 'R-31', party: lead(org) })
    }
    if (status === 'open' || status === 'reported') {
      const done = { outcome: 'done', resolution: number } as const
      await act(context, quarter, OFFICE, 'checkResolution', done, `核对第 ${number} 项：已落实`)
      traces.push({ type: 'resolutionChecked', rule: 'R-31', party: OFFICE })
    }
  }
}

/** Gives whether it was not there yet: once a quarter. */
async function compile({ client, tell }: Context, quarter: string): Promise<boolean> {
  try {
    await client.post(OFFICE, '/api/v1/reports', { period: quarter }, OpenedSchema)
    tell.act(OFFICE.org, `编制${periodName(quarter)}联席会议报告`)
    return true
  } catch (error) {
    if (!(error instanceof ProblemAnswer) || error.problem.code !== 'already-done') throw error
    tell.act(OFFICE.org, `编制${periodName(quarter)}联席会议报告 → 409：${error.problem.detail}`)
    return false
  }
}

async function act<A extends MeetingReportAct>(
  { client, tell }: Context,
  quarter: string,
  party: Party,
  type: A,
  body: MeetingReportBodies[A],
  told: string,
): Promise<void> {
  await client.post(party, `/api/v1/reports/${quarter}/${MEETING_REPORT_ACTS[type].path}`, body, OpenedSchema)
  tell.act(party.org, told)
}

async function print({ client, tell, city }: Context, quarter: string, said: readonly string[]): Promise<void> {
  const paper = await client.text(lead('group'), `/api/v1/reports/${quarter}/document`)
  for (const words of [`${city.name}水电气网联动报装联席会议报告`, periodName(quarter), ...said])
    expect(paper.includes(words), `打印的报告里应有：${words}`)
  tell.act(
    'group',
    `取可打印的报告：GET /api/v1/reports/${quarter}/document，${Math.round(paper.length / 1_000)} 千字符`,
  )
}

async function reportUntil(
  { client, progress: { stages } }: Context,
  quarter: string,
  what: string,
  good: (report: Report) => boolean,
): Promise<Report> {
  const report = await until(
    `${periodName(quarter)}报告${what}`,
    () => client.get(OFFICE, `/api/v1/reports/${quarter}`, ReportSchema),
    good,
    { withinMs: 30_000 },
  )
  if (stages.at(-1) !== report.status) stages.push(report.status)
  return report
}
