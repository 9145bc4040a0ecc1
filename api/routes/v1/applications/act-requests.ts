import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { eventsOfApplication } from '../../../../db/queries/events.ts'
import { ROLES } from '../../../../domain/actor/actor.ts'
import { outcomeSchema, toldOf } from '../../../act-requests/outcome.ts'
import { callerOfRequest } from '../../../plugins/auth.ts'
import { readableCase } from './read.ts'

const OutcomeSchema = outcomeSchema({ serviceNumber: z.string() })

/** What became of an act whose sender did not wait. */
export async function actRequestRoute(plain: FastifyInstance): Promise<void> {
  const app = plain.withTypeProvider<ZodTypeProvider>()
  app.get(
    '/:serviceNumber/act-requests/:request',
    {
      config: { access: { roles: ROLES } },
      schema: {
        summary: '以 Prefer: respond-async 提交的办理，结果如何',
        description: '地址是 202 回答的 Location，只有提交者查得到；结果长久保留。pending 时隔 Retry-After 秒再查。',
        tags: ['办理'],
        params: z.object({
          serviceNumber: z.string().describe('联合报装服务编号'),
          request: z.string().describe('Location 的末段'),
        }),
        response: { 200: OutcomeSchema },
      },
    },
    async (request, reply) => {
      const caller = callerOfRequest(request)
      const { serviceNumber, request: address } = request.params
      const { requests } = await readableCase(app.deps, serviceNumber, caller)
      const told = await toldOf(app.deps, caller, {
        subject: serviceNumber,
        requests,
        address,
        instance: request.url,
        eventAt: async (seq) =>
          (await eventsOfApplication(app.deps.database, serviceNumber, { after: seq - 1, limit: 1 })).at(0),
      })
      if (told.status === 'pending') void reply.header('retry-after', '1')
      return { serviceNumber, ...told }
    },
  )
}
