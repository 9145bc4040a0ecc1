import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { noiseOf } from '../../../../db/queries/access-log.ts'
import { callerOfRequest } from '../../../plugins/auth.ts'
import { TimeSchema } from '../../../views/time.schema.ts'
import { writingFor } from '../../../views/writing.ts'
import { NextSchema, nextOf, timesOf, WHEN } from './query.ts'

const CountSchema = z.object({
  since: TimeSchema.describe('第一次'),
  at: TimeSchema.describe('最后一次'),
  address: z.string().optional().describe('来自何处；IPv6 到 /64；没有：那时来处太多，合并计数'),
  action: z.string().describe('方法与地址；* 为各处合计'),
  problem: z.string().optional(),
  number: z.int().describe('几次'),
  requestId: z.string().describe('第一次的请求编号'),
})

/** what came without a token that counts; of no city, and so for the auditors of each. */
export async function unknownSenderRoute(plain: FastifyInstance): Promise<void> {
  const app = plain.withTypeProvider<ZodTypeProvider>()
  app.get(
    '/unknown-senders',
    {
      config: { access: { roles: ['auditor'] } },
      schema: {
        operationId: 'listUnknownSenders',
        summary: '没有有效令牌的请求，按来处、地址与原因计数（R-39）',
        description: '不分城市，最近的在前；每十秒写一次，再多也只有几十行。查看本身也记入查阅记录。',
        tags: ['审计'],
        querystring: z.strictObject(WHEN),
        response: { 200: z.object({ items: z.array(CountSchema), next: NextSchema }) },
      },
    },
    async (request) => {
      const { time } = writingFor(callerOfRequest(request).city, app.deps.now())
      const { items, next } = await noiseOf(app.deps.database, timesOf(request.query))
      return {
        items: items.map(({ since, at, address, action, problem, number, requestId }) => ({
          since: time(since),
          at: time(at),
          address: address ?? undefined,
          action,
          problem: problem ?? undefined,
          number,
          requestId,
        })),
        next: nextOf(next),
      }
    },
  )
}
