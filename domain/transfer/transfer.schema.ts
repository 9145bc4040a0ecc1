import { z } from 'zod'
import { name, text } from '../act/fields.schema.ts'
import { ChannelSchema } from '../city/channel.schema.ts'
import { DemandFormSchema, RegistrationSchema } from '../demand/registration.schema.ts'
import { SERVICES } from '../case/service.ts'
import type { TransferAct } from './transfer.ts'
import { ORGANISATION_KEY } from '../city/organisation-key.ts'

const HolderSchema = DemandFormSchema.shape.applicant
type Holder = z.infer<typeof HolderSchema>

const AccountSchema = z.strictObject({
  service: z.enum(SERVICES).describe('服务'),
  utility: z.string().regex(ORGANISATION_KEY).describe('公用事业单位'),
  accountNumber: z
    .string()
    .trim()
    .regex(/^[0-9A-Za-z-]{4,30}$/, '户号应为 4 到 30 位数字、字母或连字符')
    .describe('户号'),
})

/** one form moves every chosen account from the old holder to the new one. */
const TransferFormSchema = z
  .strictObject({
    from: HolderSchema.describe('原户主'),
    to: HolderSchema.describe('新户主'),
    address: name(200).describe('用户地址'),
    contact: name(50).describe('联系人'),
    phone: DemandFormSchema.shape.phone.describe('联系电话'),
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

const account = z.string().min(1).max(60).describe('账户，如 water:shuiwu:1')
const reason = text(1000)

export const TRANSFER_BODIES = {
  decideOwnership: z.discriminatedUnion('confirmed', [
    z.strictObject({ confirmed: z.literal(true), remarks: text(1000).optional() }),
    z.strictObject({ confirmed: z.literal(false), reason: reason.describe('不通过的原因') }),
  ]),
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
