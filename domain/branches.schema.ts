import { z } from 'zod'
import { isChinesePhone } from './demand/formats.ts'
import { LineIdSchema } from './case/line.schema.ts'
import { RoadSectionSchema } from './survey/opinion.schema.ts'
import { ServicesSchema } from './demand/registration.schema.ts'
import { STOP_REASONS } from './clocks/deadline.ts'

const text = (most: number) => z.string().trim().min(1).max(most)
const date = z.iso.date('应为 YYYY-MM-DD')
const instant = z.iso.datetime({ offset: true, message: '应为带时区的时间，如 2026-11-25T09:00:00+08:00' })
const lines = z
  .array(LineIdSchema)
  .min(1)
  .max(20)
  .refine((ids) => new Set(ids).size === ids.length, '服务不能重复')
const fen = z.int().positive().max(100_000_000_00)

/** 一次性告知: everything that is missing, once. */
export const SupplementRequestSchema = z.strictObject({
  items: z.array(text(100)).min(1).max(50).describe('需补正的内容（字段路径），须一次列全'),
  message: text(1000).describe('告知内容'),
})
export const SupplementSchema = z.strictObject({ services: ServicesSchema.describe('补正后的联合报装事项') })

/** a waiver with reason and signer takes the place of a survey. */
export const WaiverSchema = z.strictObject({
  reason: text(1000).describe('不需踏勘的理由'),
  signer: text(50).describe('签发人'),
})
export const BookingSchema = z.strictObject({ date: date.describe('改约的踏勘日期') })
/** when a party cannot come, and when the convener has set the visit. */
export const UnavailabilitySchema = z
  .strictObject({ from: instant, to: instant })
  .refine((span) => Date.parse(span.to) > Date.parse(span.from), { path: ['to'], message: '结束时间应晚于开始时间' })
export const VisitTimeSchema = z.strictObject({ at: instant.describe('踏勘时间') })
/** R-01: the utilities' one joint visit after an early registration. */
export const JointVisitSchema = z.strictObject({
  date: date.describe('上门日期'),
  orgs: z
    .array(text(30))
    .min(1)
    .max(20)
    .refine((orgs) => new Set(orgs).size === orgs.length, '单位不能重复')
    .describe('同行单位'),
  findings: text(4000).describe('对接情况'),
})

/**
 * R-17: approvals that a promise cannot replace, applied for together; the schedule stands in for 附件3's where there
 * is none.
 */
export const ApprovalApplicationSchema = z
  .strictObject({
    approvals: z
      .array(text(40))
      .max(20)
      .refine((keys) => new Set(keys).size === keys.length, '审批事项不能重复')
      .describe('申请的审批事项；告知承诺受限而外线工程无须审批的不填（R-29）'),
    worksFrom: date.describe('施工时间起'),
    worksTo: date.describe('施工时间止'),
    sections: z.array(RoadSectionSchema).min(1).max(50),
    responsible: text(50).describe('责任人'),
  })
  .refine((application) => application.worksTo >= application.worksFrom, {
    path: ['worksTo'],
    message: '施工结束日期不能早于开始日期',
  })
export const ApprovalRefSchema = z.strictObject({ approval: text(100).describe('审批编号'), message: text(2000) })
export const ApprovalDecisionSchema = z
  .strictObject({
    approval: text(100).describe('审批编号'),
    approved: z.boolean(),
    reason: text(2000).optional().describe('不予批准的理由'),
  })
  .refine((decision) => decision.approved || decision.reason !== undefined, {
    path: ['reason'],
    message: '不予批准时须说明理由',
  })

/** this line's works share a trench with those of another line, of the same case or of another. */
export const SharedTrenchSchema = z.strictObject({
  line: LineIdSchema,
  with: z.strictObject({
    serviceNumber: text(30).describe('对方的联合报装服务编号'),
    line: LineIdSchema.describe('对方的服务线'),
  }),
})

/** more time for a rectification, asked for and granted. */
export const ExtensionRequestSchema = z.strictObject({
  order: text(80),
  dueDate: date.describe('申请的新期限'),
  reason: text(1000),
})
export const ExtensionDecisionSchema = z
  .strictObject({ order: text(80), granted: z.boolean(), reason: text(1000).optional().describe('不予延期的理由') })
  .refine((decision) => decision.granted || decision.reason !== undefined, {
    path: ['reason'],
    message: '不予延期时须说明理由',
  })

/** emergency repair starts at once, told at once, filed within 24 hours. */
export const EmergencyRepairSchema = z.strictObject({
  line: LineIdSchema,
  place: text(200).describe('抢修地点'),
  what: text(1000).describe('抢修原因'),
})
export const EmergencyFilingSchema = z.strictObject({
  repair: text(80).describe('抢修编号'),
  report: text(4000).describe('补办说明'),
})

/**
 * inner works at the user's request only; amounts in fen (分). There is no field for a fee on outer works.
 */
export const InnerWorksRequestSchema = z.strictObject({
  line: LineIdSchema,
  scope: text(1000).describe('红线内施工需求'),
})
export const InnerWorksQuoteSchema = z.strictObject({
  line: LineIdSchema,
  items: z
    .array(z.strictObject({ name: text(100), amountFen: fen }))
    .min(1)
    .max(100),
  priceDocument: text(200).describe('价格依据（发改局现行文件）'),
})
export const InstalmentPlanSchema = z.strictObject({
  line: LineIdSchema,
  parts: z
    .array(z.strictObject({ dueDate: date, amountFen: fen }))
    .min(1)
    .max(60)
    .refine(
      (parts) => parts.every((part, index) => index === 0 || part.dueDate > (parts[index - 1]?.dueDate ?? '')),
      '各期日期应依次递增',
    ),
})
export const PaymentSchema = z.strictObject({
  line: LineIdSchema,
  part: z.int().min(1).max(60).describe('第几期'),
  paidOn: date,
})

export const MissedAppointmentSchema = z.strictObject({
  line: LineIdSchema,
  by: z.enum(['user', 'utility']).describe('失约方'),
  note: text(1000),
})

/** */
export const ContactSchema = z
  .strictObject({
    contact: text(50).optional(),
    phone: z.string().trim().refine(isChinesePhone, '应为手机号或带区号的固定电话').optional(),
  })
  .refine((change) => change.contact !== undefined || change.phone !== undefined, '联系人与联系电话至少填一项')
export const DropSchema = z.strictObject({ lines, reason: text(1000) })
export const HastenSchema = z.strictObject({
  task: text(120).describe('待办编号'),
  note: text(1000).describe('催办说明'),
})
export const ReassignSchema = z.strictObject({
  task: text(120).describe('待办编号'),
  person: text(100).describe('转办给'),
})
export const SuspensionSchema = z.strictObject({
  deadline: text(100).describe('时限编号'),
  reason: z.enum(STOP_REASONS).describe('停表理由'),
  note: text(1000),
})
export const ResumptionSchema = z.strictObject({ deadline: text(100).describe('时限编号') })
