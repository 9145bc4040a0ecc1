/** figures as they are answered. */
import { z } from 'zod'
import { LINKS, RESULTS } from '../../domain/assessment/assessment.ts'
import { DEADLINE_KINDS } from '../../domain/clocks/deadline.ts'
import { TimeSchema } from './time.schema.ts'

const share = z.number().optional()

export const FiguresSchema = z.object({
  volume: z.int().describe('计入本期的时限'),
  onTime: z.int().describe('按时'),
  overdue: z.int().describe('超期'),
  running: z.int().describe('在办'),
  onTimeRate: share.describe('按时 ÷（按时 + 超期）'),
  meanUse: share.describe('已用 ÷ 允许的工作时间，平均；停表不计，大于 1 为超期'),
  worstUse: share.describe('同上，最长的一件'),
  absences: z.int().describe('踏勘缺席'),
  rectificationsOrdered: z.int().describe('被责令整改'),
  rectificationsMissed: z.int().describe('逾期未整改（承诺未兑现）'),
  appointmentsMissed: z.int().describe('接入失约：承办单位确认的与综窗认定的（R-25）'),
  worksStopped: z.int().describe('其中责令停工的'),
  approvalsRevoked: z.int().describe('凭承诺取得而被撤销的（次）'),
  worksExtended: z.int().describe('施工延期获准（次），原定日期仍计（R-19）'),
  guided: z.int().describe('引导记录：告知并引导用户申请（R-01），按告知之日'),
  guidedFiled: z.int().describe('其中此后登记了申请的'),
  inquiries: z.int().describe('咨询：由本单位答复或待本单位答复的（R-10），按提出之日'),
  inquiriesAnswered: z.int().describe('其中已答复的'),
  inquiriesLate: z.int().describe('咨询逾期：逾期才答复、转出，或逾期未答复的；期限未经采用的列入参照执行'),
})

const PartsSchema = {
  binding: FiguresSchema.describe('本方案适用'),
  advisory: FiguresSchema.describe('参照执行（R-06），不计入前者'),
}
const OrgSchema = z.object({ org: z.string(), orgName: z.string() })

const AssessmentRowSchema = z.object({
  ...OrgSchema.shape,
  link: z.enum(LINKS),
  linkName: z.string(),
  assessedBy: z.string().describe('考核单位；考核单位本身由复核单位考核'),
  assessedByName: z.string(),
  ...PartsSchema,
})

export const AssessmentViewShape = {
  rows: z.array(AssessmentRowSchema),
  organisations: z.array(OrgSchema.extend(PartsSchema)),
  links: z.array(z.object({ link: z.enum(LINKS), linkName: z.string(), ...PartsSchema })),
  total: z.object(PartsSchema),
}

export const CountedDeadlineSchema = z.object({
  serviceNumber: z.string(),
  laterInspection: z.string().optional().describe('办结后的检查的编号；没有此项：申请的时限'),
  id: z.string(),
  kind: z.enum(DEADLINE_KINDS),
  kindName: z.string(),
  line: z.string().optional(),
  link: z.enum(LINKS),
  ...OrgSchema.shape,
  advisory: z.boolean().describe('参照执行'),
  startedAt: TimeSchema,
  dueAt: TimeSchema,
  countedAt: TimeSchema.describe('计入哪一期，依此时间'),
  metAt: TimeSchema.optional(),
  passedAt: TimeSchema.optional(),
  stoppedAt: TimeSchema.optional(),
  result: z.enum(RESULTS),
  resultName: z.string(),
  minutes: z.int().describe('允许的工作分钟'),
  use: share.describe('已用 ÷ 允许；在办的至今'),
})
