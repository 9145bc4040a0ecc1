import { z } from 'zod'
import { date, name, text } from '../act/fields.schema.ts'
import { LineIdSchema } from '../case/line.schema.ts'
import { INSTALMENT_MODES } from '../instalments/agreement.ts'

const fen = z.int().positive().max(100_000_000_00)

/**
 * inner works at the user's request only; amounts in fen (分). There is no field for a fee on outer works.
 */
const InnerWorksRequestSchema = z.strictObject({
  line: LineIdSchema,
  scope: text(1000).describe('红线内施工需求'),
})

const InnerWorksQuoteSchema = z.strictObject({
  line: LineIdSchema,
  items: z
    .array(z.strictObject({ name: name(100), amountFen: fen }))
    .min(1)
    .max(100),
  priceDocument: name(200).describe('价格依据（发改局现行文件）'),
})

export const PartsSchema = z
  .array(z.strictObject({ dueDate: date, amountFen: fen }))
  .min(1)
  .max(60)
  .refine(
    (parts) => parts.every((part, index) => index === 0 || part.dueDate > (parts[index - 1]?.dueDate ?? '')),
    '各期日期应依次递增',
  )

const InstalmentPlanSchema = z.strictObject({ line: LineIdSchema, parts: PartsSchema })

/** the plan itself is proposed and signed as a matter of its own. There is nothing to pay on outer works. */
const InstalmentsWishSchema = z.strictObject({
  line: LineIdSchema,
  mode: z.enum(INSTALMENT_MODES).describe('payLater 先建设、分期付款；deposit 暂收工程款、分期退还'),
  works: z.enum(['inner', 'outer']).optional().describe('inner 红线内（不填即是）；红线外用户不出钱，不收'),
})

export const PaymentSchema = z.strictObject({
  line: LineIdSchema,
  part: z.int().min(1).max(60).describe('第几期'),
  paidOn: date,
})

export const bodies = {
  requestInnerWorks: InnerWorksRequestSchema,
  quoteInnerWorks: InnerWorksQuoteSchema,
  agreeInstalments: InstalmentPlanSchema,
  requestInstalments: InstalmentsWishSchema,
  recordPayment: PaymentSchema,
}
