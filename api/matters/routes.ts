/** The routes that every kind of matter has: read, history, acts. Each kind adds how it is opened and listed. */
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { eventsOfMatter } from '../../db/queries/matters.ts'
import type { MatterStates } from '../../workflows/core/matter-logics.ts'
import { ROLES } from '../../domain/actor/actor.ts'
import { CLOCK_EVENT_NAMES } from '../../domain/matter/matter.ts'
import type { MatterEvent, MatterKind } from '../../domain/matter/matter.ts'
import { Refusal } from '../../domain/problem.ts'
import { actorOf } from '../auth/caller.ts'
import type { Caller } from '../auth/caller.ts'
import type { Dependencies } from '../dependencies.ts'
import { callerOfRequest } from '../plugins/auth.ts'
import { bodyHashOf, idempotencyHash } from '../plugins/idempotency.ts'
import { maskText, NOTHING_HIDDEN } from '../../domain/masking/words.ts'
import { hiddenTextOf, wordsShown } from '../../domain/matter/matter-masking.ts'
import type { Lens } from '../../domain/visibility/lens.ts'
import { lensOnMatter } from '../../domain/visibility/lens-on.ts'
import { noteSeen } from '../plugins/noted.ts'
import { seenThrough } from '../plugins/seen-through.ts'
import { HistoryQuerySchema, historyPage, NextAfterSchema } from '../views/history.ts'
import { SettledSchema } from '../views/settled.schema.ts'
import { TimeSchema } from '../views/time.schema.ts'
import { knowsOwnOnly } from '../views/who-may-read.ts'
import { writingFor } from '../views/writing.ts'
import { isOverseer } from '../views/who-may-read.ts'
import type { MatterApi } from './matter-api.ts'
import { performMatterAct, readMatter } from './temporal.ts'

const EventViewSchema = z.object({
  seq: z.int(),
  at: TimeSchema,
  type: z.string(),
  name: z.string(),
  rule: z.string().describe('依据'),
  actor: z.object({ sub: z.string(), org: z.string(), orgName: z.string(), role: z.enum(ROLES) }),
  data: z.record(z.string(), z.unknown()),
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

function readRoute<Kind extends MatterKind>(
  plain: FastifyInstance,
  api: MatterApi<Kind>,
  path: string,
  params: Parameters,
): void {
  plain.withTypeProvider<ZodTypeProvider>().get(
    path,
    {
      config: { access: { roles: ROLES } },
      schema: {
        summary: `${api.tag}：状态、时限与灯、等待何人`,
        tags: [api.tag],
        params,
        querystring: z.strictObject({
          minSeq: z.coerce
            .number()
            .int()
            .min(0)
            .max(1_000_000)
            .optional()
            .describe('至少新到这个序号（办理后返回的 seq）'),
        }),
        response: { 200: api.viewSchema },
      },
    },
    async (request, reply) => {
      const caller = callerOfRequest(request)
      const state = await readable(
        plain.deps,
        api,
        parameterOf(api, request.params, caller),
        caller,
        request.query.minSeq,
      )
      const lens = seenThrough(request, lensFor(api, state, caller))
      if (api.seesFigures?.(caller, state) === true) noteSeen(request, 'whole')
      return reply.header('etag', `"${state.seq}"`).send(viewFor(api, state, { caller, lens, now: plain.deps.now() }))
    },
  )
}

export function viewFor<Kind extends MatterKind>(
  api: MatterApi<Kind>,
  state: MatterStates[Kind],
  { caller, lens, now }: { readonly caller: Caller; readonly lens: Lens; readonly now: Date },
): object {
  return maskText(api.view(state, caller, now, lens), hiddenTextOf(api.kind), lens)
}

export function lensFor<Kind extends MatterKind>(
  { kind }: MatterApi<Kind>,
  state: MatterStates[Kind],
  caller: Caller,
): Lens {
  return lensOnMatter(kind, caller, state as never, caller.city)
}

function historyRoute<Kind extends MatterKind>(
  plain: FastifyInstance,
  api: MatterApi<Kind>,
  path: string,
  params: Parameters,
): void {
  plain.withTypeProvider<ZodTypeProvider>().get(
    `${path}/history`,
    {
      config: { access: { roles: ROLES } },
      schema: {
        summary: `${api.tag}：全部经过（R-39）`,
        tags: [api.tag],
        params,
        querystring: HistoryQuerySchema,
        response: {
          200: z.object({
            id: z.string(),
            items: z.array(EventViewSchema),
            next: NextAfterSchema,
          }),
        },
      },
    },
    async (request) => {
      const caller = callerOfRequest(request)
      const { after, limit } = request.query
      const state = await readable(plain.deps, api, parameterOf(api, request.params, caller), caller)
      const events = await eventsOfMatter(plain.deps.database, state.id, { after, limit: limit + 1 })
      const { page, next } = historyPage(events, limit)
      const lens = seenThrough(request, lensFor(api, state, caller))
      if (api.seesFigures?.(caller, state) === true) noteSeen(request, 'whole')
      return { id: state.id, items: page.map((event) => eventView(event, api, state, { caller, lens })), next }
    },
  )
}

/** The origin's hashes are nobody's business; what is written to the user is not hidden from who tells them. */
export function eventView<Kind extends MatterKind>(
  event: MatterEvent,
  api: MatterApi<Kind>,
  state: MatterStates[Kind],
  { caller, lens }: { readonly caller: Caller; readonly lens: Lens },
): z.infer<typeof EventViewSchema> {
  const { time, nameOf } = writingFor(caller.city, new Date(0))
  const isWritten = !isOverseer(caller) && api.saidToUser?.(event, caller.org, state) === true
  if (isWritten) lens.gave('words')
  const fields = api.seesFigures?.(caller, state) === true ? event : api.eventShown(event, lens)
  const { seq, at, type, rule, actor, data } = wordsShown(
    fields,
    isWritten ? NOTHING_HIDDEN : hiddenTextOf(api.kind),
    lens,
  )
  const { origin: _origin, ...shown } = data as Record<string, unknown>
  const name = api.eventNames[type] ?? CLOCK_EVENT_NAMES[type as keyof typeof CLOCK_EVENT_NAMES]
  return { seq, at: time(at), type, name, rule, actor: { ...actor, orgName: nameOf(actor.org) }, data: shown }
}

function actRoute<Kind extends MatterKind>(
  plain: FastifyInstance,
  api: MatterApi<Kind>,
  { path, params, type }: { path: string; params: Parameters; type: string },
): void {
  const description = api.acts[type]
  const body = api.bodies[type]
  if (description === undefined || body === undefined) throw new Error(`no act ${type}`)
  const { name, rule, roles } = description
  plain.withTypeProvider<ZodTypeProvider>().post(
    `${path}/${description.path}`,
    {
      config: { access: { roles } },
      schema: {
        operationId: type,
        summary: `${name}（${rule}）`,
        description: `依据 ${rule}；可由 ${roles.join('、')} 办理。`,
        tags: [api.tag],
        params,
        body,
        response: {
          200: z.object({
            id: z.string(),
            seq: z.int().describe('此举之后的序号，可用作 ?minSeq='),
            status: z.enum(api.statuses),
            settled: SettledSchema,
          }),
        },
      },
    },
    async (request) => {
      const caller = callerOfRequest(request)
      const parameter = parameterOf(api, request.params, caller)
      await requireKnown(plain.deps, api, parameter, caller)
      const act = { actor: actorOf(caller), bodyHash: bodyHashOf(request), body: request.body }
      const { id, seq, status, unsettled } = await performMatterAct(plain.deps, api, {
        parameter,
        type,
        updateId: idempotencyHash(request),
        act,
      })
      return { id, seq, status, settled: unsettled !== true }
    },
  )
}

/** The matter, for a caller who may read it; another city's is unknown to them. */
export async function readable<Kind extends MatterKind>(
  deps: Dependencies,
  api: MatterApi<Kind>,
  parameter: string,
  caller: Caller,
  minSeq?: number,
): Promise<MatterStates[Kind]> {
  requireExistence(api, parameter, caller)
  const state = await readMatter(deps, api, parameter, minSeq)
  if (state.city !== caller.city.key) throw api.notFound(parameter)
  if (!api.mayRead(caller, state))
    throw knowsOwnOnly(caller)
      ? api.notFound(parameter)
      : new Refusal('not-concerned', '只有有关的单位、当事人、综窗与协调小组办公室可以查看')
  return state
}

/**
 * The matter is of the caller's city, and their own where they know of no other; whose act it is, it decides itself.
 */
async function requireKnown<Kind extends MatterKind>(
  deps: Dependencies,
  api: MatterApi<Kind>,
  parameter: string,
  caller: Caller,
): Promise<void> {
  requireExistence(api, parameter, caller)
  if (api.cityless !== true && !knowsOwnOnly(caller)) return
  const state = await readMatter(deps, api, parameter)
  if (state.city !== caller.city.key || (knowsOwnOnly(caller) && !api.mayRead(caller, state)))
    throw api.notFound(parameter)
}

function requireExistence<Kind extends MatterKind>(api: MatterApi<Kind>, parameter: string, caller: Caller): void {
  if (!api.mayExist(parameter, caller)) throw api.notFound(parameter)
}

function parameterOf<Kind extends MatterKind>(
  api: MatterApi<Kind>,
  params: Readonly<Record<string, string>>,
  caller: Caller,
): string {
  const parameter = params[api.parameter.name] ?? ''
  return api.qualify?.(parameter, caller) ?? parameter
}
