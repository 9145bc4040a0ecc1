import { z } from 'zod'
import { date, remarks, text } from '../act/fields.schema.ts'
import { files } from '../files/file-ref.schema.ts'

const order = z.string().min(1).max(80).describe('整改通知编号')

/** more time for a rectification, asked for and granted. */
const ExtensionRequestSchema = z.strictObject({
  order: text(80),
  dueDate: date.describe('申请的新期限'),
  reason: text(1000),
})

const ExtensionDecisionSchema = z
  .strictObject({ order: text(80), granted: z.boolean(), reason: text(1000).optional().describe('不予延期的理由') })
  .refine((decision) => decision.granted || decision.reason !== undefined, {
    path: ['reason'],
    message: '不予延期时须说明理由',
  })

export const bodies = {
  reportRectified: z.strictObject({ order, remarks: remarks.describe('整改情况'), files }),
  reinspect: z.strictObject({
    order,
    passed: z.boolean().describe('整改到位'),
    evidence: remarks.optional().describe('依据'),
    files,
  }),
  requestExtension: ExtensionRequestSchema,
  decideExtension: ExtensionDecisionSchema,
}
