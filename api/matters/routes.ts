/** The routes that every kind of matter has: read, history, acts. Each kind adds how it is opened and listed. */
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { eventsOfMatter } from '../../db/queries/matters.ts'
import type { MatterStates } from '../../db/queries/matters.ts'
import { ROLES } from '../../domain/actor.ts'
import { CLOCK_EVENT_NAMES } from '../../domain/matter.ts'
import type { MatterEvent, MatterKind } from '../../domain/matter.ts'
import { Refusal } from '../../domain/problem.ts'
import { actorOf } from '../auth/caller.ts'
import type { Caller } from '../auth/caller.ts'
import type { Dependencies } from '../dependencies.ts'
import { callerOfRequest } from '../plugins/auth.ts'
import { bodyHashOf, idempotencyHash } from '../plugins/idempotency.ts'
import { limitSchema } from '../views/page.ts'
import { TimeSchema } from '../views/time.schema.ts'
import { writingFor } from '../views/writing.ts'
import type { MatterApi } from './matter-api.ts'
import { performMatterAct, readMatter } from './temporal.ts'

const EventViewSchema = z.object({
  seq: z.int(), at: TimeSchema, type: z.string(), name: z.string(), rule: z.string().describe('依据'),
  actor: z.object({ sub: z.string(), org: z.string(), orgName: z.string(), role: z.enum(ROLES) }), data: z.record(z.string(), z.unknown()),
})

/** `suffix`: what stands behind the parameter, as `/rating` does behind the service number. */
export function matterRoutes<Kind extends MatterKind>(app: FastifyInstance, api: MatterApi<Kind>, suffix = ''): void {
  const path = `/:${api.parameter.name}${suffix}`
  const params = z.object({ [api.parameter.name]: z.string().describe(api.parameter.description) })
  readRoute(app, api, path, params)
  historyRoute(app, api, path, params)
  for (const type of Object.keys(api.acts)) actRoute(app, api, { path, params, type })
}

type Parameters = z.ZodObject<Record<string, z.ZodString>>

function readRoute<Kind extends MatterKind>(plain: FastifyInstance, api: MatterApi<Kind>, path: string, params: Parameters): void {
  plain.withTypeProvider<ZodTypeProvider>().get(path, {
    config: { access: { roles: ROLES }, audited: true },
    schema: {
      summary: `${api.tag}：状态、时限与灯、等待何人`, tags: [api.tag], params,
      querystring: z.strictObject({ minSeq: z.coerce.number().int().min(0).max(1_000_000).optional().describe('至少新到这个序号（办理后返回的 seq）') }),
      response: { 200: api.viewSchema },
    },
  }, async (request, reply) => {
    const caller = callerOfRequest(request)
    const state = await readable(plain.deps, api, parameterOf(api, request.params, caller), caller, request.query.minSeq)
    return reply.header('etag', `"${state.seq}"`).send(api.view(state, caller, plain.deps.now()))
  })
}

function historyRoute<Kind extends MatterKind>(plain: FastifyInstance, api: MatterApi<Kind>, path: string, params: Parameters): void {
  plain.withTypeProvider<ZodTypeProvider>().get(`${path}/history`, {
    config: { access: { roles: ROLES }, audited: true },
    schema: {
      summary: `${api.tag}：全部经过（R-39）`, tags: [api.tag], params,
      querystring: z.strictObject({ after: z.coerce.number().int().min(0).max(1_000_000).default(0).describe('从这个序号之后'), limit: limitSchema(100, 500) }),
      response: { 200: z.object({ id: z.string(), items: z.array(EventViewSchema), next: z.int().optional().describe('下一页的 after') }) },
    },
  }, async (request) => {
    const caller = callerOfRequest(request)
    const { after, limit } = request.query
    const state = await readable(plain.deps, api, parameterOf(api, request.params, caller), caller)
    const events = await eventsOfMatter(plain.deps.database, state.id, { after, limit: limit + 1 })
    const page = events.slice(0, limit)
    const last = page.at(-1)
    const inFull = api.seesPersonalData(caller, state)
    return { id: state.id, items: page.map((event) => eventView(inFull ? event : api.maskEvent(event), api, caller)), ...(events.length > limit && last !== undefined ? { next: last.seq } : {}) }
  })
}

/** The origin's hashes are nobody's business. */
function eventView<Kind extends MatterKind>({ seq, at, type, rule, actor, data }: MatterEvent, { eventNames }: MatterApi<Kind>, { city }: Caller): z.infer<typeof EventViewSchema> {
  const { time, nameOf } = writingFor(city, new Date(0))
  const { origin: _origin, ...shown } = data as Record<string, unknown>
  const name = eventNames[type] ?? CLOCK_EVENT_NAMES[type as keyof typeof CLOCK_EVENT_NAMES]
  return { seq, at: time(at), type, name, rule, actor: { ...actor, orgName: nameOf(actor.org) }, data: shown }
}

function actRoute<Kind extends MatterKind>(plain: FastifyInstance, api: MatterApi<Kind>, { path, params, type }: { path: string; params: Parameters; type: string }): void {
  const description = api.acts[type]
  const body = api.bodies[type]
  if (description === undefined || body === undefined) throw new Error(`no act ${type}`)
  const { name, rule, roles } = description
  plain.withTypeProvider<ZodTypeProvider>().post(`${path}/${description.path}`, {
    config: { access: { roles }, audited: true },
    schema: {
      operationId: type, summary: `${name}（${rule}）`, description: `依据 ${rule}；可由 ${roles.join('、')} 办理。`, tags: [api.tag], params, body,
      response: { 200: z.object({ id: z.string(), seq: z.int().describe('此举之后的序号，可用作 ?minSeq='), status: z.enum(api.statuses) }) },
    },
  }, async (request) => {
    const caller = callerOfRequest(request)
    const parameter = parameterOf(api, request.params, caller)
    requireExistence(api, parameter, caller)
    const act = { actor: actorOf(caller), bodyHash: bodyHashOf(request), body: request.body }
    const { id, seq, status } = await performMatterAct(plain.deps, api, { parameter, type, updateId: idempotencyHash(request), act })
    return { id, seq, status }
  })
}

/** The matter, for a caller who may read it; another city's is unknown to them. */
export async function readable<Kind extends MatterKind>(deps: Dependencies, api: MatterApi<Kind>, parameter: string, caller: Caller, minSeq?: number): Promise<MatterStates[Kind]> {
  requireExistence(api, parameter, caller)
  const state = await readMatter(deps, api, parameter, minSeq)
  if (state.city !== caller.city.key) throw api.notFound(parameter)
  if (!api.mayRead(caller, state)) throw new Refusal('not-concerned', '只有有关的单位、当事人、综窗与协调小组办公室可以查看')
  return state
}

function requireExistence<Kind extends MatterKind>(api: MatterApi<Kind>, parameter: string, caller: Caller): void {
  if (!api.mayExist(parameter, caller)) throw api.notFound(parameter)
}

function parameterOf<Kind extends MatterKind>(api: MatterApi<Kind>, params: Readonly<Record<string, string>>, caller: Caller): string {
  const parameter = params[api.parameter.name] ?? ''
  return api.qualify?.(parameter, caller) ?? parameter
}
