import { z } from 'zod'
import { instant, name, phone, text } from '../act/fields.schema.ts'
import { SERVICES } from '../case/service.ts'
import { PHASES } from '../case/stage.ts'
import { isProjectCode } from '../demand/formats.ts'
import { ApplicantSchema } from '../demand/registration.schema.ts'

/** A code as in 附件2. */
export const projectCode = z
  .string()
  .trim()
  .refine(isProjectCode, '应为 24 位投资项目统一代码，如 2411-421281-04-01-123456')
  .meta({ pattern: '^ *[0-9]{4}-[0-9]{6}-[0-9]{2}-[0-9]{2}-[0-9]{6} *$' })

const content = {
  phase: z.enum(PHASES).describe('项目所处阶段'),
  told: ApplicantSchema.describe('告知了谁：单位或个人'),
  contact: name(50).optional().describe('当面或电话告知的人'),
  phone: phone.optional().describe('其联系电话'),
  projectName: name(200).describe('项目名称'),
  projectCode: projectCode.optional().describe('项目代码'),
  services: z
    .array(z.enum(SERVICES))
    .min(1)
    .refine((services) => new Set(services).size === services.length, '事项不能重复')
    .describe('指出可一并报装的事项'),
  guidedAt: instant.optional().describe('何时告知；不填为现在，不得晚于现在'),
  note: text(1000).optional().describe('说明'),
}

/** whom a bureau told to file, when, about which project. */
export const GuidanceSchema = z.strictObject({
  ...content,
  further: z.literal(true).optional().describe('同一项目、同一阶段已有本单位的记录，这是又一次告知'),
})
export const GuidanceCorrectionSchema = z.strictObject({ ...content, reason: text(500).describe('更正的理由') })
export const GuidanceWithdrawalSchema = z.strictObject({ reason: text(500).describe('撤销的理由') })

/** As it is kept. */
export type Guided = Omit<z.infer<typeof GuidanceSchema>, 'further' | 'guidedAt'>
