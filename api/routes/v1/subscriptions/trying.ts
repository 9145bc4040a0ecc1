import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { takeTest } from '../../../../db/queries/push-tests.ts'
import type { PushTestRow } from '../../../../db/queries/push-tests.ts'
import { retryNow } from '../../../../db/queries/retries.ts'
import { REHEARSALS, TEST_KINDS, testSubject } from '../../../../domain/push.ts'
import { callerOfRequest } from '../../../plugins/auth.ts'
import { bodyHashOf, idempotencyHash } from '../../../plugins/idempotency.ts'
import { keyReused } from '../../../temporal/put-act.ts'
import { whoDid } from '../../../views/who-may-subscribe.ts'
import { ownSubscription, SubscriptionParams } from './known.ts'

const tags = ['推送']
const config = { access: { roles: ['administrator', 'system'] } } as const

const TestSchema = z
  .strictObject({
    kind: z.enum(TEST_KINDS).default('ping').describe('ping：连通测试；event：测试事件'),
    rehearsal: z
      .enum(REHEARSALS)
      .default('none')
      .describe('仅测试事件：retry 第一次无论如何算失败，随后重试；deadLetter 一再算失败，成为死信，以练习重送与跳过'),
  })
  .refine(({ kind, rehearsal }) => kind === 'event' || rehearsal === 'none', {
    path: ['rehearsal'],
    message: '只有测试事件可以演练失败',
  })

const TestViewSchema = z.object({
  id: z.string().describe('推送的 webhook-id'),
  subject: z.string(),
  seq: z.int(),
  kind: z.enum(TEST_KINDS),
  rehearsal: z.enum(REHEARSALS),
})

function testView({ subscriptionId, seq, kind, rehearsal }: PushTestRow): z.infer<typeof TestViewSchema> {
  const subject = testSubject(subscriptionId)
  return { id: `${subject}:${seq}`, subject, seq, kind, rehearsal }
}

/** a receiver is tried, and tells us that it is back. */
export async function tryingRoutes(plain: FastifyInstance): Promise<void> {
  const app = plain.withTypeProvider<ZodTypeProvider>()
  app.post(
    '/:id/tests',
    {
      config,
      schema: {
        operationId: 'testSubscription',
        summary: '测试推送：连通，或演练重试与死信；结果见 deliveries?kind=test（R-27）',
        tags,
        params: SubscriptionParams,
        body: TestSchema,
        response: {
          201: TestViewSchema.describe('随即送出'),
          200: TestViewSchema.describe('此前已用同一 Idempotency-Key 测试'),
        },
      },
    },
    async (request, reply) => {
      const caller = callerOfRequest(request)
      const own = await ownSubscription(app, request.params.id, caller)
      const bodyHash = bodyHashOf(request)
      const { test, created } = await takeTest(app.deps.database, own, {
        ...request.body,
        by: whoDid(caller),
        keyHash: idempotencyHash(request),
        bodyHash,
      })
      if (test.bodyHash !== bodyHash) throw keyReused()
      return reply.code(created ? 201 : 200).send(testView(test))
    },
  )
  app.post(
    '/:id/retries',
    {
      config,
      schema: {
        operationId: 'retryNow',
        summary: '立即重试：接收方已修好，等着的不必再等；也可连同死信一并重送（R-27）',
        tags,
        params: SubscriptionParams,
        body: z.strictObject({ deadLetters: z.boolean().default(false).describe('死信也重送') }),
        response: {
          200: z.object({
            lanes: z.int().describe('不再等待的件数'),
            deadLetters: z.int().describe('重送的死信数'),
          }),
        },
      },
    },
    async (request) => {
      const caller = callerOfRequest(request)
      const own = await ownSubscription(app, request.params.id, caller)
      const { lanes, letters } = await retryNow(app.deps.database, own, {
        by: whoDid(caller),
        letters: request.body.deadLetters,
        keyHash: idempotencyHash(request),
        bodyHash: bodyHashOf(request),
      })
      return { lanes, deadLetters: letters }
    },
  )
}
