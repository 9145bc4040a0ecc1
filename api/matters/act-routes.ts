/** The acts of every kind of matter, waited for or not, and what became of those that were not. */
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { eventsOfMatter } from '../../db/queries/matters.ts'
import { ROLES } from '../../domain/actor/actor.ts'
import { defined } from '../../domain/defined.ts'
import { CLOCK_EVENT_NAMES } from '../../domain/matter/matter.ts'
import type { MatterKind } from '../../domain/matter/matter.ts'
import { acceptedLater, acceptedSchema } from '../act-requests/accepted.ts'
import { outcomeSchema, toldOf } from '../act-requests/outcome.ts'
import { prefersAsync } from '../act-requests/prefer.ts'
import { tellingChanges } from '../act-requests/changed.ts'
import { seenIn } from '../act-requests/if-match.ts'
import { actingOn } from '../act-requests/unconcerned.ts'
import { actorOf } from '../auth/caller.ts'
import { callerOfRequest } from '../plugins/auth.ts'
import { bodyHashOf, idempotencyHash } from '../plugins/idempotency.ts'
import { SettledSchema } from '../views/settled.schema.ts'
import type { MatterApi } from './matter-api.ts'
import { parameterOf, readable, requireKnown } from './reach.ts'
import { requestMatterAct } from './request-act.ts'
import { performMatterAct } from './temporal.ts'

export type Parameters = z.ZodObject<Record<string, z.ZodString>>

const AcceptedSchema = acceptedSchema({ id: z.string() })
const OutcomeSchema = outcomeSchema({ id: z.string() })

export function actRoute<Kind extends MatterKind>(
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
      config: { access: { roles }, alsoAnswers: [412] },
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
          202: AcceptedSchema,
        },
      },
    },
    async (request, reply) => {
      const caller = callerOfRequest(request)
      const parameter = parameterOf(api, request.params, caller)
      await requireKnown(plain.deps, api, parameter, caller)
      const act = {
        actor: actorOf(caller),
        bodyHash: bodyHashOf(request),
        body: request.body,
        ...defined({ seen: seenIn(request) }),
      }
      const put = { parameter, type, updateId: idempotencyHash(request), act }
      const isAsync = prefersAsync(request)
      const perform = async () => {
        const [address = ''] = request.url.split('?')
        const matter = address.slice(0, -`/${description.path}`.length)
        const links = isAsync ? await requestMatterAct(plain.deps, api, put, { caller, matter }) : undefined
        if (links !== undefined) return acceptedLater(reply, { id: api.idOf(parameter), links })
        const { id, seq, status, unsettled } = await performMatterAct(plain.deps, api, put)
        return { id, seq, status, settled: unsettled !== true }
      }
      const read = () => readable(plain.deps, api, parameter, caller)
      return actingOn({ caller, act: perform, read, isAsync }).catch(async (error: unknown) => {
        throw await tellingChanges(error, {
          caller,
          now: plain.deps.now(),
          eventsAfter: (after, limit) => eventsOfMatter(plain.deps.database, api.idOf(parameter), { after, limit }),
          nameOf: (type) =>
            api.eventNames[type] ?? (CLOCK_EVENT_NAMES as Readonly<Record<string, string>>)[type] ?? type,
        })
      })
    },
  )
}

/** What became of an act whose sender did not wait. */
export function actRequestRoute<Kind extends MatterKind>(
  plain: FastifyInstance,
  api: MatterApi<Kind>,
  path: string,
  params: Parameters,
): void {
  plain.withTypeProvider<ZodTypeProvider>().get(
    `${path}/act-requests/:request`,
    {
      config: { access: { roles: ROLES } },
      schema: {
        summary: `${api.tag}：以 Prefer: respond-async 提交的办理，结果如何`,
        description: '地址是 202 回答的 Location，只有提交者查得到；结果长久保留。pending 时隔 Retry-After 秒再查。',
        tags: [api.tag],
        params: params.extend({ request: z.string().describe('Location 的末段') }),
        response: { 200: OutcomeSchema },
      },
    },
    async (request, reply) => {
      const caller = callerOfRequest(request)
      const { request: address = '' } = request.params as { readonly request?: string }
      const { id, requests } = await readable(plain.deps, api, parameterOf(api, request.params, caller), caller)
      const told = await toldOf(plain.deps, caller, {
        subject: id,
        requests,
        address,
        instance: request.url,
        eventAt: async (seq) => (await eventsOfMatter(plain.deps.database, id, { after: seq - 1, limit: 1 })).at(0),
      })
      if (told.status === 'pending') void reply.header('retry-after', '1')
      return { id, ...told }
    },
  )
}
