import { z } from 'zod'
import { SERVICES } from '../../domain/case/service.ts'
import { PHASES } from '../../domain/case/stage.ts'
import { TimeSchema } from './time.schema.ts'
import { WarningsSchema } from './warnings.schema.ts'

const GUIDANCE_CHANGES = ['recorded', 'corrected', 'withdrawn'] as const

const RowShape = {
  id: z.uuid(),
  version: z.int(),
  org: z.string(),
  orgName: z.string(),
  phase: z.enum(PHASES),
  phaseName: z.string(),
  told: z.object({
    kind: z.enum(['enterprise', 'individual']),
    name: z.string(),
    creditCode: z.string().optional(),
    identityNumber: z.string().optional(),
  }),
  projectName: z.string(),
  projectCode: z.string().optional(),
  services: z.array(z.enum(SERVICES)),
  guidedAt: TimeSchema,
  withdrawn: z.boolean(),
  filed: z
    .object({ serviceNumber: z.string(), registeredAt: TimeSchema })
    .optional()
    .describe('其后登记的申请：同一项目代码；没有项目代码的，同一申请人'),
}
export const GuidanceRowSchema = z.object(RowShape)
export const GuidanceViewSchema = z.object({
  ...RowShape,
  contact: z.string().optional(),
  phone: z.string().optional(),
  note: z.string().optional(),
  warnings: WarningsSchema,
  masked: z.boolean().describe('有个人信息未完整显示'),
  history: z
    .array(
      z.object({
        version: z.int(),
        change: z.enum(GUIDANCE_CHANGES),
        at: TimeSchema,
        by: z.string().describe('账号'),
        reason: z.string().optional(),
      }),
    )
    .describe('记录、更正、撤销，依次'),
})
