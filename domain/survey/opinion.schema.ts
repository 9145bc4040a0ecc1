import { z } from 'zod'
import { name, quantity, text } from '../act/fields.schema.ts'
import { files } from '../files/file-ref.schema.ts'
import { LineIdSchema } from '../case/line.schema.ts'
import type { RoadSection } from '../trench/road-section.ts'
import { isFinerThanCentimetres, normalPlace } from '../trench/chainage.ts'
import { narrowed } from '../narrow.ts'
import { stakeFaults } from '../trench/stakes.ts'

const place = name(100)
  .overwrite(normalPlace)
  .refine((where) => !isFinerThanCentimetres(where), '桩号至多写到厘米，如 K1+250.35')

/** A stretch of road that outer works use (附件3 路段起止地点). */
export const RoadSectionSchema = z.strictObject({
  road: name(100).overwrite(narrowed).describe('道路名称'),
  from: place.describe('起点，桩号至多到厘米'),
  to: place.describe('止点，桩号至多到厘米'),
})

/** One of the four words `road greenery traffic planning`, or the key of an item of the city's list. */
const touch = z.string().trim().min(1).max(40)
const lanesClosed = z.boolean().optional().describe('施工须封闭车道')

/** outer works, with what they touch, where, how long (metres), and a preliminary design. */
export const OuterWorksSchema = z
  .strictObject({
    touches: z.array(touch).max(50).describe('涉及：道路、绿化、交通、规划，或审批事项清单中的事项'),
    lanesClosed,
    sections: z.array(RoadSectionSchema).min(1).max(50).describe('路段'),
    lengthMetres: quantity(100_000).describe('长度（米）'),
    preliminaryDesign: text(4000).describe('初步设计方案'),
  })
  .superRefine(requireStakes)

/** only where stretches are told first: a promise repeats those of the survey, whatever they are. */
export function requireStakes(
  {
    sections = [],
    lengthMetres,
  }: { readonly sections?: readonly RoadSection[] | undefined; readonly lengthMetres?: number | undefined },
  context: z.RefinementCtx,
): void {
  for (const { path, message } of stakeFaults(sections, lengthMetres))
    context.addIssue({ code: 'custom', path, message })
}

const LINE_OPINION = {
  line: LineIdSchema.describe('服务线，如 water:shuiwu'),
  connectable: z.boolean().describe('具备接入条件（无外线工程）'),
  laidInAdvance: z.boolean().optional().describe('管网已提前布设到位：接入为 0 个工作日（R-25）'),
  outerWorks: OuterWorksSchema.optional().describe('需要外线工程时填写'),
}

/** Connectable now, or outer works; never both. */
function requireEither(
  { connectable, outerWorks }: { readonly connectable: boolean; readonly outerWorks?: unknown },
  context: z.RefinementCtx,
): void {
  if (connectable !== (outerWorks !== undefined)) return
  context.addIssue({
    code: 'custom',
    path: ['outerWorks'],
    params: { code: 'opinion-contradictory' },
    message: connectable ? '“具备接入条件”与“需外线工程”只能选其一' : '不具备接入条件时须填写外线工程',
  })
}

/** A utility's answer for one of its lines. */
const LineOpinionSchema = z.strictObject(LINE_OPINION).superRefine(requireEither)

/** its answer for a line that is surveyed again. */
export const ResurveySchema = z
  .strictObject({ ...LINE_OPINION, remarks: text(1000).optional().describe('说明'), files })
  .superRefine(requireEither)

/** what an authority found that the works of a line touch, within its own remit. */
const FindingSchema = z.strictObject({
  line: LineIdSchema.describe('服务线，如 water:shuiwu'),
  touches: z.array(touch).max(50).describe('涉及的事项，限本部门职责之内；不涉及的为空'),
  lanesClosed,
})

/** an authority files remarks and what it found; a utility answers for each of its lines. */
export const OpinionSchema = z.strictObject({
  lines: z.array(LineOpinionSchema).min(1).max(20).optional().describe('公用事业单位：逐项服务的意见'),
  found: z.array(FindingSchema).max(20).optional().describe('主管部门：认定各项外线工程涉及的事项'),
  remarks: text(4000).optional().describe('部门意见'),
  files,
})
export type Opinion = z.infer<typeof OpinionSchema>
export type Finding = z.infer<typeof FindingSchema>
export type OuterWorks = z.infer<typeof OuterWorksSchema>
