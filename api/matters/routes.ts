/** The routes that every kind of matter has: read, history, acts. Each kind adds how it is opened and listed. */
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { eventsOfMatter } from '../../db/queries/matters.ts'
import type { MatterStates } from '../../workflows/core/matter-logics.ts'
import { ROLES } from '../../domain/actor/actor.ts'
import { CLOCK_EVENT_NAMES } from '../../domain/matter/matter.ts'
import type { MatterEvent, MatterKind } from '../../domain/matter/matter.ts'
import type { Caller } from '../auth/caller.ts'
import { callerOfRequest } from '../plugins/auth.ts'
import { maskText, NOTHING_HIDDEN } from '../../domain/masking/words.ts'
import { hiddenTextOf, wordsShown } from '../../domain/matter/matter-masking.ts'
import type { Lens } from '../../domain/visibility/lens.ts'
import { lensOnMatter } from '../../domain/visibility/lens-on.ts'
import { noteSeen } from '../plugins/noted.ts'
import { seenThrough } from '../plugins/seen-through.ts'
import { HistoryQuerySchema, historyPage, NextAfterSchema } from '../views/history.ts'
import { MinSeqQuerySchema } from '../views/min-seq.schema.ts'
import { TimeSchema } from '../views/time.schema.ts'
import { writingFor } from '../views/writing.ts'
import { isOverseer } from '../views/who-may-read.ts'
import { actRequestRoute, actRoute } from './act-routes.ts'
import type { Parameters } from './act-routes.ts'
import type { MatterApi } from './matter-api.ts'
import { offersRoute } from './offers-route.ts'
import { parameterOf, readable } from './reach.ts'

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
  offersRoute(app, api, { path, params, suffix })
  for (const type of Object.keys(api.acts)) actRoute(app, api, { path, params, type })
  actRequestRoute(app, api, path, params)
}

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
        querystring: MinSeqQuerySchema,
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
  const { eventShown, figuresShown = (whole: MatterEvent) => whole } = api
  const fields = (api.seesFigures?.(caller, state) === true ? figuresShown : eventShown)(event, lens)
  const { seq, at, type, rule, actor, data } = wordsShown(
    fields,
    isWritten ? NOTHING_HIDDEN : hiddenTextOf(api.kind),
    lens,
  )
  const { origin: _origin, ...shown } = data as Record<string, unknown>
  const name = api.eventNames[type] ?? CLOCK_EVENT_NAMES[type as keyof typeof CLOCK_EVENT_NAMES]
  return { seq, at: time(at), type, name, rule, actor: { ...actor, orgName: nameOf(actor.org) }, data: shown }
}
