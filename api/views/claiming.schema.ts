import { z } from 'zod'
import { CLAIMED_AS, SUCCESSION_BASES } from '../../domain/claiming/basis.ts'
import { TimeSchema } from './time.schema.ts'

export const ClaimedViewSchema = z
  .object({
    at: TimeSchema,
    as: z.enum(CLAIMED_AS),
    asName: z.string(),
    channel: z.string().describe('认领账号所在的渠道'),
    channelName: z.string(),
  })
  .describe('已由实名账号认领（R-01）')

export const SuccessorViewSchema = z
  .object({
    applicant: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('enterprise'), name: z.string(), creditCode: z.string() }),
      z.object({ kind: z.literal('individual'), name: z.string(), identityNumber: z.string() }),
    ]),
    basis: z.enum(SUCCESSION_BASES),
    basisName: z.string(),
    document: z.object({ kind: z.string(), number: z.string(), date: z.string() }),
    confirmedAt: TimeSchema,
    confirmedBy: z.string(),
    confirmedByName: z.string(),
  })
  .describe('经确认、尚未认领的承接人（R-01）')
