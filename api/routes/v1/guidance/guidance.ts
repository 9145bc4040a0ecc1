import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import {
  casesAfter,
  guidanceVersions,
  recordGuidance,
  changeGuidance,
  guidanceList,
} from '../../../../db/queries/guidance.ts'
import type { GuidanceRow, Recorded } from '../../../../db/queries/guidance.ts'
import type { Role } from '../../../../domain/actor/actor.ts'
import {
  guidanceFacts,
  guidedAtOf,
  requireGuider,
  requireOwnGuidance,
  unknownGuidance,
} from '../../../../domain/asked/guidance.ts'
import {
  GuidanceCorrectionSchema,
  GuidanceSchema,
  GuidanceWithdrawalSchema,
  projectCode,
} from '../../../../domain/asked/guidance.schema.ts'
import { PHASES } from '../../../../domain/case/stage.ts'
import { LONGEST_ORGANISATION_KEY } from '../../../../domain/city/organisation-key.ts'
import { defined } from '../../../../domain/defined.ts'
import { Refusal } from '../../../../domain/problem.ts'
import { guidanceRowView, guidanceView, lensOnGuidance } from '../../../asked/guidance-view.ts'
import { GuidanceRowSchema, GuidanceViewSchema } from '../../../views/guidance.schema.ts'
import { ownUnless, requireSameBody, writtenBy } from '../../../asked/written-by.ts'
import type { Caller } from '../../../auth/caller.ts'
import { callerOfRequest } from '../../../plugins/auth.ts'
import { noteSeen } from '../../../plugins/noted.ts'
import { seenThrough } from '../../../plugins/seen-through.ts'
import { CursorSchema, decodeCursor, encodeCursor, limitSchema, PlaceInstantSchema } from '../../../views/page.ts'
import { knowsOwnOnly, seesWholeCity } from '../../../views/who-may-read.ts'

const WRITING: readonly Role[] = ['officer', 'lead', 'system']
const READING: readonly Role[] = ['clerk', 'officer', 'lead', 'inspector', 'auditor', 'administrator', 'system']
const Params = z.object({ id: z.uuid().describe('引导记录编号') })
const PlaceSchema = z.strictObject({ at: PlaceInstantSchema, id: z.uuid() })
const tags = ['引导与咨询']

/** 引导记录: a bureau told a user to file; below `/guidance`. */
export async function guidanceRoutes(plain: FastifyInstance): Promise<void> {
  recordRoute(plain)
  changeRoutes(plain)
  listRoute(plain)
  readRoute(plain)
}

function recordRoute(plain: FastifyInstance): void {
  const app = plain.withTypeProvider<ZodTypeProvider>()
  app.post(
    '',
    {
      config: { access: { roles: WRITING } },
      schema: {
        operationId: 'recordGuidance',
        summary: '引导记录：何时、就哪个项目告知了谁（R-01）',
        description: '由配置 registration.guidance 所列的单位，各在其阶段。同一项目、同一阶段再告知的，写 further。',
        tags,
        body: GuidanceSchema,
        response: {
          201: GuidanceViewSchema.describe('已记录'),
          200: GuidanceViewSchema.describe('此前已用同一 Idempotency-Key 记录'),
        },
      },
    },
    async (request, reply) => {
      const caller = callerOfRequest(request)
      const now = app.deps.now()
      const { further, guidedAt, ...content } = request.body
      requireGuider(caller.city, content.phase, caller.org)
      const { withdrawn: _withdrawn, ...facts } = guidanceFacts(caller.org, defined(content), guidedAtOf(guidedAt, now))
      const by = writtenBy(request, caller, now)
      return answer(app, request, reply, await recordGuidance(app.deps.database, facts, by, further === true))
    },
  )
}

function changeRoutes(plain: FastifyInstance): void {
  const app = plain.withTypeProvider<ZodTypeProvider>()
  const response = { 200: GuidanceViewSchema }
  app.post(
    '/:id/corrections',
    {
      config: { access: { roles: WRITING } },
      schema: {
        operationId: 'correctGuidance',
        summary: '更正引导记录（R-01）',
        description: '由作出记录的单位，写全更正后的内容与理由；此前的各版都留着。',
        tags,
        params: Params,
        body: GuidanceCorrectionSchema,
        response,
      },
    },
    async (request, reply) => {
      const caller = callerOfRequest(request)
      const now = app.deps.now()
      const { reason, guidedAt, ...content } = request.body
      requireGuider(caller.city, content.phase, caller.org)
      const { id } = request.params
      const by = writtenBy(request, caller, now)
      const done = await changeGuidance(app.deps.database, id, by, (last) => {
        const standing = requireOwnGuidance(readable(last, caller), caller.org, id)
        const facts = guidanceFacts(caller.org, defined(content), guidedAtOf(guidedAt, now, standing.guidedAt))
        return { ...facts, reason, further: sameAbout(standing, facts) }
      })
      return answer(app, request, reply, done)
    },
  )
  app.post(
    '/:id/withdrawals',
    {
      config: { access: { roles: WRITING } },
      schema: {
        operationId: 'withdrawGuidance',
        summary: '撤销引导记录（R-01）',
        description: '由作出记录的单位，写明理由；记录留着，不再计入考核。',
        tags,
        params: Params,
        body: GuidanceWithdrawalSchema,
        response,
      },
    },
    async (request, reply) => {
      const caller = callerOfRequest(request)
      const { id } = request.params
      const by = writtenBy(request, caller, app.deps.now())
      const done = await changeGuidance(app.deps.database, id, by, (last) => {
        const {
          org,
          phase,
          number,
          projectCode: code,
          guidedAt,
          content,
        } = requireOwnGuidance(readable(last, caller), caller.org, id)
        const of = { org, phase, number, projectCode: code, guidedAt, content }
        return { ...of, reason: request.body.reason, withdrawn: true, further: true }
      })
      return answer(app, request, reply, done)
    },
  )
}

type About = Pick<GuidanceRow, 'phase' | 'number' | 'projectCode' | 'content'>

/** Whether a correction leaves what it is about as it was: then it is no second record of anything. */
function sameAbout(one: About, other: About): boolean {
  const of = ({ phase, number, projectCode: code, content }: About) =>
    JSON.stringify([phase, code ?? [number, content.projectName]])
  return of(one) === of(other)
}

function listRoute(plain: FastifyInstance): void {
  const app = plain.withTypeProvider<ZodTypeProvider>()
  app.get(
    '',
    {
      config: { access: { roles: READING } },
      schema: {
        operationId: 'listGuidance',
        summary: '引导记录，最近告知的在前（R-01、R-30）',
        description: '协调小组及其办公室、综窗、审计看全市的，其他单位看本单位的；一律脱敏。',
        tags,
        querystring: z.strictObject({
          org: z.string().min(1).max(LONGEST_ORGANISATION_KEY).optional().describe('单位'),
          phase: z.enum(PHASES).optional(),
          projectCode: projectCode.optional().describe('项目代码'),
          limit: limitSchema(50, 200),
          cursor: CursorSchema,
        }),
        response: { 200: z.object({ items: z.array(GuidanceRowSchema), next: z.string().optional() }) },
      },
    },
    async (request) => {
      const caller = callerOfRequest(request)
      requireOfCity(caller)
      const { org, cursor, ...rest } = request.query
      const place = decodeCursor(PlaceSchema, cursor)
      const { items, next } = await guidanceList(app.deps.database, {
        ...rest,
        city: caller.city.key,
        org: ownUnless(seesWholeCity(caller), org, caller.org, 'org'),
        cursor: place,
      })
      const cases = await casesAfter(
        app.deps.database,
        items.map(({ id }) => id),
      )
      noteSeen(request, 'masked')
      return {
        items: items.map((row) => guidanceRowView(row, cases, caller, app.deps.now())),
        next: encodeCursor(next),
      }
    },
  )
}

function readRoute(plain: FastifyInstance): void {
  const app = plain.withTypeProvider<ZodTypeProvider>()
  app.get(
    '/:id',
    {
      config: { access: { roles: READING } },
      schema: {
        operationId: 'readGuidance',
        summary: '一条引导记录，及其更正、撤销与其后登记的申请（R-01）',
        tags,
        params: Params,
        response: { 200: GuidanceViewSchema },
      },
    },
    async (request) => viewed(app, request, request.params.id),
  )
}

/** At which phases this caller records whom they told. */
export function guidedPhasesOf({ role, city, org }: Caller): (typeof PHASES)[number][] {
  if (!WRITING.includes(role)) return []
  return PHASES.filter((phase) => city.registration.guidance?.[phase]?.includes(org) === true)
}

/** Whether there is anything for this caller: of the whole city, or of their own bureau where it guides. */
export function seesGuidance(caller: Caller): boolean {
  const guides = Object.values(caller.city.registration.guidance ?? {})
  if (guides.length === 0 || knowsOwnOnly(caller)) return false
  return seesWholeCity(caller) || guides.some((orgs) => orgs?.includes(caller.org) === true)
}

async function viewed(app: FastifyInstance, request: FastifyRequest, id: string) {
  const caller = callerOfRequest(request)
  const { database, now } = app.deps
  const versions = await guidanceVersions(database, id, caller.city.key)
  const row = readable(versions.at(-1), caller)
  if (row === undefined) throw unknownGuidance(id)
  const lens = seenThrough(request, lensOnGuidance(caller, row))
  return guidanceView(versions, await casesAfter(database, [id]), caller, now(), lens)
}

/** As it is for this reader: what is another bureau's is answered as what is not there. */
function readable(row: GuidanceRow | undefined, caller: Caller): GuidanceRow | undefined {
  requireOfCity(caller)
  return row !== undefined && (seesWholeCity(caller) || row.org === caller.org) ? row : undefined
}

function requireOfCity(caller: Caller): void {
  if (knowsOwnOnly(caller)) throw new Refusal('forbidden', '引导记录只向本市各单位提供')
}

async function answer(
  app: FastifyInstance,
  request: FastifyRequest,
  reply: FastifyReply,
  done: Recorded<GuidanceRow>,
): Promise<FastifyReply> {
  if ('there' in done)
    throw new Refusal(
      'guidance-already-recorded',
      `此前的记录是 ${done.there}；确是又一次告知的，写 "further": true；写错了的，更正那一条`,
      'further',
    )
  const { row, created } = done
  requireSameBody(row, writtenBy(request, callerOfRequest(request), app.deps.now()))
  return reply
    .code(created && row.version === 1 ? 201 : 200)
    .header('location', `/api/v1/guidance/${row.id}`)
    .send(await viewed(app, request, row.id))
}
