import { z } from 'zod'
import { creditCode, identityNumber, name, text } from '../act/fields.schema.ts'
import type { CreditAct } from './credit.ts'
import { CREDIT_KINDS } from './credit.ts'

const CreditRecordFields = z.strictObject({
  kind: z.enum(CREDIT_KINDS).describe('不兑现／弄虚作假'),
  subject: z
    .strictObject({
      org: text(31).optional().describe('本市单位'),
      name: name(100).describe('名称或姓名'),
      creditCode: creditCode.optional(),
      identityNumber: identityNumber.optional(),
      account: name(100).optional().describe('其在本系统的账号，凭此提出异议'),
    })
    .refine(
      ({ org, creditCode, identityNumber }) => [org, creditCode, identityNumber].some((known) => known !== undefined),
      '须写明单位、统一社会信用代码或身份证号码之一',
    )
    .refine(
      ({ creditCode, identityNumber }) => creditCode === undefined || identityNumber === undefined,
      '企业与个人只能是其一',
    ),
  source: z
    .strictObject({
      serviceNumber: text(40).optional(),
      order: text(80).optional().describe('整改通知编号'),
      promise: z.int().min(1).max(4).optional().describe('附件3 第几条承诺'),
      evidence: text(1000).optional().describe('证据'),
    })
    .refine(
      (source) => Object.values(source).some((known) => known !== undefined),
      '须写明来源：申请、整改通知、承诺或证据',
    )
    .refine(({ serviceNumber, order, promise }) => serviceNumber !== undefined || (order ?? promise) === undefined, {
      path: ['serviceNumber'],
      error: '整改通知与承诺须连同其服务编号一并写明',
    }),
  reason: text(1000).describe('事由'),
})
/** What an authority posts to propose a record. */
export const CreditRecordSchema = CreditRecordFields.refine(
  ({ kind, source: { order, promise } }) => kind !== 'broken' || (order ?? promise) !== undefined,
  { path: ['source', 'promise'], error: '承诺不兑现的，须写明未兑现的承诺或逾期的整改通知' },
)
export type CreditRecordRequest = z.infer<typeof CreditRecordSchema>

export const CREDIT_BODIES = {
  confirmRecord: z.discriminatedUnion('confirmed', [
    z.strictObject({ confirmed: z.literal(true), remarks: text(2000).optional().describe('核对了什么') }),
    z.strictObject({ confirmed: z.literal(false), reason: text(2000).describe('不予确认的原因') }),
  ]),
  contestRecord: z.strictObject({ reason: text(2000).describe('异议理由') }),
  decideContest: z.strictObject({
    upheld: z.boolean().describe('维持，或撤销记录'),
    reason: text(2000).describe('裁定理由'),
  }),
  withdrawRecord: z.strictObject({ reason: text(2000).describe('撤销原因') }),
} satisfies Record<CreditAct, z.ZodType>
export type CreditBodies = { [A in CreditAct]: z.infer<(typeof CREDIT_BODIES)[A]> }
