import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { ROLES } from '../../../../domain/actor/actor.ts'
import { OUTCOMES, STAGES } from '../../../../domain/case/stage.ts'
import { offersOfCase } from '../../../offers/case-offers.ts'
import { callerOfRequest } from '../../../plugins/auth.ts'
import { MinSeqQuerySchema } from '../../../views/min-seq.schema.ts'
import { offersShape } from '../../../views/offers.schema.ts'
import { readableCase } from './read.ts'

const AnswerSchema = z.object({
  serviceNumber: z.string(),
  stage: z.enum(STAGES),
  outcome: z.enum(OUTCOMES).optional(),
  ...offersShape,
})

/** What the caller may do now with a case, and why nothing else: the rules that judge an act say so. */
export async function offersRoute(plain: FastifyInstance): Promise<void> {
  const app = plain.withTypeProvider<ZodTypeProvider>()
  app.get(
    '/:serviceNumber/acts',
    {
      config: { access: { roles: ROLES } },
      schema: {
        summary: '此刻可以办什么，正文怎样填；其余为什么不能办',
        description:
          '由办理时判断的同一规则得出，按查询数据的 seq；最后由流程决定。已办结的申请，列出由后续事项接续的动作（R-26）。',
        tags: ['办理'],
        params: z.object({ serviceNumber: z.string().describe('联合报装服务编号') }),
        querystring: MinSeqQuerySchema,
        response: { 200: AnswerSchema },
      },
    },
    async (request, reply) => {
      const caller = callerOfRequest(request)
      const state = await readableCase(app.deps, request.params.serviceNumber, caller, request.query.minSeq)
      const { serviceNumber, stage, outcome, seq } = state
      return reply.send({ serviceNumber, stage, outcome, seq, ...(await offersOfCase(app.deps, state, caller)) })
    },
  )
}
