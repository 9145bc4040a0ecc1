/**
 * `text/event-stream` of one case and of an inbox: that something is new, and nothing of what; whoever hears it reads
 * it by the usual GET, with the rights of then.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Database } from '../../db/client.ts'
import { hasChangedFor } from '../../db/queries/live.ts'
import type { Mark } from '../../db/queries/outbox.ts'
import { ROLES } from '../../domain/actor/actor.ts'
import { clientOf } from '../auth/caller.ts'
import { callerOfRequest } from '../plugins/auth.ts'
import { noteSeen } from '../plugins/noted.ts'
import { readableCase } from '../routes/v1/applications/read.ts'
import { INBOX_ROLES, requireInbox } from '../routes/v1/organisations/tasks.ts'
import { Outlet } from './outlet.ts'

/** Described in docs/parties.md; OpenAPI has no words for a stream, and tools that try what it says would wait. */
const schema = { hide: true } as const
/** Of a stream there are no headers without it: whoever asks for them would be kept as one who listens. */
const NO_HEAD = { exposeHeadRoute: false } as const

export async function caseLiveRoute(plain: FastifyInstance): Promise<void> {
  const app = plain.withTypeProvider<ZodTypeProvider>()
  app.get(
    '/:serviceNumber/live',
    {
      ...NO_HEAD,
      config: { access: { roles: ROLES } },
      schema: { ...schema, params: z.object({ serviceNumber: z.string() }), querystring: z.strictObject({}) },
    },
    async (request, reply) => {
      const caller = callerOfRequest(request)
      const { serviceNumber } = request.params
      const standing = async () => (await readableCase(app.deps, serviceNumber, caller)).seq
      await standing()
      const outlet = new Outlet()
      let told = lastEventId(request, /^\d{1,9}$/)
      const tell = async () => {
        const seq = await standing()
        if (String(seq) === told) return
        told = String(seq)
        outlet.tell({ event: 'case', id: told, data: { serviceNumber, seq } })
      }
      // Whoever may not see it any more hears no more of it; whoever may comes again and asks.
      const orEnd = () => outlet.finish('again')
      const changed = (cases: readonly { readonly serviceNumber: string }[]) => {
        if (cases.some((one) => one.serviceNumber === serviceNumber)) void tell().catch(orEnd)
      }
      await app.live.open({ outlet, ...ofRequest(request), changed })
      void tell().catch(orEnd)
      noteSeen(request, 'masked')
      return streamed(reply, outlet)
    },
  )
}

export async function inboxLiveRoute(plain: FastifyInstance): Promise<void> {
  const app = plain.withTypeProvider<ZodTypeProvider>()
  app.get(
    '/:organisation/live',
    {
      ...NO_HEAD,
      config: { access: { roles: INBOX_ROLES } },
      schema: { ...schema, params: z.object({ organisation: z.string() }), querystring: z.strictObject({}) },
    },
    async (request, reply) => {
      const caller = callerOfRequest(request)
      const { organisation: org } = request.params
      requireInbox(caller, org)
      const outlet = new Outlet()
      const city = caller.city.key
      const tell = (mark: Mark) => outlet.tell({ event: 'inbox', id: mark, data: { organisation: org } })
      const mark = await app.live.open({
        outlet,
        ...ofRequest(request),
        changed: (cases, at) => {
          if (cases.some((one) => one.city === city && one.concerned.includes(org))) tell(at)
        },
      })
      const last = lastEventId(request, /^\d{1,18}$/)
      // Whoever comes for the first time has nothing yet: they are told from where on they will hear.
      if (last === undefined || (await missed(app.deps.database, { city, org, since: last }, outlet))) tell(mark)
      noteSeen(request, 'masked')
      return streamed(reply, outlet)
    },
  )
}

/** Throws `DatabaseError`: then nobody will read the outlet, and it is told nothing any more. */
async function missed(
  database: Database,
  since: Parameters<typeof hasChangedFor>[1],
  outlet: Outlet,
): Promise<boolean> {
  try {
    return await hasChangedFor(database, since)
  } catch (error) {
    outlet.destroy()
    throw error
  }
}

function ofRequest(request: FastifyRequest) {
  return { account: clientOf(callerOfRequest(request)), counts: async () => request.tokenStillCounts() }
}

/** Undefined for what is none of ours. */
function lastEventId(request: FastifyRequest, pattern: RegExp): string | undefined {
  const id = request.headers['last-event-id']
  return typeof id === 'string' && pattern.test(id) ? id : undefined
}

function streamed(reply: FastifyReply, outlet: Outlet): FastifyReply {
  return reply
    .headers({ 'cache-control': 'no-store', 'x-accel-buffering': 'no' })
    .type('text/event-stream; charset=utf-8')
    .send(outlet)
}
