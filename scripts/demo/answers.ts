import { z } from 'zod'
import { ROLES } from '../../domain/actor.ts'
import { DEADLINE_KINDS, LIGHTS } from '../../domain/deadline.ts'
import { LINE_STATUSES } from '../../domain/line-status.ts'
import { LineIdSchema } from '../../domain/line.schema.ts'
import { OUTCOMES, STAGES } from '../../domain/stage.ts'

const instant = z.iso.datetime({ offset: true })

/** What a registration and an act answer; other fields are none of ours. */
export const StandingSchema = z.object({
  serviceNumber: z.string(),
  seq: z.int().positive(),
  stage: z.enum(STAGES),
})
export type Standing = z.infer<typeof StandingSchema>

/** One case as the API shows it. */
export const ViewSchema = StandingSchema.extend({
  outcome: z.enum(OUTCOMES).optional(),
  lines: z.array(z.object({ id: LineIdSchema, utility: z.string(), status: z.enum(LINE_STATUSES) })),
  deadlines: z.array(z.object({ id: z.string(), kind: z.enum(DEADLINE_KINDS), line: LineIdSchema.optional(), dueAt: instant, metAt: instant.optional(), light: z.enum(LIGHTS) })),
  awaiting: z.array(z.object({ org: z.string(), kind: z.string() })),
  survey: z.object({ absent: z.array(z.string()) }).optional(),
})
export type View = z.infer<typeof ViewSchema>

export const HistoryEventSchema = z.object({
  seq: z.int().positive(),
  type: z.string(),
  at: instant,
  rule: z.string(),
  actor: z.object({ sub: z.string(), org: z.string(), role: z.enum(ROLES) }),
})
export type HistoryEvent = z.infer<typeof HistoryEventSchema>

export const HistoryPageSchema = z.object({ items: z.array(HistoryEventSchema), next: z.int().optional() })

/** RFC 9457. */
export const ProblemSchema = z.object({
  code: z.string(),
  title: z.string(),
  detail: z.string(),
  errors: z.array(z.object({ field: z.string(), message: z.string() })).optional(),
})
export type Problem = z.infer<typeof ProblemSchema>
