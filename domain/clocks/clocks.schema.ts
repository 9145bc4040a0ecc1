import { z } from 'zod'
import { text } from '../act/fields.schema.ts'
import { STOP_REASONS } from './deadline.ts'

/** */
const SuspensionSchema = z.strictObject({
  deadline: text(100).describe('时限编号'),
  reason: z.enum(STOP_REASONS).describe('停表理由'),
  note: text(1000),
})

export const bodies = {
  suspendClock: SuspensionSchema,
  resumeClock: z.strictObject({ deadline: text(100).describe('时限编号') }),
}
