import { z } from 'zod'
import { SIDES } from '../../domain/connection/side.ts'
import { TimeSchema } from './time.schema.ts'

export const OfferViewSchema = z.object({ at: TimeSchema, reason: z.string(), madeAt: TimeSchema })

export const MissedViewSchema = z.object({
  claim: z.string().describe('失约报告的编号，答复与认定时填写'),
  appointment: TimeSchema.describe('约定的时间'),
  by: z.enum(SIDES).describe('被指失约的一方'),
  toldAt: TimeSchema,
  note: z.string(),
  status: z.enum(['told', 'contested', 'settled']).describe('待对方答复；待综窗认定；了结'),
  answer: z
    .object({
      at: TimeSchema,
      confirmed: z.boolean(),
      silence: z.boolean().describe('限期内没有答复'),
      note: z.string().optional(),
    })
    .optional(),
  missed: z
    .enum([...SIDES, 'neither'])
    .optional()
    .describe('确认或认定的失约方'),
  settledAt: TimeSchema.optional(),
  reason: z.string().optional().describe('认定的依据'),
})
