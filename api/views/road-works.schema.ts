import { z } from 'zod'
import { TimeSchema } from './time.schema.ts'

const DateSchema = z.string().describe('YYYY-MM-DD')
export const SectionSchema = z.object({ road: z.string(), from: z.string(), to: z.string() })

/** outer works on one stretch of road. */
export const RoadWorksViewSchema = SectionSchema.extend({
  serviceNumber: z.string(),
  line: z.string(),
  utility: z.string(),
  utilityName: z.string(),
  worksFrom: DateSchema.optional().describe('尚未承诺或申请审批时没有'),
  worksTo: DateSchema.optional(),
  openedAt: TimeSchema.optional().describe('开工'),
  completedAt: TimeSchema.optional(),
  restoredAt: TimeSchema.optional().describe('恢复原貌'),
})

const CommonSectionSchema = SectionSchema.extend({
  closeness: z.enum(['same', 'overlapping', 'sameRoad']).describe('同一路段／桩号重叠／同一道路，是否重叠须现场核实'),
})

export const SharedTrenchViewSchema = z.object({
  first: RoadWorksViewSchema,
  second: RoadWorksViewSchema,
  section: CommonSectionSchema,
  window: z.object({ from: DateSchema, to: DateSchema }).optional().describe('共同施工期'),
  advice: z.enum(['share', 'align', 'settle']).describe('同期共享／调到同期／工期待定'),
  adviceText: z.string(),
  agreed: z.enum(['none', 'first', 'second', 'both']).describe('哪一方已同意；双方同意方为议定'),
})

export const OpenedLatelyViewSchema = z.object({
  works: RoadWorksViewSchema,
  earlier: RoadWorksViewSchema,
  section: CommonSectionSchema,
  since: TimeSchema,
  until: DateSchema.describe('在此日之前（含）不宜再次挖掘'),
  warning: z.string(),
})
