import { z } from 'zod'
import { text } from '../act/fields.schema.ts'
import { STOP_REASONS } from './deadline.ts'

/** what the user's own side must be ready for. */
const OF_CONNECTION = /^connection:/

/** */
const SuspensionSchema = z
  .strictObject({
    deadline: text(100).describe('时限编号'),
    reason: z.enum(STOP_REASONS).describe('停表理由'),
    note: text(1000),
    evidence: text(1000).optional().describe('依据的材料，如预警信号、批文文号；0.8 起登记的申请须填'),
    until: z.iso.date().optional().describe('预计恢复计时之日，到日自行恢复；0.8 起登记的申请须填'),
  })
  .refine(({ deadline, reason }) => reason !== 'userNotReady' || OF_CONNECTION.test(deadline), {
    path: ['reason'],
    message: '用户侧尚不具备的，只停接入的时限',
  })

export const bodies = {
  suspendClock: SuspensionSchema,
  resumeClock: z.strictObject({ deadline: text(100).describe('时限编号') }),
}
