import { z } from 'zod'
import { REVOCATION_GROUNDS, REVOCATION_OUTCOMES } from '../../domain/revocation/revocation.ts'
import { TimeSchema } from './time.schema.ts'

/** an approval that a promise obtained, to be revoked, and how it was decided. */
export const RevocationViewSchema = z.object({
  revocation: z.string(),
  org: z.string(),
  orgName: z.string(),
  utility: z.string(),
  utilityName: z.string(),
  approvals: z.array(z.object({ approval: z.string(), name: z.string() })),
  lines: z.array(z.string()),
  openSites: z.array(z.string()).describe('已经开挖、须先保证安全的'),
  ground: z.enum(REVOCATION_GROUNDS),
  groundName: z.string(),
  facts: z.string(),
  evidence: z.string(),
  proposedAt: TimeSchema,
  safeAt: TimeSchema.optional(),
  answer: z
    .object({
      at: TimeSchema,
      late: z.boolean(),
      waived: z.boolean(),
      statement: z.string().optional(),
      hearing: z.literal(true).optional(),
    })
    .optional(),
  hearing: z.object({ at: TimeSchema, chair: z.string(), report: z.string() }).optional(),
  decision: z
    .object({
      at: TimeSchema,
      outcome: z.enum(REVOCATION_OUTCOMES),
      outcomeName: z.string(),
      official: z.string(),
      reason: z.string(),
      onAnswer: z.string().optional(),
    })
    .optional(),
})
