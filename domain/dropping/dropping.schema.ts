import { z } from 'zod'
import { remarks, text } from '../act/fields.schema.ts'
import { LineIdSchema } from '../case/line.schema.ts'

const lines = z
  .array(LineIdSchema)
  .min(1)
  .max(20)
  .refine((ids) => new Set(ids).size === ids.length, '服务不能重复')

/** */
export const bodies = {
  dropServices: z.strictObject({ lines, reason: text(1000) }),
  withdrawApplication: z.strictObject({ reason: remarks.describe('撤回原因') }),
}
