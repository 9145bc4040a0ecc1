import { z } from 'zod'
import { name, text } from '../act/fields.schema.ts'
import { LineIdSchema } from '../case/line.schema.ts'
import { normalPlace } from '../trench/chainage.ts'

/** emergency repair starts at once, told at once, filed within 24 hours. */
const EmergencyRepairSchema = z.strictObject({
  line: LineIdSchema,
  place: name(200).overwrite(normalPlace).describe('抢修地点'),
  what: text(1000).describe('抢修原因'),
})

const EmergencyFilingSchema = z.strictObject({
  repair: text(80).describe('抢修编号'),
  report: text(4000).describe('补办说明'),
})

export const bodies = { reportEmergencyRepair: EmergencyRepairSchema, fileEmergencyRepair: EmergencyFilingSchema }
