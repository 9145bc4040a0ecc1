import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { ROLES } from '../../../../domain/actor/actor.ts'
import { Refusal } from '../../../../domain/problem.ts'
import type { Caller } from '../../../auth/caller.ts'
import type { CaseState } from '../../../case.ts'
import type { Dependencies } from '../../../dependencies.ts'
import { lensOnCase } from '../../../../domain/visibility/lens-on.ts'
import { blockedTasks } from '../../../offers/blocked-tasks.ts'
import { callerOfRequest } from '../../../plugins/auth.ts'
import { seenThrough } from '../../../plugins/seen-through.ts'
import { notFound, readCase, requireOwnCity } from '../../../temporal/read-case.ts'
import { applicationView } from '../../../views/application.ts'
import { ApplicationViewSchema } from '../../../views/application.schema.ts'
import { MinSeqQuerySchema } from '../../../views/min-seq.schema.ts'
import { knowsOwnOnly, mayRead } from '../../../views/who-may-read.ts'

/** One application, with what is due when and who is awaited. */
export async function readRoute(plain: FastifyInstance): Promise<void> {
  const app = plain.withTypeProvider<ZodTypeProvider>()
  app.get(
    '/:serviceNumber',
    {
      config: { access: { roles: ROLES } },
      schema: {
        summary: '一件申请：阶段、各项服务、时限与灯、等待何人',
        tags: ['申请'],
        params: z.object({ serviceNumber: z.string().describe('联合报装服务编号') }),
        querystring: MinSeqQuerySchema,
        response: { 200: ApplicationViewSchema },
      },
    },
    async (request, reply) => {
      const caller = callerOfRequest(request)
      const state = await readableCase(app.deps, request.params.serviceNumber, caller, request.query.minSeq)
      const lens = seenThrough(request, lensOnCase(caller, state, caller.city))
      const why = await blockedTasks(app.deps, [state], caller)
      return reply.header('etag', `"${state.seq}"`).send(applicationView(state, caller, app.deps.now(), lens, why))
    },
  )
}

/** The case, for a caller who may read it, or for what else `may` says; another city's is unknown to them. */
export async function readableCase(
  deps: Dependencies,
  serviceNumber: string,
  caller: Caller,
  minSeq?: number,
  may: (caller: Caller, state: CaseState) => boolean = mayRead,
): Promise<CaseState> {
  requireOwnCity(serviceNumber, caller)
  const state = await readCase(deps, serviceNumber, minSeq)
  if (!may(caller, state))
    throw knowsOwnOnly(caller)
      ? notFound(serviceNumber)
      : new Refusal('not-concerned', '只有与此申请有关的单位、申请人、综窗与协调小组办公室可以查看')
  return state
}
