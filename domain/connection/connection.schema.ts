import { z } from 'zod'
import { instant, remarks, text } from '../act/fields.schema.ts'
import { LineIdSchema } from '../case/line.schema.ts'
import { SIDES } from './side.ts'

const MissedAppointmentSchema = z.strictObject({
  line: LineIdSchema,
  by: z.enum(SIDES).describe('失约方'),
  note: text(1000),
})

const claim = z
  .string()
  .regex(/^[a-z]+:[A-Za-z]+:\d{1,4}$/)
  .describe('失约报告的编号，如 power:guowang:1')

export const bodies = {
  appointConnection: z.strictObject({
    at: instant.describe('约定接入时间'),
    lines: z.array(LineIdSchema).min(1).max(20).optional().describe('不填为全部具备条件的服务一并接入（R-14）'),
  }),
  reportConnected: z.strictObject({ line: LineIdSchema, remarks: remarks.optional() }),
  cancelAppointment: z.strictObject({
    lines: z.array(LineIdSchema).min(1).max(20).optional().describe('不填为全部已约定的服务'),
    reason: text(500),
  }),
  offerTime: z.strictObject({ line: LineIdSchema, at: instant.describe('可以上门的另一时间'), reason: text(500) }),
  answerOffer: z.strictObject({
    line: LineIdSchema,
    answer: z.enum(['agreed', 'kept', 'other']).describe('同意；维持原约；另定一个时间（填 at），不再另提'),
    at: instant.optional().describe('另定的时间，只在 answer 为 other 时填写'),
  }),
  reportMissedAppointment: MissedAppointmentSchema,
  answerMissed: z.strictObject({
    claim,
    confirmed: z.boolean().describe('失约属实；不属实的由综窗认定'),
    note: text(1000).optional().describe('不属实的，说明当时情形'),
  }),
  decideMissed: z.strictObject({
    claim,
    missed: z.enum([...SIDES, 'neither']).describe('认定谁失约'),
    reason: text(1000).describe('认定的依据'),
  }),
}
