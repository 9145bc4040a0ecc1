import { z } from 'zod'
import { PromiseNumberSchema } from '../../domain/commitment/commitment.schema.ts'
import { VERIFICATIONS } from '../../domain/supervision/verification.ts'
import { SectionSchema } from './road-works.schema.ts'
import { TimeSchema } from './time.schema.ts'

/** as it was filed, whatever was taken then: what a form may say today is no matter of its reader. */
export const OuterWorksViewSchema = z.object({
  touches: z.array(z.string()).describe('road greenery traffic planning，或审批事项清单中的编号'),
  lanesClosed: z.boolean().optional(),
  sections: z.array(SectionSchema),
  lengthMetres: z.number(),
  preliminaryDesign: z.string(),
})

const ParticipantViewSchema = z.object({ name: z.string(), creditCode: z.string(), person: z.string() })

/** R-18…R-21: how far a line's outer works have come. */
export const WorksViewSchema = z.object({
  designs: z.int().describe('设计方案版本数'),
  plans: z.int().describe('施工方案版本数'),
  handovers: z
    .array(z.object({ org: z.string(), orgName: z.string(), signedAt: TimeSchema.optional() }))
    .describe('管线交底：邻近管线权属单位（R-19）'),
  designer: ParticipantViewSchema.optional().describe('设计单位（R-16）'),
  contractor: ParticipantViewSchema.optional().describe('施工单位'),
  supervisor: ParticipantViewSchema.optional().describe('监理单位'),
  unsupervised: z.string().optional().describe('依法不须监理的理由'),
  verified: z
    .array(z.object({ org: z.string(), orgName: z.string(), at: TimeSchema, found: z.enum(VERIFICATIONS) }))
    .optional()
    .describe('回填前核查（R-16）：open 未覆盖，covered 未经核查先行覆盖'),
  standsStill: z.literal(true).optional().describe('停工：责令停工未复查通过，或审批被撤销而未重新取得（R-16、R-20）'),
  backfilledAt: TimeSchema.optional(),
  percent: z.int().describe('完成百分比'),
  inspectionsPassed: z.int().describe('检查合格次数'),
  clearedAt: TimeSchema.optional().describe('可以开工之时，规定时限自此起（R-19）'),
  extensions: z
    .array(
      z.object({
        dueDate: z.string(),
        reason: z.string(),
        requestedAt: TimeSchema,
        decision: z
          .object({
            at: TimeSchema,
            org: z.string(),
            orgName: z.string(),
            granted: z.boolean(),
            reason: z.string().optional(),
          })
          .optional(),
      }),
    )
    .optional()
    .describe('施工延期的申请与决定；原定日期仍计入考核（R-19）'),
  startedAt: TimeSchema.optional(),
  completedAt: TimeSchema.optional(),
  acceptance: z
    .object({
      at: TimeSchema.describe('验收时间'),
      invited: z.array(z.object({ org: z.string(), orgName: z.string() })),
      filed: z
        .object({
          at: TimeSchema,
          heldOn: z.string(),
          report: z.string(),
          attended: z.array(z.object({ org: z.string(), orgName: z.string(), person: z.string() })),
        })
        .optional()
        .describe('备案；主管部门在期限内可以提出异议'),
    })
    .optional()
    .describe('承办单位组织的竣工验收（R-21）'),
  acceptedAt: TimeSchema.optional(),
  surfaceLaidAt: TimeSchema.optional().describe('临时路面已铺好（R-21）'),
  restoredAt: TimeSchema.optional(),
  confirmedBy: z.array(z.string()).optional().describe('已确认恢复原貌的部门（R-21）'),
  restorationConfirmedAt: TimeSchema.optional(),
})

const PromiseViewSchema = z.object({
  number: PromiseNumberSchema,
  text: z.string(),
  brokenAt: TimeSchema.optional().describe('逾期未整改，承诺未兑现（R-20）'),
  checks: z.array(
    z.object({
      at: TimeSchema,
      by: z.string(),
      byName: z.string(),
      line: z.string(),
      kept: z.boolean(),
      evidence: z.string().optional(),
    }),
  ),
  orders: z.array(z.string()).describe('因此责令整改的通知编号'),
})

/** the commitment in force of one utility (附件3). */
export const CommitmentViewSchema = z.object({
  org: z.string(),
  orgName: z.string(),
  version: z.int(),
  signedAt: TimeSchema,
  lines: z.array(z.string()),
  legalRepresentative: z.string(),
  address: z.string(),
  contact: z.string(),
  phone: z.string(),
  responsible: z.string(),
  worksFrom: z.string(),
  worksTo: z.string(),
  sections: z.array(SectionSchema),
  grants: z
    .array(z.object({ authority: z.string(), authorityName: z.string(), approvals: z.array(z.string()) }))
    .describe('即时办结的审批事项'),
  promises: z.array(PromiseViewSchema),
})

/** a rectification order, open until `closedAt`. */
export const RectificationViewSchema = z.object({
  order: z.string(),
  line: z.string(),
  org: z.string(),
  orgName: z.string(),
  utility: z.string(),
  utilityName: z.string(),
  requirement: z.string(),
  dueDate: z.string(),
  promises: z.array(z.int()),
  stop: z.string().optional().describe('责令停工的理由；复查通过即复工（R-20）'),
  extension: z.object({ dueDate: z.string(), reason: z.string() }).optional().describe('待决定的延期申请'),
  brokenAt: TimeSchema.optional(),
  creditRecord: z.string().optional().describe('信用记录编号（R-29）'),
  orderedAt: TimeSchema,
  reportedAt: TimeSchema.optional(),
  closedAt: TimeSchema.optional(),
})
