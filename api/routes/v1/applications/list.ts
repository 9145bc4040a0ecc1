import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { APPLICATION_SORTS, countApplications, listApplications } from '../../../../db/queries/application-list.ts'
import type { ApplicationFilter, ApplicationSummary } from '../../../../db/queries/application-list.ts'
import { lightAt, LIGHTS } from '../../../../domain/clocks/deadline.ts'
import { ROLES } from '../../../../domain/actor/actor.ts'
import { Refusal } from '../../../../domain/problem.ts'
import { OUTCOMES, STAGE_NAMES, STAGES } from '../../../../domain/case/stage.ts'
import type { Caller } from '../../../auth/caller.ts'
import { callerOfRequest } from '../../../plugins/auth.ts'
import { noteSeen } from '../../../plugins/noted.ts'
import { seenThrough } from '../../../plugins/seen-through.ts'
import { LightSchema, TimeSchema } from '../../../views/application.schema.ts'
import { writingFor } from '../../../views/writing.ts'
import type { Writing } from '../../../views/writing.ts'
import {
  CountsQuerySchema,
  dueSpan,
  fieldsSought,
  hasFound,
  LightQuerySchema,
  PersonSchema,
  personSought,
  RegisteredSchema,
  registeredSpan,
  soughtBy,
  SoughtSchema,
  WhenSchema,
} from '../../../views/list-query.ts'
import { maskUser } from '../../../../domain/masking/masking.ts'
import { maskingLens } from '../../../../domain/visibility/lens.ts'
import { CursorSchema, decodeCursor, encodeCursor, limitSchema, PlaceInstantSchema } from '../../../views/page.ts'
import { isOverseer, knowsOwnOnly, seesWholeCity } from '../../../views/who-may-read.ts'
import { LONGEST_ORGANISATION_KEY } from '../../../../domain/city/organisation-key.ts'

const PlaceSchema = z.strictObject({
  sort: z.enum(APPLICATION_SORTS),
  at: PlaceInstantSchema,
  serviceNumber: z.string().max(40),
})

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
  due: TimeSchema.optional().describe('在走的时限里最早到期的'),
  light: LightSchema.optional().describe('R-33：在走的时限里最差的灯'),
})

const QuerySchema = z.strictObject({
  ...SoughtSchema,
  stage: z.enum(STAGES).optional().describe('阶段'),
  organisation: z.string().min(1).max(LONGEST_ORGANISATION_KEY).optional().describe('有关单位'),
  light: LightQuerySchema,
  ...WhenSchema,
  ...RegisteredSchema,
  ...PersonSchema,
  sort: z
    .enum(APPLICATION_SORTS)
    .default('newest')
    .describe('newest 新的在前，oldest 旧的在前，due 先到期的在前（限有时限在走的）'),
  counts: CountsQuerySchema,
  limit: limitSchema(50, 200),
  cursor: CursorSchema,
})

const AnswerSchema = z.object({
  items: z.array(SummarySchema),
  next: z.string().optional().describe('下一页的 cursor'),
  counts: z.record(z.enum(LIGHTS), z.int()).optional().describe('各灯件数，限有时限在走的'),
})

/** The cases that the caller may see, newest first, masked. */
export async function listRoute(plain: FastifyInstance): Promise<void> {
  const app = plain.withTypeProvider<ZodTypeProvider>()
  app.get(
    '',
    {
      config: { access: { roles: ROLES } },
      schema: {
        summary: '申请清单：查找、筛选、排序',
        tags: ['申请'],
        querystring: QuerySchema,
        response: { 200: AnswerSchema },
      },
    },
    async (request) => {
      const caller = callerOfRequest(request)
      const { sort, limit, cursor, counts } = request.query
      const now = app.deps.now()
      const filter = filterOf(request.query, caller, now)
      const page = await listApplications(app.deps.database, { ...filter, sort, limit, cursor: placeOf(cursor, sort) })
      noteSeen(request, 'masked')
      const lens = seenThrough(request, maskingLens())
      const lights = counts === undefined ? undefined : await countApplications(app.deps.database, filter)
      if (hasFound(page.items, lights)) for (const field of fieldsSought(filter.sought)) lens.gave(field)
      return {
        items: page.items.map((row) => summaryView(row, caller, now)),
        next: encodeCursor(page.next && { sort, ...page.next }),
        ...(lights === undefined ? {} : { counts: lights }),
      }
    },
  )
}

/** A place of another order is none here. */
function placeOf(cursor: string | undefined, sort: (typeof APPLICATION_SORTS)[number]) {
  return decodeCursor(PlaceSchema.extend({ sort: z.literal(sort) }), cursor)
}

function filterOf(query: z.infer<typeof QuerySchema>, caller: Caller, now: Date) {
  const { stage, organisation, light } = query
  const account = personSought(query)
  if (account !== undefined && knowsOwnOnly(caller))
    throw new Refusal('forbidden', '只有办理单位能按承办人查找', 'person')
  if (typeof account === 'string' && isOverseer(caller))
    throw new Refusal('forbidden', '承办人对您是脱敏的，不能按承办人查找', 'person')
  return {
    city: caller.city.key,
    now: now.toISOString(),
    stage,
    light,
    sought: soughtBy(caller, query),
    due: dueSpan(query),
    registered: registeredSpan(query, caller.city),
    person: account === undefined ? undefined : { org: caller.org, account },
    ...visibleTo(caller, organisation),
  } satisfies ApplicationFilter
}

/**
 * An organisation sees its own cases, an intake system those it registered, an applicant their own; the rest of the
 * filter only narrows.
 */
function visibleTo(
  caller: Caller,
  organisation: string | undefined,
): Partial<Pick<ApplicationFilter, 'org' | 'registeredByOrg' | 'account'>> {
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
  const writing = writingFor(caller.city, now)
  const { time } = writing
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
    ...clockView(row, writing),
  }
}

function clockView(row: ApplicationSummary, { time, now }: Writing) {
  return row.dueAt === null ? {} : { due: time(row.dueAt), light: lightAt(row, now) }
}
