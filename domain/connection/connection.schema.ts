import { z } from 'zod'
import { instant, remarks, text } from '../act/fields.schema.ts'
import { LineIdSchema } from '../case/line.schema.ts'

const MissedAppointmentSchema = z.strictObject({
  line: LineIdSchema,
  by: z.enum(['user', 'utility']).describe('失约方'),
  note: text(1000),
})

export const bodies = {
  appointConnection: z.strictObject({
    at: instant.describe('约定接入时间'),
    lines: z.array(LineIdSchema).min(1).max(20).optional().describe('不填为全部具备条件的服务一并接入（R-14）'),
  }),
  reportConnected: z.strictObject({ line: LineIdSchema, remarks: remarks.optional() }),
  reportMissedAppointment: MissedAppointmentSchema,
}
