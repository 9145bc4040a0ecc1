import { z } from 'zod'
import { creditCode, name, quantity, remarks, text } from '../act/fields.schema.ts'
import { files } from '../files/file-ref.schema.ts'
import { LineIdSchema } from '../case/line.schema.ts'
import { requireStakes, RoadSectionSchema } from '../survey/opinion.schema.ts'
import { LONGEST_ORGANISATION_KEY } from '../city/organisation-key.ts'

/** 设计方案; a later one is a new version. */
const DesignSchema = z.strictObject({
  line: LineIdSchema,
  title: name(200).describe('方案名称'),
  summary: text(4000).describe('方案要点'),
  files,
})

/** who designs, builds or supervises the works, and who of them answers for it. */
const ParticipantSchema = z.strictObject({
  name: name(200).describe('单位名称'),
  creditCode: creditCode.describe('统一社会信用代码'),
  person: name(50).describe('项目负责人'),
})

/** 施工方案, and the owners of pipelines nearby who must sign the hand-over. */
const ConstructionPlanSchema = z
  .strictObject({
    line: LineIdSchema,
    title: name(200).describe('方案名称'),
    summary: text(4000).describe('方案要点'),
    nearbyOwners: z
      .array(z.string().min(1).max(LONGEST_ORGANISATION_KEY))
      .max(20)
      .refine((orgs) => new Set(orgs).size === orgs.length, '单位不能重复')
      .describe('邻近管线的权属单位'),
    designer: ParticipantSchema.optional().describe('设计单位；开工前须写明'),
    contractor: ParticipantSchema.optional().describe('施工单位；开工前须写明'),
    supervisor: ParticipantSchema.optional().describe('监理单位；依法须监理的，开工前须写明'),
    unsupervised: text(500).optional().describe('依法不须监理的理由'),
    files,
  })
  .refine((plan) => plan.supervisor === undefined || plan.unsupervised === undefined, {
    path: ['unsupervised'],
    message: '已写明监理单位的，不填不须监理的理由',
  })
export type Participant = z.infer<typeof ParticipantSchema>

/** the trench is closed; what was laid in it cannot be seen any more. */
const BackfillSchema = z.strictObject({
  line: LineIdSchema,
  evidence: remarks.describe('隐蔽部位的影像资料与记录'),
  files,
})

/** 管线交底: where the owner's pipelines lie. */
const HandoverSchema = z.strictObject({
  line: LineIdSchema,
  positions: text(4000).describe('管线位置、埋深与保护要求'),
  signer: name(50).describe('交底人'),
})

const LineOnlySchema = z.strictObject({ line: LineIdSchema, remarks: remarks.optional() })
/** With what shows it. */
export const DoneOnLineSchema = LineOnlySchema.extend({ files })
const ProgressSchema = z.strictObject({
  line: LineIdSchema,
  percent: z.int().min(0).max(100).describe('完成百分比'),
  remarks: remarks.optional(),
  files,
})

/** R-19: more time than the works' clock has. */
const ExtensionRequestSchema = z.strictObject({
  line: LineIdSchema,
  dueDate: z.iso.date().describe('申请延至'),
  reason: text(1000).describe('延期理由'),
  files,
})

const ExtensionDecisionSchema = z
  .strictObject({
    line: LineIdSchema,
    granted: z.boolean(),
    reason: text(1000).optional().describe('不同意时说明理由'),
  })
  .refine((decision) => decision.granted || decision.reason !== undefined, {
    path: ['reason'],
    message: '不同意延期时须说明理由',
  })

/** R-19 (城市道路管理条例 第三十六条): what differs from what was approved or promised; the rest stays. */
const VariationSchema = z
  .strictObject({
    line: LineIdSchema,
    worksFrom: z.iso.date().optional().describe('施工开始日期'),
    worksTo: z.iso.date().optional().describe('施工结束日期'),
    sections: z.array(RoadSectionSchema).min(1).max(50).optional().describe('路段：全部路段，不只是改动的'),
    lengthMetres: quantity(100_000).optional().describe('施工长度（米）'),
    reason: text(1000).describe('变更理由'),
    files,
  })
  .refine(
    ({ worksFrom, worksTo, sections, lengthMetres }) =>
      [worksFrom, worksTo, sections, lengthMetres].some((each) => each !== undefined),
    { path: ['line'], message: '请写明变更什么：施工时间、路段或长度' },
  )
  .superRefine(requireStakes)

const VariationDecisionSchema = z
  .strictObject({
    variation: z
      .string()
      .regex(/^\d{1,4}$/)
      .describe('施工变更的编号'),
    approved: z.boolean(),
    reason: text(1000).optional().describe('不同意时说明理由'),
  })
  .refine((decision) => decision.approved || decision.reason !== undefined, {
    path: ['reason'],
    message: '不同意变更时须说明理由',
  })

export const bodies = {
  fileDesign: DesignSchema,
  fileConstructionPlan: ConstructionPlanSchema,
  signHandover: HandoverSchema,
  startWorks: LineOnlySchema,
  reportProgress: ProgressSchema,
  requestWorksExtension: ExtensionRequestSchema,
  decideWorksExtension: ExtensionDecisionSchema,
  requestVariation: VariationSchema,
  decideVariation: VariationDecisionSchema,
  reportBackfill: BackfillSchema,
  completeWorks: DoneOnLineSchema,
}
