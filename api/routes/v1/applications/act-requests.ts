import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { eventsOfApplication } from '../../../../db/queries/events.ts'
import { ROLES } from '../../../../domain/actor/actor.ts'
import type { CaseEvent } from '../../../../domain/case/event.ts'
import { Refusal } from '../../../../domain/problem.ts'
import { readKeyring } from '../../../../temporal/keyring.ts'
import { mayAsk, outcomeOf, OutcomeSchema } from '../../../act-requests/outcome.ts'
import { addressedIn } from '../../../act-requests/request-id.ts'
import type { Dependencies } from '../../../dependencies.ts'
import { callerOfRequest } from '../../../plugins/auth.ts'
import { readableCase } from './read.ts'

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
      const { serviceNumber } = request.params
      const { requests } = await readableCase(app.deps, serviceNumber, caller)
      const keyring = readKeyring(app.deps.environment)
      const addressed = addressedIn(request.params.request, { keyring, caller, serviceNumber })
      const seq = requests?.[addressed?.request ?? '']
      const event = seq === undefined ? undefined : await eventAt(app.deps, serviceNumber, seq)
      if (event !== undefined && mayAsk(caller, event)) {
        const outcome = outcomeOf(event, caller, { serviceNumber, instance: request.url })
        if (outcome !== undefined) return outcome
      }
      if (event === undefined && addressed?.given === true)
        return reply.header('retry-after', '1').send({ serviceNumber, status: 'pending' })
      throw new Refusal('request-not-found', '没有这个办理请求，或它是别人提交的；请用 202 回答的 Location')
    },
  )
}

async function eventAt({ database }: Dependencies, serviceNumber: string, seq: number): Promise<CaseEvent | undefined> {
  const [event] = await eventsOfApplication(database, serviceNumber, { after: seq - 1, limit: 1 })
  return event
}
