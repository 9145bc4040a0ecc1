import { z } from 'zod'
import { INSTALMENT_MODES } from '../../domain/instalments/agreement.ts'
import { LIGHTS } from '../../domain/clocks/deadline.ts'
import { SectionSchema } from './road-works.schema.ts'
import { TimeSchema } from './time.schema.ts'

const Fen = z.int().describe('金额（分）')
const LightSchema = z.enum(LIGHTS)

/** 一次性告知 and its answer. */
export const SupplementViewSchema = z.object({
  requestedAt: TimeSchema,
  items: z.array(z.string()).describe('须补正的字段'),
  until: TimeSchema.optional().describe('补正的期限；逾期的，所等的服务不予受理（R-03）'),
  answeredAt: TimeSchema.optional(),
})

/** R-01: the utilities' one joint visit. */
export const JointVisitViewSchema = z.object({
  date: z.string(),
  orgs: z.array(z.object({ org: z.string(), orgName: z.string() })),
  findings: z.string(),
})

/** what came from the data-sharing platforms, and what did not. */
export const SharedDataViewSchema = z.object({
  items: z.array(z.object({ name: z.string(), value: z.string() })),
  missing: z.array(z.string()),
})

export const WaiverViewSchema = z.object({
  reason: z.string(),
  signer: z.string().optional().describe('按类免于踏勘的没有'),
})

/** one approval under parallel decision. */
export const ApprovalViewSchema = z.object({
  id: z.string(),
  key: z.string(),
  name: z.string(),
  org: z.string(),
  orgName: z.string(),
  authority: z.string(),
  authorityName: z.string(),
  lines: z.array(z.string()),
  status: z.enum(['applied', 'approved', 'refused']),
  statusName: z.string(),
  appliedAt: TimeSchema,
  decidedAt: TimeSchema.optional(),
  reason: z.string().optional(),
  consent: z.literal(true).optional().describe('审批部门之外还须其同意的部门（R-15）'),
  extends: z.literal(true).optional().describe('已批准的延期'),
  validFrom: z.string().optional().describe('批准自何日起有效，YYYY-MM-DD'),
  validTo: z.string().optional().describe('批准至何日有效：其后施工须先延期'),
  supplement: z.object({ requestedAt: TimeSchema, suppliedAt: TimeSchema.optional() }).optional(),
  due: TimeSchema.optional(),
  light: LightSchema.optional(),
})

/** the lead's one result of all that a utility applied for. */
export const JointResultViewSchema = z.object({
  org: z.string(),
  orgName: z.string(),
  lead: z.string(),
  leadName: z.string(),
  version: z.int(),
  issuedAt: TimeSchema,
  approvals: z.array(z.string()).describe('所含审批的编号'),
})

/** when and where a utility's outer works go on, by 附件3 or by its application for approvals. */
export const ScheduleViewSchema = z.object({
  org: z.string(),
  orgName: z.string(),
  version: z.int(),
  at: TimeSchema,
  worksFrom: z.string(),
  worksTo: z.string(),
  sections: z.array(SectionSchema),
  responsible: z.string(),
})

/** an emergency repair, filed within 24 hours. */
export const RepairViewSchema = z.object({
  id: z.string(),
  line: z.string(),
  org: z.string(),
  orgName: z.string(),
  place: z.string(),
  what: z.string(),
  startedAt: TimeSchema,
  filedAt: TimeSchema.optional(),
  due: TimeSchema.optional(),
  light: LightSchema.optional(),
})

/** inside the red line, at the user's wish. */
export const InnerWorksViewSchema = z.object({
  scope: z.string(),
  amountFen: Fen.optional(),
  priceDocument: z.string().optional().describe('价格依据'),
  parts: z.array(
    z.object({ part: z.int(), dueDate: z.string(), amountFen: Fen, paid: z.boolean(), paidOn: z.string().optional() }),
  ),
  wished: z
    .object({
      mode: z.enum(INSTALMENT_MODES),
      modeName: z.string(),
      matter: z.string().optional().describe('分期事项的地址'),
    })
    .optional()
    .describe('用户的分期意愿，双方在其分期事项中签字（R-23）'),
})
