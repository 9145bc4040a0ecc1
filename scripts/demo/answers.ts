import { z } from 'zod'
import { ROLES } from '../../domain/actor/actor.ts'
import { DEADLINE_KINDS, LIGHTS } from '../../domain/clocks/deadline.ts'
import { LINE_STATUSES } from '../../domain/case/line-status.ts'
import { LineIdSchema } from '../../domain/case/line.schema.ts'
import { OUTCOMES, STAGES } from '../../domain/case/stage.ts'
import { TASK_KINDS } from '../../domain/case/task.ts'

const instant = z.iso.datetime({ offset: true })

/** What a registration and an act answer; other fields are none of ours. */
export const StandingSchema = z.object({
  serviceNumber: z.string(),
  seq: z.int().positive(),
  stage: z.enum(STAGES),
})
export type Standing = z.infer<typeof StandingSchema>

/** An act that was put without waiting, and what became of it. */
export const AcceptedSchema = z.object({ status: z.literal('pending'), links: z.object({ self: z.string() }) })
export const LaterOutcomeSchema = z.object({
  status: z.enum(['pending', 'taken', 'refused']),
  problem: z.object({ code: z.string(), title: z.string() }).optional(),
})
export type LaterOutcome = z.infer<typeof LaterOutcomeSchema>

/** One case as the API shows it. */
export const ViewSchema = StandingSchema.extend({
  outcome: z.enum(OUTCOMES).optional(),
  claimed: z.object({ as: z.string() }).optional(),
  lines: z.array(
    z.object({
      id: LineIdSchema,
      utility: z.string(),
      status: z.enum(LINE_STATUSES),
      laidInAdvance: z.boolean(),
      appointment: instant.optional(),
      works: z
        .object({
          percent: z.int(),
          inspectionsPassed: z.int(),
          restorationConfirmedAt: instant.optional(),
          verified: z.array(z.object({ org: z.string() })).default([]),
        })
        .optional(),
      needs: z
        .array(
          z.object({
            approval: z.string(),
            name: z.string(),
            saidBy: z.array(z.object({ org: z.string() })),
            closedRoad: z.string().optional(),
            notice: z.object({ version: z.string() }).optional(),
          }),
        )
        .optional(),
    }),
  ),
  deadlines: z.array(
    z.object({
      id: z.string(),
      kind: z.enum(DEADLINE_KINDS),
      line: LineIdSchema.optional(),
      dueAt: instant,
      metAt: instant.optional(),
      stoppedAt: instant.optional(),
      supersededAt: instant.optional(),
      light: z.enum(LIGHTS),
      unassessed: z.boolean().optional(),
    }),
  ),
  awaiting: z.array(z.object({ org: z.string(), kind: z.enum(TASK_KINDS) })),
  survey: z
    .object({
      absent: z.array(z.string()),
      // Releases before 0.7 have none.
      attendance: z.array(z.object({ org: z.string() })).default([]),
      proposedVisitAt: instant.optional(),
      letterAt: instant.optional(),
      waived: z.object({ reason: z.string() }).optional(),
      opinions: z.array(z.object({ org: z.string() })),
    })
    .optional(),
  commitments: z.array(
    z.object({
      org: z.string(),
      worksFrom: z.string(),
      worksTo: z.string(),
      grants: z.array(z.object({ authority: z.string(), approvals: z.array(z.string()) })),
      promises: z.array(
        z.object({
          number: z.int(),
          text: z.string(),
          checks: z.array(z.object({ by: z.string(), kept: z.boolean(), evidence: z.string().optional() })),
          orders: z.array(z.string()),
        }),
      ),
    }),
  ),
  // Releases before 0.6, which the bench drives too, have none.
  jointResults: z.array(z.object({ org: z.string() })).default([]),
  approvals: z.array(
    z.object({
      id: z.string(),
      key: z.string(),
      name: z.string(),
      org: z.string(),
      authority: z.string(),
      status: z.enum(['applied', 'approved', 'refused']),
      consent: z.literal(true).optional(),
    }),
  ),
  // Releases before 0.7 have none.
  revocations: z
    .array(z.object({ revocation: z.string(), decision: z.object({ outcome: z.string() }).optional() }))
    .default([]),
  missing: z.array(z.string()),
  jointVisit: z.object({ findings: z.string() }).optional(),
  rectifications: z.array(
    z.object({
      order: z.string(),
      brokenAt: instant.optional(),
      creditRecord: z.string().optional(),
      dueDate: z.string(),
      requirement: z.string(),
      reportedAt: instant.optional(),
      closedAt: instant.optional(),
    }),
  ),
})
export type View = z.infer<typeof ViewSchema>

export const HistoryEventSchema = z.object({
  seq: z.int().positive(),
  type: z.string(),
  at: instant,
  rule: z.string(),
  actor: z.object({ sub: z.string(), org: z.string(), role: z.enum(ROLES) }),
  data: z.record(z.string(), z.unknown()),
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
