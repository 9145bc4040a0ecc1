import { z } from 'zod'
import { MEETING_REPORT_ACTS, MEETING_REPORT_STATUSES, meetingReportId } from '../../../domain/meeting-report.ts'
import type { MeetingReportAct } from '../../../domain/meeting-report.ts'
import type { MeetingReportBodies } from '../../../domain/meeting-report.schema.ts'
import { periodName, quarterAt, quartersOver } from '../../../domain/period.ts'
import type { Trace } from '../check-history.ts'
import { ProblemAnswer } from '../client.ts'
import { appoint, fileConnectable, signReceipts, soon } from '../common-steps.ts'
import { DrivenCase, expect } from '../driven-case.ts'
import { factoryForm } from '../forms.ts'
import { checkMatter } from '../matter-history.ts'
import { auditor, INTAKE, lead, officer } from '../party.ts'
import type { Party } from '../party.ts'
import type { Context, Scenario } from '../scenario.ts'
import { dayAndClock } from '../teller.ts'
import { until } from '../wait.ts'
import { dateAhead } from '../works-steps.ts'

const OFFICE = officer('office')
const [LATE, LINE] = ['ranqi', 'gas:ranqi'] as const
const LATE_BY_MS = 2_000
const FINDINGS = '超期一项属实，停表均有依据'
const RESOLVED = '燃气接入一律当日报告'

const FiguresSchema = z.object({ binding: z.object({ volume: z.int(), onTime: z.int(), overdue: z.int(), onTimeRate: z.number().optional(), worstUse: z.number().optional() }) })
const AssessmentSchema = z.object({ periodName: z.string(), rows: z.array(FiguresSchema.extend({ org: z.string(), orgName: z.string(), link: z.string(), linkName: z.string(), assessedByName: z.string() })), total: FiguresSchema })
const DeadlinesSchema = z.object({ items: z.array(z.object({ serviceNumber: z.string(), kindName: z.string(), org: z.string(), resultName: z.string(), use: z.number().optional(), dueAt: z.string(), metAt: z.string().optional() })), next: z.string().optional() })
const OpenedSchema = z.object({ status: z.enum(MEETING_REPORT_STATUSES) })
const ReportSchema = OpenedSchema.extend({ statusName: z.string(), version: z.int(), final: z.boolean(), compiledAt: z.string().optional(), review: z.object({}).optional(), meeting: z.object({}).optional() })

export const assessment: Scenario = {
  name: 'assessment',
  city: 'drill',
  title: '考核与联席会议：超期落到单位与环节，查到那一件，导出，季度报告经复核、开会后结束',
  async run(context: Context): Promise<void> {
    const { hours: { utcOffsetMinutes } } = context.city
    const now = new Date().toISOString()
    await connectLate(context)
    const quarter = quarterAt(now, utcOffsetMinutes)
    await readFigures(context, quarter)
    await drillDown(context, quarter)
    await exportTable(context, quarter)
    await interim(context, quarter)
    const [last] = quartersOver(now, utcOffsetMinutes, 1)
    expect(last !== undefined, '应有上一季度')
    await meeting(context, last.key)
  },
}

/** one service, connected after its time. */
async function connectLate(context: Context): Promise<void> {
  const driven = await DrivenCase.register(context, INTAKE, factoryForm({ name: '演练市望山食品有限公司', creditCode: '91350200MA2YJ1XR9G' }, { services: { gas: { business: 'new', use: 'production', cubicMetresPerDay: 300 } } }))
  await signReceipts(driven, context)
  for (const org of ['zigui', 'chengguan']) await driven.act(officer(org), 'fileOpinion', { remarks: '不占路、不占绿' }, '')
  await fileConnectable(driven, LINE, { laidInAdvance: true, remarks: '燃气管已到厂区' })
  await appoint(driven, soon())
  await driven.until('接入超期', ({ deadlines }) => deadlines.some(({ kind, dueAt }) => kind === 'connection' && Date.parse(dueAt) + LATE_BY_MS < Date.now()))
  await driven.act(officer(LATE), 'reportConnected', { line: LINE }, '用气已接入（超期之后）')
  await driven.until('办结', ({ stage }) => stage === 'closed')
  await driven.finish(auditor('fagai'))
}

/** whose figure it is, in which link, and who assesses it. */
async function readFigures({ client, tell }: Context, quarter: string): Promise<void> {
  const { rows, total, periodName: named } = await client.get(OFFICE, `/api/v1/assessments?period=${quarter}`, AssessmentSchema)
  const row = rows.find(({ org, link }) => org === LATE && link === 'connection')
  expect(row !== undefined && row.binding.overdue > 0 && (row.binding.worstUse ?? 0) > 1, '燃气公司在验收接入一环应有超期')
  expect(total.binding.volume === rows.reduce((sum, { binding }) => sum + binding.volume, 0), '各单位各环节之和应等于全市')
  tell.act(OFFICE.org, `看${named}考核数据：${rows.length} 行，全市时限 ${total.binding.volume} 个，超期 ${total.binding.overdue} 个`)
  tell.note(`🔴 ${row.orgName} · ${row.linkName}：超期 ${row.binding.overdue}，按时率 ${Math.round((row.binding.onTimeRate ?? 0) * 100)}%，最长用时为允许的 ${row.binding.worstUse?.toFixed(2)} 倍；由${row.assessedByName}考核`)
  const own = await client.get(officer(LATE), `/api/v1/assessments?period=${quarter}`, AssessmentSchema)
  expect(own.rows.every(({ org }) => org === LATE), '公用事业单位应只看到本单位')
}

/** from a figure to the deadlines that it counts. */
async function drillDown({ client, tell, progress }: Context, quarter: string): Promise<void> {
  for (let cursor = ''; ;) {
    const page = await client.get(OFFICE, `/api/v1/assessments/deadlines?period=${quarter}&org=${LATE}&link=connection&result=overdue&limit=500${cursor}`, DeadlinesSchema)
    const found = page.items.find(({ serviceNumber }) => serviceNumber === progress.serviceNumber)
    if (found !== undefined) return tell.note(`这个数字里有 ${found.serviceNumber}：${found.kindName}，应于 ${told(found.dueAt)} 前，实于 ${found.metAt === undefined ? '—' : told(found.metAt)}，${found.resultName}（用时 ${found.use?.toFixed(2)} 倍）`)
    expect(page.next !== undefined, `超期的时限中应有 ${progress.serviceNumber}`)
    cursor = `&cursor=${page.next}`
  }
}

function told(instant: string): string {
  return dayAndClock(new Date(instant))
}

async function exportTable({ client, tell }: Context, quarter: string): Promise<void> {
  const lines = (await client.text(OFFICE, `/api/v1/assessments.csv?period=${quarter}`)).trimEnd().split('\r\n')
  const row = lines.find((line) => line.includes(tell.nameOf(LATE)) && line.includes('验收接入'))
  expect(row !== undefined, '导出的表里应有燃气公司的验收接入')
  tell.act(OFFICE.org, `导出 CSV（Excel 直接打开）：${lines.length} 行，如 ${row}`)
}

/** this quarter's report is an interim one until the quarter is over; it is made final by itself then. */
async function interim(context: Context, quarter: string): Promise<void> {
  await compile(context, quarter)
  const { version, final, statusName } = await reportUntil(context, quarter, '生成', ({ compiledAt }) => compiledAt !== undefined)
  context.tell.note(`${periodName(quarter)}：${statusName}（第 ${version} 版）`)
  if (final) return
  const answer: unknown = await context.client.post(lead('fagai'), `/api/v1/reports/${quarter}/review`, { endorsed: true, findings: FINDINGS }, OpenedSchema).catch((error: unknown) => error)
  expect(answer instanceof ProblemAnswer && answer.problem.code === 'wrong-stage', '未定稿的报告应不能复核')
  context.tell.act('fagai', `想先复核阶段报告 → 拒绝：${answer.problem.detail}`)
}

/** a quarter that is over: compiled, reviewed by another bureau than the assessor, and closed with the meeting. What an earlier run did stays. */
async function meeting(context: Context, quarter: string): Promise<void> {
  const traces: Trace[] = []
  const mine = await compile(context, quarter)
  const { review, meeting: held } = await reportUntil(context, quarter, '定稿', ({ final }) => final)
  if (review === undefined) {
    await act(context, quarter, lead('fagai'), 'reviewReport', { endorsed: true, findings: FINDINGS }, `复核${periodName(quarter)}报告：认可，${FINDINGS}`)
    traces.push({ type: 'reportReviewed', rule: 'R-30', party: lead('fagai') })
  }
  if (held === undefined) {
    const today = dateAhead(context.city.hours, 0)
    await act(context, quarter, OFFICE, 'recordMeeting', { date: today, resolutions: [{ text: RESOLVED, org: LATE, dueDate: today }] }, `记录联席会议：${RESOLVED}（${context.tell.nameOf(LATE)}）`)
    traces.push({ type: 'meetingHeld', rule: 'R-31', party: OFFICE })
  }
  await reportUntil(context, quarter, '结束', ({ status }) => status === 'closed')
  await print(context, quarter)
  if (mine) traces.push({ type: 'reportOpened', rule: 'R-31', party: OFFICE })
  await checkMatter(context, {
    id: meetingReportId(context.city.key, quarter), path: `reports/${quarter}`, name: `${periodName(quarter)}报告`, closing: 'reportClosed', traces, ...(mine ? { acts: 2 } : {}),
  })
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

async function act<A extends MeetingReportAct>({ client, tell }: Context, quarter: string, party: Party, type: A, body: MeetingReportBodies[A], told: string): Promise<void> {
  await client.post(party, `/api/v1/reports/${quarter}/${MEETING_REPORT_ACTS[type].path}`, body, OpenedSchema)
  tell.act(party.org, told)
}

async function print({ client, tell, city }: Context, quarter: string): Promise<void> {
  const paper = await client.text(lead('group'), `/api/v1/reports/${quarter}/document`)
  for (const words of [`${city.name}水电气网联动报装联席会议报告`, periodName(quarter), FINDINGS, RESOLVED]) expect(paper.includes(words), `打印的报告里应有：${words}`)
  tell.act('group', `取可打印的报告：GET /api/v1/reports/${quarter}/document，${Math.round(paper.length / 1_000)} 千字符`)
}

function reportUntil({ client }: Context, quarter: string, what: string, good: (report: z.infer<typeof ReportSchema>) => boolean): Promise<z.infer<typeof ReportSchema>> {
  return until(`${periodName(quarter)}报告${what}`, () => client.get(OFFICE, `/api/v1/reports/${quarter}`, ReportSchema), good, { withinMs: 30_000 })
}
