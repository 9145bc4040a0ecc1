import { DETAIL_WORDS } from './field-words.ts'
import { z } from 'zod'
import { ChannelSchema } from '../city/channel.schema.ts'
import {
  creditCode,
  identityNumber,
  instant,
  name as nameOf,
  phone,
  quantity as quantityUpTo,
  sha256,
  text,
} from '../act/fields.schema.ts'
import { isProjectCode } from './formats.ts'
import { AREAS, PHASES } from '../case/stage.ts'
import { BUSINESS_DETAILS, BUSINESS_NAMES, BUSINESS_TYPES, DETAILS_OF } from '../case/service.ts'
import type { BusinessDetail, BusinessType } from '../case/service.ts'
import { LONGEST_ORGANISATION_KEY } from '../city/organisation-key.ts'
import { narrowed, normalNumber } from '../narrow.ts'

const name = nameOf(100)
const quantity = quantityUpTo(10_000_000)

/** a wrong shape is refused here; a wrong check digit is a warning that the clerk confirms. */
const EnterpriseSchema = z.strictObject({
  kind: z.literal('enterprise'),
  name: name.describe('申请单位'),
  creditCode: creditCode.describe('统一社会信用代码'),
})

/** individuals as enterprises, by their identity number. */
const IndividualSchema = z.strictObject({
  kind: z.literal('individual'),
  name: name.describe('申请人姓名'),
  identityNumber: identityNumber.describe('居民身份证号码'),
})

/** a business and its details; those that the city asks for and that are left open are asked for once. */
const details = {
  accountNumber: z
    .string()
    .overwrite(normalNumber)
    .regex(/^[0-9A-Za-z-]{4,30}$/, '户号应为 4 到 30 位数字、字母或连字符')
    .optional()
    .describe('现有户号（增容、改建）'),
  until: z.iso.date('应为 YYYY-MM-DD').optional().describe('临时用至（临时）'),
  alteration: text(500).optional().describe('改建内容（改建）'),
}
const business = z.enum(BUSINESS_TYPES).describe('新开户、新装／增容／临时／改建；网络与有线电视不填为新装')

function fitsBusiness(
  service: { readonly business?: BusinessType | undefined } & { readonly [D in BusinessDetail]?: string | undefined },
  context: z.RefinementCtx,
): void {
  const { business: type = 'new' } = service
  for (const detail of BUSINESS_DETAILS) {
    if (service[detail] === undefined || DETAILS_OF[type].includes(detail)) continue
    const fitting = BUSINESS_TYPES.filter((each) => DETAILS_OF[each].includes(detail)).map(
      (each) => BUSINESS_NAMES[each],
    )
    context.addIssue({
      code: 'custom',
      path: [detail],
      message: `${DETAIL_WORDS[detail]}与业务类型“${BUSINESS_NAMES[type]}”不符，只用于${fitting.join('、')}`,
    })
  }
}

/**
 * 附件2, R-05: the services wanted, one at the least, with the demand for each (units as the form has them); a quantity
 * left open is asked for once.
 */
export const ServicesSchema = z
  .strictObject({
    water: z
      .strictObject({ business, tonsPerDay: quantity.optional().describe('吨/日'), ...details })
      .superRefine(fitsBusiness)
      .optional(),
    power: z
      .strictObject({ business, kilovoltAmperes: quantity.optional().describe('千伏安（千瓦）'), ...details })
      .superRefine(fitsBusiness)
      .optional(),
    gas: z
      .strictObject({
        business: business.default('new'),
        use: z.enum(['production', 'domestic']).describe('生产／生活'),
        cubicMetresPerDay: quantity.optional().describe('立方米/日'),
        ...details,
      })
      .superRefine(fitsBusiness)
      .optional(),
    network: z
      .strictObject({
        operators: z
          .array(z.string())
          .min(1)
          .max(4)
          .refine((keys) => new Set(keys).size === keys.length, '运营商不能重复')
          .describe('意向运营商：mobile unicom telecom chutian'),
        access: z
          .array(z.enum(['broadband', 'telephone']))
          .min(1)
          .max(2)
          .default(['broadband'])
          .describe('宽带／电话'),
        business: business.optional(),
        ...details,
      })
      .superRefine(fitsBusiness)
      .optional(),
    catv: z
      .strictObject({
        terminals: z.number().int().positive().max(10_000).default(1).describe('终端数'),
        business: business.optional(),
        ...details,
      })
      .superRefine(fitsBusiness)
      .optional(),
  })
  .refine(
    (services) => Object.values(services).some((service) => service !== undefined),
    '至少选择一项：用水、用电、用气、网络、有线电视',
  )

export const ApplicantSchema = z.discriminatedUnion('kind', [EnterpriseSchema, IndividualSchema])

/** 附件2《水、电、气、网联动报装需求信息采集表》: demand only, no attachment. */
export const DemandFormSchema = z.strictObject({
  applicant: ApplicantSchema.describe('申请单位或个人'),
  address: nameOf(200).overwrite(narrowed).describe('申请地址'),
  surveyDate: z.iso.date('应为 YYYY-MM-DD').optional().describe('预约踏勘时间（日期）'),
  contact: nameOf(50).describe('联系人'),
  phone: phone.describe('联系电话'),
  projectCode: z
    .string()
    .overwrite(normalNumber)
    .refine(isProjectCode, '应为 24 位投资项目统一代码，如 2411-421281-04-01-123456')
    .meta({ pattern: '^ *[0-9]{4}-[0-9]{6}-[0-9]{2}-[0-9]{2}-[0-9]{6} *$' })
    .optional()
    .describe('项目代码'),
  services: ServicesSchema.describe('联合报装事项'),
  remarks: z.string().trim().max(1000).optional().describe('备注'),
})
export type DemandForm = z.infer<typeof DemandFormSchema>

/** What comes in over HTTP to start a case. */
export const RegistrationSchema = z.strictObject({
  channel: ChannelSchema,
  phase: z.enum(PHASES).default('none').describe('项目所处阶段'),
  area: z.enum(AREAS).default('planningArea').describe('规划区／覆盖乡镇／其他（参照执行，R-06）'),
  form: DemandFormSchema,
  agent: z
    .strictObject({
      name: name.describe('经办人'),
      phone,
      authorisation: text(500).describe('授权说明'),
    })
    .optional()
    .describe('经办人（R-02）'),
  paper: z
    .strictObject({
      applicantSigner: name.describe('申请人签名'),
      clerk: name.describe('录入人'),
      scanSha256: sha256.describe('采集表扫描件的 SHA-256'),
      receivedAt: instant.optional().describe('实际收到纸质表的时间（补录时填；办理时限自此起算，R-03）'),
      lateReason: text(500).optional().describe('补录的原因（填了 receivedAt 的须填）'),
    })
    .refine(({ receivedAt, lateReason }) => (receivedAt === undefined) === (lateReason === undefined), {
      path: ['lateReason'],
      message: '补录须同时填实际收到的时间与补录的原因',
    })
    .optional()
    .describe('纸质采集表（R-02）'),
  guidedBy: z.string().min(1).max(LONGEST_ORGANISATION_KEY).optional().describe('告知并引导用户填报的单位（R-01）'),
  additionTo: z.string().max(30).optional().describe('作为同一项目已有申请的补充（服务编号）'),
  overLimitReason: text(500).optional().describe('该申请人在办的申请已达上限、仍予受理的理由（只由综窗填写）'),
  applicantSubject: nameOf(100)
    .optional()
    .describe('申请人的账号编号：接入系统填本系统的用户，采集单位与综窗填网上办事大厅的账号'),
})
export type Registration = z.infer<typeof RegistrationSchema>

/** as it is posted: the area goes by the address where it is not said. */
export const PostedRegistrationSchema = RegistrationSchema.extend({
  area: z.enum(AREAS).optional().describe('规划区／覆盖乡镇／其他（参照执行，R-06）；不填按申请地址与名录'),
})
