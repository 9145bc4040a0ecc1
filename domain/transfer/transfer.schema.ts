import { z } from 'zod'
import { date, name, sha256, text } from '../act/fields.schema.ts'
import { ChannelSchema } from '../city/channel.schema.ts'
import { DemandFormSchema, RegistrationSchema } from '../demand/registration.schema.ts'
import { SERVICES } from '../case/service.ts'
import { narrowed, normalNumber } from '../narrow.ts'
import { REGISTER_CAUSES, SIDES } from './transfer.ts'
import type { TransferAct } from './transfer.ts'
import { ORGANISATION_KEY } from '../city/organisation-key.ts'

const HolderSchema = DemandFormSchema.shape.applicant
type Holder = z.infer<typeof HolderSchema>

const AccountSchema = z.strictObject({
  service: z.enum(SERVICES).describe('服务'),
  utility: z.string().regex(ORGANISATION_KEY).describe('公用事业单位'),
  accountNumber: z
    .string()
    .overwrite(normalNumber)
    .regex(/^[0-9A-Za-z-]{4,30}$/, '户号应为 4 到 30 位数字、字母或连字符')
    .describe('户号'),
})

const holder = z.enum(SIDES).describe('户主：from 原户主，to 新户主')
const signer = name(100).describe('同意人：户主本人，或其授权的人')
const signedOn = date.describe('同意之日')
const scanSha256 = sha256.optional().describe('签名的纸质同意书的扫描件（综窗须填）')

const ConsentSchema = z.strictObject({ holder, signer, signedOn, scanSha256 })
export type Consent = z.infer<typeof ConsentSchema>

/** what a transfer rests on: both holders say so, or the register does. */
const GroundSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('consent'),
    consents: z
      .array(ConsentSchema)
      .max(SIDES.length)
      .refine((all) => new Set(all.map(({ holder: of }) => of)).size === all.length, '同一户主只能同意一次')
      .default([])
      .describe('申请时已取得的同意；其余由原渠道或综窗补记'),
  }),
  z.strictObject({
    kind: z.literal('register'),
    cause: z.enum(REGISTER_CAUSES).describe('登记簿所载的原因：转移登记、继承、法院处置、其他'),
    entry: name(100).describe('登记簿所载的业务号或文书号'),
    registeredOn: date.describe('登记之日'),
  }),
])
export type Ground = z.infer<typeof GroundSchema>

/** one form moves every chosen account from the old holder to the new one. */
const TransferFormSchema = z
  .strictObject({
    from: HolderSchema.describe('原户主'),
    to: HolderSchema.describe('新户主'),
    address: name(200).overwrite(narrowed).describe('用户地址'),
    contact: name(50).describe('联系人'),
    phone: DemandFormSchema.shape.phone.describe('联系电话'),
    certificate: name(100).optional().describe('不动产权证号'),
    ground: GroundSchema.optional().describe('过户的依据'),
    accounts: z.array(AccountSchema).min(1).max(20).describe('须过户的账户').refine(unique, '同一账户不能重复'),
    reason: text(500).describe('过户原因'),
  })
  .refine(({ from, to }) => numberOf(from) !== numberOf(to), { error: '新、旧户主是同一人', path: ['to'] })
export type TransferForm = z.infer<typeof TransferFormSchema>

export const TransferRequestSchema = z.strictObject({
  channel: ChannelSchema,
  form: TransferFormSchema,
  agent: RegistrationSchema.shape.agent,
  paper: RegistrationSchema.shape.paper,
  overLimitReason: text(500).optional().describe('新户主在办的过户已达上限、仍予受理的理由（只由综窗填写）'),
  applicantSubject: name(100).optional().describe('申请人的账号编号：接入系统填本系统的用户，综窗填网上办事大厅的账号'),
})
export type TransferRequest = z.infer<typeof TransferRequestSchema>

const amountFen = (least: number) => z.int().min(least).max(1_000_000_000_000)
const account = z.string().min(1).max(60).describe('账户，如 water:shuiwu:1')
const reason = text(1000)

export const TRANSFER_BODIES = {
  decideOwnership: z.discriminatedUnion('confirmed', [
    z.strictObject({ confirmed: z.literal(true), remarks: text(1000).optional() }),
    z.strictObject({ confirmed: z.literal(false), reason: reason.describe('不通过的原因') }),
  ]),
  giveConsent: z.discriminatedUnion('agreed', [
    z.strictObject({ agreed: z.literal(true), holder, signer, signedOn, scanSha256 }),
    z.strictObject({ agreed: z.literal(false), holder, reason: reason.describe('不同意的原因') }),
  ]),
  settleAccount: z.strictObject({
    account,
    readOn: date.describe('抄表（结算）之日'),
    reading: z.number().min(0).max(1_000_000_000).optional().describe('末次读数；计量的服务须填'),
    arrearsFen: amountFen(0).describe('结算后尚欠，分；无欠费为 0'),
  }),
  recordArrearsPaid: z.strictObject({
    account,
    paidOn: date.describe('付款之日'),
    amountFen: amountFen(1).describe('付款金额，分'),
  }),
  confirmAccount: z.strictObject({
    account,
    newAccountNumber: AccountSchema.shape.accountNumber.optional().describe('新户号'),
    remarks: text(1000).optional(),
  }),
  reportAccountFailed: z.strictObject({ account, reason: reason.describe('不能过户的原因') }),
  retryAccount: z.strictObject({ account, remarks: reason.describe('原因如何排除') }),
  closeAccount: z.strictObject({ account, reason }),
  withdrawTransfer: z.strictObject({ reason: reason.describe('撤回原因') }),
} satisfies Record<TransferAct, z.ZodType>
export type TransferBodies = { [A in TransferAct]: z.infer<(typeof TRANSFER_BODIES)[A]> }

function unique(accounts: readonly z.infer<typeof AccountSchema>[]): boolean {
  return (
    new Set(accounts.map(({ service, utility, accountNumber }) => `${service}:${utility}:${accountNumber}`)).size ===
    accounts.length
  )
}

function numberOf(holder: Holder): string {
  return holder.kind === 'enterprise' ? holder.creditCode : holder.identityNumber
}
