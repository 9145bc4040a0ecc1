import { z } from 'zod'
import { remarks } from '../act/fields.schema.ts'
import { files } from '../files/file-ref.schema.ts'
import { LineIdSchema } from '../case/line.schema.ts'
import { DoneOnLineSchema } from '../works/works.schema.ts'

/** 竣工验收; one that does not pass goes back to the works. */
const AcceptanceSchema = z
  .strictObject({
    line: LineIdSchema,
    passed: z.boolean(),
    remarks: remarks.optional().describe('不合格时说明原因'),
    files,
  })
  .refine((result) => result.passed || result.remarks !== undefined, {
    path: ['remarks'],
    message: '验收不合格时须说明原因',
  })

export const bodies = {
  acceptWorks: AcceptanceSchema,
  reportRestored: DoneOnLineSchema,
  confirmRestoration: DoneOnLineSchema,
}
