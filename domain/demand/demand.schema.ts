import { z } from 'zod'
import { date, name, phone, remarks, text } from '../act/fields.schema.ts'
import { DemandFormSchema } from './registration.schema.ts'
import { SERVICES } from '../case/service.ts'
import { LONGEST_ORGANISATION_KEY } from '../city/organisation-key.ts'

/** 一次性告知: everything that is missing, once. */
const SupplementRequestSchema = z.strictObject({
  items: z.array(text(100)).min(1).max(50).describe('需补正的内容（字段路径），须一次列全'),
  message: text(1000).describe('告知内容'),
  concerns: z
    .array(
      z.strictObject({
        item: text(100).describe('需补正的内容，须在 items 之中'),
        services: z
          .array(z.enum(SERVICES))
          .min(1)
          .max(SERVICES.length)
          .refine((services) => new Set(services).size === services.length, '服务不能重复')
          .describe('只涉及的服务'),
      }),
    )
    .max(50)
    .optional()
    .describe('只涉及部分服务的内容：其余服务不等它。采集表中某项服务的栏不必写，其余不写的涉及全部（R-03）'),
})

/** every field of the form, the name and the code included; the services whole, as they are to be. */
const SupplementSchema = DemandFormSchema.partial().refine(
  (change) => Object.values(change).some((value) => value !== undefined),
  '至少补正一项',
)

/** R-01: the utilities' one joint visit after an early registration. */
const JointVisitSchema = z.strictObject({
  date: date.describe('上门日期'),
  orgs: z
    .array(text(LONGEST_ORGANISATION_KEY))
    .min(1)
    .max(20)
    .refine((orgs) => new Set(orgs).size === orgs.length, '单位不能重复')
    .describe('同行单位'),
  findings: text(4000).describe('对接情况'),
})

/** */
const ContactSchema = z
  .strictObject({
    contact: name(50).optional(),
    phone: phone.optional(),
  })
  .refine((change) => change.contact !== undefined || change.phone !== undefined, '联系人与联系电话至少填一项')

export const bodies = {
  acceptDemand: z.strictObject({ remarks: remarks.optional().describe('核对说明') }),
  acknowledgeReceipt: z.strictObject({}),
  requestSupplement: SupplementRequestSchema,
  supplementDemand: SupplementSchema,
  recordJointVisit: JointVisitSchema,
  correctContact: ContactSchema,
}
