import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { listApplications } from '../../../../db/queries/applications.ts'
import type { ApplicationFilter, ApplicationSummary } from '../../../../db/queries/applications.ts'
import { ROLES } from '../../../../domain/actor/actor.ts'
import { Refusal } from '../../../../domain/problem.ts'
import { OUTCOMES, STAGE_NAMES, STAGES } from '../../../../domain/case/stage.ts'
import type { Caller } from '../../../auth/caller.ts'
import { callerOfRequest } from '../../../plugins/auth.ts'
import { noteSeen } from '../../../plugins/noted.ts'
import { TimeSchema } from '../../../views/application.schema.ts'
import { writingFor } from '../../../views/application.ts'
import { maskUser } from '../../../../domain/masking/masking.ts'
import { CursorSchema, decodeCursor, encodeCursor, limitSchema, PlaceInstantSchema } from '../../../views/page.ts'
import { seesWholeCity } from '../../../views/who-may-read.ts'
import { LONGEST_ORGANISATION_KEY } from '../../../../domain/city/organisation-key.ts'

const PlaceSchema = z.strictObject({ registeredAt: PlaceInstantSchema, serviceNumber: z.string().max(40) })

const SummarySchema = z.object({
  serviceNumber: z.string(),
  seq: z.int(),
  stage: z.enum(STAGES),
  stageName: z.string(),
  outcome: z.enum(OUTCOMES).optional(),
  channel: z.string(),
  applicant: z.string().describe('已脱敏'),
  registeredAt: TimeSchema,
  pushedAt: TimeSchema.optional(),
  closedAt: TimeSchema.optional(),
})

/** The cases that the caller may see, newest first, masked. */
export async function listRoute(plain: FastifyInstance): Promise<void> {
  const app = plain.withTypeProvider<ZodTypeProvider>()
  app.get(
    '',
    {
      config: { access: { roles: ROLES } },
      schema: {
        summary: '申请清单（按阶段、单位）',
        tags: ['申请'],
        querystring: z.strictObject({
          stage: z.enum(STAGES).optional().describe('阶段'),
          organisation: z.string().min(1).max(LONGEST_ORGANISATION_KEY).optional().describe('有关单位'),
          limit: limitSchema(50, 200),
          cursor: CursorSchema,
        }),
        response: {
          200: z.object({ items: z.array(SummarySchema), next: z.string().optional().describe('下一页的 cursor') }),
        },
      },
    },
    async (request) => {
      const caller = callerOfRequest(request)
      const { stage, organisation, limit, cursor } = request.query
      const filter = {
        city: caller.city.key,
        stage,
        limit,
        cursor: decodeCursor(PlaceSchema, cursor),
        ...visibleTo(caller, organisation),
      }
      const page = await listApplications(app.deps.database, filter)
      noteSeen(request, 'masked')
      return {
        items: page.items.map((row) => summaryView(row, caller, app.deps.now())),
        next: encodeCursor(page.next),
      }
    },
  )
}

/**
 * An organisation sees its own cases, an intake system those it registered, an applicant their own; the rest of the
 * filter only narrows.
 */
function visibleTo(
  caller: Caller,
  organisation: string | undefined,
): Pick<ApplicationFilter, 'org' | 'registeredByOrg' | 'account'> {
  if (organisation !== undefined && !caller.city.organisations.some(({ key }) => key === organisation)) {
    throw new Refusal('organisation-not-found', `${caller.city.name}没有单位 ${organisation}`, 'organisation')
  }
  if (caller.role === 'applicant') return { account: caller.sub, org: organisation }
  if (seesWholeCity(caller)) return { org: organisation }
  if (caller.kind === 'intake') return { registeredByOrg: caller.org, org: organisation }
  if (organisation !== undefined && organisation !== caller.org)
    throw new Refusal('forbidden', '只能按本单位查询', 'organisation')
  return { org: caller.org }
}

function summaryView(row: ApplicationSummary, caller: Caller, now: Date): z.infer<typeof SummarySchema> {
  const { time } = writingFor(caller.city, now)
  const { serviceNumber, seq, stage, outcome, channel, pushedAt, closedAt } = row
  return {
    serviceNumber,
    seq,
    stage,
    stageName: STAGE_NAMES[stage],
    channel,
    applicant: maskUser(row.applicantKind, row.applicantName),
    registeredAt: time(row.registeredAt),
    outcome: outcome ?? undefined,
    pushedAt: pushedAt === null ? undefined : time(pushedAt),
    closedAt: closedAt === null ? undefined : time(closedAt),
  }
}
