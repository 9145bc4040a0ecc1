import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { ROLES } from '../../domain/actor/actor.ts'
import type { MatterKind } from '../../domain/matter/matter.ts'
import { offersOfMatter } from '../offers/matter-offers.ts'
import { callerOfRequest } from '../plugins/auth.ts'
import { MinSeqQuerySchema } from '../views/min-seq.schema.ts'
import { offersShape } from '../views/offers.schema.ts'
import type { MatterApi } from './matter-api.ts'
import type { Parameters } from './act-routes.ts'
import { parameterOf, readable } from './reach.ts'

/** What the caller may do now with a matter, and why nothing else: the rules that judge an act say so. */
export function offersRoute<Kind extends MatterKind>(
  plain: FastifyInstance,
  api: MatterApi<Kind>,
  { path, params, suffix }: { readonly path: string; readonly params: Parameters; readonly suffix: string },
): void {
  plain.withTypeProvider<ZodTypeProvider>().get(
    `${path}/acts`,
    {
      config: { access: { roles: ROLES } },
      schema: {
        summary: `${api.tag}：此刻可以办什么，正文怎样填；其余为什么不能办`,
        tags: [api.tag],
        params,
        querystring: MinSeqQuerySchema,
        response: { 200: z.object({ id: z.string(), status: z.enum(api.statuses), ...offersShape }) },
      },
    },
    async (request) => {
      const caller = callerOfRequest(request)
      const parameter = parameterOf(api, request.params, caller)
      const state = await readable(plain.deps, api, parameter, caller, request.query.minSeq)
      const self = `${plain.prefix}/${request.params[api.parameter.name] ?? ''}${suffix}`
      const offers = offersOfMatter(api, state, { caller, now: plain.deps.now(), self })
      return { id: state.id, status: state.status, seq: state.seq, ...offers }
    },
  )
}
