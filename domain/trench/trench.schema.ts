import { z } from 'zod'
import { text } from '../act/fields.schema.ts'
import { LineIdSchema } from '../case/line.schema.ts'
import { normalCode } from '../narrow.ts'

/** this line's works share a trench with those of another line, of the same case or of another. */
const SharedTrenchSchema = z.strictObject({
  line: LineIdSchema,
  with: z.strictObject({
    serviceNumber: text(30).overwrite(normalCode).describe('对方的联合报装服务编号'),
    line: LineIdSchema.describe('对方的服务线'),
  }),
})

export const bodies = { agreeSharedTrench: SharedTrenchSchema }
