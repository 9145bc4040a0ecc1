import { z } from 'zod'
import { date, name, sha256, text as textUpTo } from '../act/fields.schema.ts'
import { PaymentSchema, PartsSchema } from '../inner-works/inner-works.schema.ts'

const text = textUpTo(1000)
const amountFen = z.int().positive().max(1_000_000_000_000)
const plan = z.int().min(1).max(10_000).describe('所答的方案的序号')
const signature = {
  signer: name(100).describe('签字人'),
  signedOn: date.describe('签字之日'),
  scanSha256: sha256.optional().describe('签名的纸质方案的扫描件（综窗须填）'),
}

/** a payment has the body that it has in the case. */
export const INSTALMENTS_BODIES = {
  recordPayment: PaymentSchema,
  proposePlan: z.strictObject({
    parts: PartsSchema.describe('各期，含已付清的；变更后的方案从头写全'),
    ...signature,
    reason: text.optional().describe('说明，如变更的原因'),
  }),
  answerPlan: z.discriminatedUnion('signed', [
    z.strictObject({ signed: z.literal(true), plan, ...signature }),
    z.strictObject({ signed: z.literal(false), plan, reason: text.describe('不同意的原因') }),
  ]),
  receiveMoney: z.strictObject({
    amountFen: amountFen.describe('收款金额，分；可以分次，先抵最早的一期'),
    receivedOn: date.describe('收款之日'),
  }),
  refundDeposit: z.strictObject({
    amountFen: amountFen.describe('退还金额，分；可以分次，先抵最早的一期'),
    refundedOn: date.describe('退还之日'),
  }),
  giveUpInstalments: z.strictObject({ reason: text.describe('不再分期的原因') }),
  confirmInnerWorks: z.strictObject({
    builtOn: date.optional().describe('施工完成之日；双方签定的分期须填'),
    remarks: text.optional().describe('说明'),
  }),
  releaseInstalments: z.strictObject({ reason: text.describe('不再收取的原因，如未施工') }),
}
export type InstalmentsBodies = { [A in keyof typeof INSTALMENTS_BODIES]: z.infer<(typeof INSTALMENTS_BODIES)[A]> }
