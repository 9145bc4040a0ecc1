import { z } from 'zod'
import { LINKS } from '../../../domain/assessment/assessment.ts'
import { LIGHTS } from '../../../domain/clocks/deadline.ts'
import { quarterAt, quartersOver } from '../../../domain/assessment/period.ts'
import { appoint, fileConnectable, signReceipts, soon } from '../common-steps.ts'
import { DrivenCase, expect } from '../driven-case.ts'
import { factoryForm } from '../forms.ts'
import { auditor, INTAKE, officer } from '../party.ts'
import { interim, toMeeting } from '../report-steps.ts'
import type { Context, Scenario } from '../scenario.ts'
import { dayAndClock } from '../teller.ts'

const OFFICE = officer('office')
const [LATE, LINE] = ['ranqi', 'gas:ranqi'] as const
const LATE_BY_MS = 2_000

const FiguresSchema = z.object({
  binding: z.object({
    volume: z.int(),
    onTime: z.int(),
    overdue: z.int(),
    onTimeRate: z.number().optional(),
    worstUse: z.number().optional(),
  }),
})
const RowSchema = FiguresSchema.extend({
  org: z.string(),
  orgName: z.string(),
  link: z.enum(LINKS),
  linkName: z.string(),
  assessedByName: z.string(),
})
type Row = z.infer<typeof RowSchema>
const AssessmentSchema = z.object({ periodName: z.string(), rows: z.array(RowSchema), total: FiguresSchema })
const DeadlinesSchema = z.object({
  items: z.array(
    z.object({
      serviceNumber: z.string(),
      laterInspection: z.string().optional(),
      id: z.string(),
      kindName: z.string(),
      org: z.string(),
      resultName: z.string(),
      use: z.number().optional(),
      dueAt: z.string(),
      metAt: z.string().optional(),
    }),
  ),
})
const LightsSchema = z.object({ deadlines: z.array(z.object({ id: z.string(), light: z.enum(LIGHTS) })) })

export const assessment: Scenario = {
  name: 'assessment',
  city: 'drill',
  title: '考核与联席会议：超期落到单位与环节，查到那一件，导出，季度报告经复核、开会后结束',
  async run(context: Context): Promise<void> {
    const {
      hours: { utcOffsetMinutes },
    } = context.city
    const now = new Date().toISOString()
    const quarter = quarterAt(now, utcOffsetMinutes)
    const row = (await lateUtility(context, quarter)) ?? (await connectLate(context, quarter))
    await readFigures(context, quarter, row)
    await drillDown(context, quarter, row)
    await exportTable(context, quarter, row)
    await interim(context, quarter)
    const [last] = quartersOver(now, utcOffsetMinutes, 1)
    expect(last !== undefined, '应有上一季度')
    await toMeeting(context, last.key, { text: `${row.linkName}超期的，一周内办结`, org: row.org })
  },
}

/** A utility that was late in an earlier scenario of this quarter. */
async function lateUtility({ client, city }: Context, quarter: string): Promise<Row | undefined> {
  const { rows } = await client.get(OFFICE, `/api/v1/assessments?period=${quarter}`, AssessmentSchema)
  const isUtility = (key: string) =>
    city.organisations.some((organisation) => organisation.key === key && organisation.kind === 'utility')
  return rows.find(({ org, binding }) => binding.overdue > 0 && isUtility(org))
}

/** nobody was: one service is connected after its time. */
async function connectLate(context: Context, quarter: string): Promise<Row> {
  const driven = await DrivenCase.register(
    context,
    INTAKE,
    factoryForm(
      { name: '演练市望山食品有限公司', creditCode: '91350200MA2YJ1XR9G' },
      { services: { gas: { business: 'new', use: 'production', cubicMetresPerDay: 300 } } },
    ),
  )
  await signReceipts(driven, context)
  for (const org of ['zigui', 'chengguan'])
    await driven.act(officer(org), 'fileOpinion', { remarks: '不占路、不占绿' }, '')
  await fileConnectable(driven, LINE, { laidInAdvance: true, remarks: '燃气管已到厂区' })
  await appoint(driven, soon())
  await driven.until('接入超期', ({ deadlines }) =>
    deadlines.some(({ kind, dueAt }) => kind === 'connection' && Date.parse(dueAt) + LATE_BY_MS < Date.now()),
  )
  await driven.act(officer(LATE), 'reportConnected', { line: LINE }, '用气已接入（超期之后）')
  await driven.until('办结', ({ stage }) => stage === 'closed')
  await driven.finish(auditor('fagai'))
  const row = await lateUtility(context, quarter)
  expect(row !== undefined && row.org === LATE && row.link === 'connection', '燃气公司在验收接入一环应有超期')
  return row
}

/** whose figure it is, in which link, and who assesses it. */
async function readFigures(
  { client, tell }: Context,
  quarter: string,
  { org, orgName, link, linkName, assessedByName }: Row,
): Promise<void> {
  const {
    rows,
    total,
    periodName: named,
  } = await client.get(OFFICE, `/api/v1/assessments?period=${quarter}`, AssessmentSchema)
  const row = rows.find((each) => each.org === org && each.link === link)
  expect(row !== undefined && (row.binding.worstUse ?? 0) > 1, '超期一环的最长用时应超过允许的')
  expect(
    total.binding.volume === rows.reduce((sum, { binding }) => sum + binding.volume, 0),
    '各单位各环节之和应等于全市',
  )
  tell.act(
    OFFICE.org,
    `看${named}考核数据：${rows.length} 行，全市时限 ${total.binding.volume} 个，超期 ${total.binding.overdue} 个`,
  )
  tell.note(
    `🔴 ${orgName} · ${linkName}：超期 ${row.binding.overdue}，` +
      `按时率 ${Math.round((row.binding.onTimeRate ?? 0) * 100)}%，` +
      `最长用时为允许的 ${row.binding.worstUse?.toFixed(2)} 倍；由${assessedByName}考核`,
  )
  const own = await client.get(officer(org), `/api/v1/assessments?period=${quarter}`, AssessmentSchema)
  expect(
    own.rows.every((each) => each.org === org),
    '公用事业单位应只看到本单位',
  )
  tell.act(org, `只看得到本单位的 ${own.rows.length} 行`)
}

/** from a figure to the deadlines that it counts. */
async function drillDown({ client, tell }: Context, quarter: string, { org, link }: Row): Promise<void> {
  const {
    items: [found],
  } = await client.get(
    OFFICE,
    `/api/v1/assessments/deadlines?period=${quarter}&org=${org}&link=${link}&result=overdue`,
    DeadlinesSchema,
  )
  expect(found !== undefined, '超期的数字应由某件的时限而来')
  tell.act(
    OFFICE.org,
    `这个数字从何而来：${found.serviceNumber}${found.laterInspection === undefined ? '' : ' 办结后的检查'}，` +
      `${found.kindName}，应于 ${told(found.dueAt)} 前，实于 ${found.metAt === undefined ? '—' : told(found.metAt)}，` +
      `${found.resultName}（用时 ${found.use?.toFixed(2)} 倍）`,
  )
  const shown =
    found.laterInspection === undefined
      ? `/api/v1/applications/${found.serviceNumber}`
      : `/api/v1/later-inspections/${found.laterInspection}`
  const { deadlines } = await client.get(OFFICE, shown, LightsSchema)
  expect(
    deadlines.some(({ id, light }) => id === found.id && light === 'red'),
    '那一件的这个时限应为红灯',
  )
}

async function exportTable({ client, tell }: Context, quarter: string, { orgName, linkName }: Row): Promise<void> {
  const lines = (await client.text(OFFICE, `/api/v1/assessments.csv?period=${quarter}`)).trimEnd().split('\r\n')
  const row = lines.find((line) => line.includes(`,${orgName},${linkName},`))
  expect(row !== undefined, `导出的表里应有${orgName}的${linkName}`)
  tell.act(OFFICE.org, `导出 CSV（Excel 直接打开）：${lines.length} 行，如 ${row}`)
}

function told(instant: string): string {
  return dayAndClock(new Date(instant))
}
