import { z } from 'zod'
import { creditCode, date, identityNumber, name, remarks, text } from '../act/fields.schema.ts'
import type { CreditAct } from './credit.ts'
import { CREDIT_CAPACITIES, CREDIT_KINDS } from './credit.ts'
import { NOTICE_DELIVERIES } from './due-process.ts'
import { CREDIT_GRADES } from './grade.ts'
import { LEGAL_DOCUMENT_KINDS } from './legal-document.ts'
import { ChannelSchema } from '../city/channel.schema.ts'
import { LONGEST_ORGANISATION_KEY } from '../city/organisation-key.ts'

const CreditRecordFields = z.strictObject({
  kind: z.enum(CREDIT_KINDS).describe('不兑现／弄虚作假'),
  subject: z
    .strictObject({
      org: text(LONGEST_ORGANISATION_KEY).optional().describe('本市单位'),
      name: name(100).describe('名称或姓名'),
      creditCode: creditCode.optional(),
      identityNumber: identityNumber.optional(),
      account: name(100).optional().describe('其在本系统的账号，凭此陈述申辩、提出异议、申请修复'),
      accountChannel: ChannelSchema.optional().describe('账号所在的接入系统；不填为网上办事大厅'),
      capacity: z
        .enum(CREDIT_CAPACITIES)
        .optional()
        .describe('以何身份参与：公用事业单位、用户、设计、施工、监理；写明 org 的可不填，即公用事业单位'),
    })
    .refine(
      ({ org, creditCode, identityNumber }) => [org, creditCode, identityNumber].some((known) => known !== undefined),
      '须写明单位、统一社会信用代码或身份证号码之一',
    )
    .refine(
      ({ creditCode, identityNumber }) => creditCode === undefined || identityNumber === undefined,
      '企业与个人只能是其一',
    )
    .refine(({ org, capacity }) => org !== undefined || capacity !== undefined, {
      path: ['capacity'],
      error: '须写明以何身份参与：公用事业单位、用户、设计、施工、监理之一',
    })
    .refine(({ org, capacity }) => org === undefined || capacity === undefined || capacity === 'utility', {
      path: ['capacity'],
      error: '本市的公用事业单位，其身份即公用事业单位',
    })
    .refine(({ account, accountChannel }) => account !== undefined || accountChannel === undefined, {
      path: ['account'],
      error: '接入系统须连同账号一并写明',
    }),
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

const LegalDocumentSchema = z
  .strictObject({
    kind: z
      .enum(LEGAL_DOCUMENT_KINDS)
      .describe('司法裁判、仲裁、行政处罚决定、行政行为决定，或其他依法可作为依据的文书'),
    number: name(100).describe('文号'),
    issuer: name(100).describe('作出机关'),
    date: date.describe('作出日期'),
    inForceFrom: date.describe('生效日期'),
  })
  .refine(({ date: made, inForceFrom }) => made <= inForceFrom, {
    path: ['inForceFrom'],
    error: '生效日期不能早于作出日期',
  })

const grade = z.enum(CREDIT_GRADES).describe('轻微、一般、严重')
const months = z.int().min(1).max(36).describe('期限（月）：轻微至多 3，一般 3–12，严重 12–36')
const approvals = z
  .array(text(31))
  .max(30)
  .refine((keys) => new Set(keys).size === keys.length, '审批事项不能重复')
  .describe('期限内不适用告知承诺的审批事项；可为空')
const reason = (what: string) => text(2000).describe(what)
const onAnswer = text(2000).optional().describe('对陈述申辩的意见：采纳与否及理由；有陈述申辩的必填')

const NoticeSchema = z
  .strictObject({
    reason: reason('拟认定的事实与理由'),
    basis: text(1000).describe('依据的法律、法规、规章'),
    grade,
    months,
    approvals,
    document: LegalDocumentSchema.optional().describe('据以认定的生效文书；没有的只能作为履约信息'),
    delivery: z.enum(NOTICE_DELIVERIES).describe('网上（被告知者有单位或账号的）、直接、邮寄'),
    deliveredOn: date.optional().describe('直接或邮寄送达的日期'),
  })
  .refine(({ delivery, deliveredOn }) => (delivery === 'online') === (deliveredOn === undefined), {
    path: ['deliveredOn'],
    error: '直接或邮寄送达的须写明送达日期；网上送达的不写',
  })

/** the window speaks for nobody without one. */
const paper = text(200).optional().describe('综窗代为提交的：本人签署的书面材料（名称、日期）')

export const CREDIT_BODIES = {
  confirmRecord: z.discriminatedUnion('confirmed', [
    z.strictObject({ confirmed: z.literal(true), remarks: remarks.optional().describe('核对了什么') }),
    z.strictObject({ confirmed: z.literal(false), reason: reason('不予确认的原因') }),
  ]),
  giveNotice: NoticeSchema,
  answerNotice: z.discriminatedUnion('waived', [
    z.strictObject({
      waived: z.literal(false),
      statement: text(4000).describe('陈述、申辩'),
      evidence: text(2000).optional().describe('证据'),
      paper,
    }),
    z.strictObject({ waived: z.literal(true).describe('放弃陈述申辩，不必等满期限') }),
  ]),
  decideRecord: z.discriminatedUnion('outcome', [
    z.strictObject({
      outcome: z.literal('recorded'),
      grade,
      months,
      approvals,
      reason: reason('认定的理由'),
      onAnswer,
    }),
    z.strictObject({ outcome: z.literal('performance'), reason: reason('作为履约信息的理由'), onAnswer }),
    z.strictObject({ outcome: z.literal('dismissed'), reason: reason('不予认定的理由'), onAnswer }),
  ]),
  contestRecord: z.strictObject({ reason: reason('异议理由'), paper }),
  decideContest: z.strictObject({
    upheld: z.boolean().describe('维持，或撤销记录'),
    reason: reason('裁定理由'),
  }),
  withdrawRecord: z.strictObject({ reason: reason('撤销原因') }),
  requestRepair: z.strictObject({
    correction: text(2000).describe('如何纠正、履行了哪些义务'),
    evidence: text(2000).optional().describe('证明'),
  }),
  acceptRepair: z.discriminatedUnion('accepted', [
    z.strictObject({ accepted: z.literal(true), remarks: remarks.optional().describe('核对了什么') }),
    z.strictObject({ accepted: z.literal(false), reason: reason('不予受理的原因') }),
  ]),
  decideRepair: z.strictObject({
    granted: z.boolean().describe('予以修复，或不予修复'),
    reason: reason('理由'),
  }),
} satisfies Record<CreditAct, z.ZodType>
export type CreditBodies = { [A in CreditAct]: z.infer<(typeof CREDIT_BODIES)[A]> }
