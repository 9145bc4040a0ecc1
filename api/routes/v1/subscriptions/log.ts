import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { logOfSubscription } from '../../../../db/queries/subscription-log.ts'
import { maskNumbersIn } from '../../../../domain/masking/numbers-in-text.ts'
import { SUBSCRIPTION_ACTS } from '../../../../domain/push.ts'
import { callerOfRequest } from '../../../plugins/auth.ts'
import { CursorSchema, decodeCursor, encodeCursor, limitSchema } from '../../../views/page.ts'
import { TimeSchema } from '../../../views/time.schema.ts'
import { addressFor } from '../../../views/who-may-subscribe.ts'
import { writingFor } from '../../../views/writing.ts'
import { readableSubscription, SubscriptionParams } from './known.ts'

const PlaceSchema = z.strictObject({ id: z.int() })

const EntrySchema = z.object({
  at: TimeSchema,
  act: z.enum(SUBSCRIPTION_ACTS),
  by: z.string().optional().describe('单位/账号；没有：接收方自己以 410 停用'),
  org: z.string().describe('为哪个单位'),
  url: z.string().describe('此举之后的接收地址'),
  subject: z.string().optional(),
  seq: z.int().optional(),
  reason: z.string().optional(),
})

/** who let whom be told, and where. */
export async function subscriptionLogRoute(plain: FastifyInstance): Promise<void> {
  const app = plain.withTypeProvider<ZodTypeProvider>()
  app.get(
    '/:id/log',
    {
      config: { access: { roles: ['administrator', 'auditor', 'system'] } },
      schema: {
        operationId: 'listSubscriptionLog',
        summary: '一个订阅的经过：谁提出、确认、改址、暂停、换密钥、跳过（R-27、R-39）',
        tags: ['推送'],
        params: SubscriptionParams,
        querystring: z.strictObject({ limit: limitSchema(50, 200), cursor: CursorSchema }),
        response: { 200: z.object({ items: z.array(EntrySchema), next: z.string().optional() }) },
      },
    },
    async (request) => {
      const caller = callerOfRequest(request)
      const { limit, cursor } = request.query
      const { id } = await readableSubscription(app, request.params.id, caller)
      const before = decodeCursor(PlaceSchema, cursor)?.id
      const page = await logOfSubscription(app.deps.database, id, { before, limit })
      const { time } = writingFor(caller.city, app.deps.now())
      return {
        items: page.items.map(({ at, act, by, org, url, subject, seq, reason }) => ({
          at: time(at),
          act,
          by: by ?? undefined,
          org,
          url: addressFor(caller, { org, url }),
          subject: subject ?? undefined,
          seq: seq ?? undefined,
          reason: reason === null ? undefined : maskNumbersIn(reason),
        })),
        next: encodeCursor(page.next === undefined ? undefined : { id: page.next }),
      }
    },
  )
}
