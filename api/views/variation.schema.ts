import { z } from 'zod'
import { SectionSchema } from './road-works.schema.ts'
import { TimeSchema } from './time.schema.ts'

/** works otherwise than approved or promised, and how each of the approvers decided. */
export const VariationViewSchema = z.object({
  variation: z.string(),
  org: z.string(),
  orgName: z.string(),
  line: z.string(),
  change: z.object({
    worksFrom: z.string().optional(),
    worksTo: z.string().optional(),
    sections: z.array(SectionSchema).optional(),
    lengthMetres: z.number().optional(),
  }),
  reason: z.string(),
  requestedAt: TimeSchema,
  approvers: z.array(
    z.object({
      org: z.string(),
      orgName: z.string(),
      decision: z.object({ at: TimeSchema, approved: z.boolean(), reason: z.string().optional() }).optional(),
    }),
  ),
  takenAt: TimeSchema.optional().describe('各部门都同意、变更生效之时'),
})
