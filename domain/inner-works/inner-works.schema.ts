import { z } from 'zod'
import { date, name, text } from '../act/fields.schema.ts'
import { LineIdSchema } from '../case/line.schema.ts'

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

const InstalmentPlanSchema = z.strictObject({
  line: LineIdSchema,
  parts: z
    .array(z.strictObject({ dueDate: date, amountFen: fen }))
    .min(1)
    .max(60)
    .refine(
      (parts) => parts.every((part, index) => index === 0 || part.dueDate > (parts[index - 1]?.dueDate ?? '')),
      '各期日期应依次递增',
    ),
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
  recordPayment: PaymentSchema,
}
