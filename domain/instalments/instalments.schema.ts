import { z } from 'zod'
import { text as textUpTo } from '../act/fields.schema.ts'
import { PaymentSchema } from '../inner-works/inner-works.schema.ts'

const text = textUpTo(1000)

/** a payment has the body that it has in the case. */
export const INSTALMENTS_BODIES = {
  recordPayment: PaymentSchema,
  confirmInnerWorks: z.strictObject({ remarks: text.optional().describe('说明') }),
  releaseInstalments: z.strictObject({ reason: text.describe('不再收取的原因，如未施工') }),
}
export type InstalmentsBodies = { [A in keyof typeof INSTALMENTS_BODIES]: z.infer<(typeof INSTALMENTS_BODIES)[A]> }
