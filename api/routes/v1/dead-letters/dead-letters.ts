import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { text } from '../../../../domain/act/fields.schema.ts'
import { findDeadLetter, listDeadLetters, resolveDeadLetter } from '../../../../db/queries/dead-letters.ts'
import type { DeadLetterRow } from '../../../../db/queries/dead-letters.ts'
import { Refusal } from '../../../../domain/problem.ts'
import type { Resolution } from '../../../../domain/push.ts'
import { callerOfRequest } from '../../../plugins/auth.ts'
import { bodyHashOf, idempotencyHash } from '../../../plugins/idempotency.ts'
import { ownOnly, requireOwnOrPlatform, visible, whoDid } from '../../../views/who-may-subscribe.ts'
import { keyReused } from '../../../temporal/put-act.ts'
import { CursorSchema, decodeCursor, encodeCursor, limitSchema } from '../../../views/page.ts'
import { DeadLetterViewSchema, deadLetterView } from '../../../views/push.ts'
import { writingFor } from '../../../views/writing.ts'

const ParamsSchema = z.object({
  id: z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER).describe('死信编号'),
})
const PlaceSchema = z.strictObject({ id: z.int() })
const tags = ['推送']

/** what a receiver did not take for days or refused for good, and what is done about it. */
export async function deadLetterRoutes(plain: FastifyInstance): Promise<void> {
  const app = plain.withTypeProvider<ZodTypeProvider>()
  app.get(
    '',
    {
      config: { access: { roles: ['administrator', 'auditor', 'system'] } },
      schema: {
        operationId: 'listDeadLetters',
        summary: '死信：多日送不到、或一再拒收的推送（R-27）',
        tags,
        querystring: z.strictObject({
          subscription: z.uuid().optional(),
          resolved: z
            .enum(['true', 'false'])
            .default('false')
            .transform((wanted) => wanted === 'true')
            .describe('也列出已处理的'),
          limit: limitSchema(50, 200),
          cursor: CursorSchema,
        }),
        response: { 200: z.object({ items: z.array(DeadLetterViewSchema), next: z.string().optional() }) },
      },
    },
    async (request) => {
      const caller = callerOfRequest(request)
      const { subscription, resolved, limit, cursor } = request.query
      const page = await listDeadLetters(app.deps.database, {
        city: caller.city.key,
        org: ownOnly(caller),
        subscriptionId: subscription,
        resolved,
        limit,
        before: decodeCursor(PlaceSchema, cursor)?.id,
      })
      const writing = writingFor(caller.city, app.deps.now())
      return {
        items: page.items.map((row) => deadLetterView(row, writing)),
        next: encodeCursor(page.next === undefined ? undefined : { id: page.next }),
      }
    },
  )
  app.post(
    '/:id/resend',
    {
      config: { access: { roles: ['administrator', 'system'] } },
      schema: {
        operationId: 'resendDeadLetter',
        summary: '重送：从这一件起按序再送（R-27）',
        tags,
        params: ParamsSchema,
        body: z.strictObject({}),
        response: { 200: DeadLetterViewSchema },
      },
    },
    async (request) => resolve(app, request, request.params.id, 'resent'),
  )
  app.post(
    '/:id/skip',
    {
      config: { access: { roles: ['administrator', 'system'] } },
      schema: {
        operationId: 'skipDeadLetter',
        summary: '跳过：这一件不再送，其后的继续；须说明理由（R-27）',
        tags,
        params: ParamsSchema,
        body: z.strictObject({ reason: text(500).describe('理由，留有记录') }),
        response: { 200: DeadLetterViewSchema },
      },
    },
    async (request) => resolve(app, request, request.params.id, 'skipped', request.body.reason),
  )
}

/** Does it once; the same key hears the same again. */
async function resolve(
  { deps }: Pick<FastifyInstance, 'deps'>,
  request: FastifyRequest,
  id: number,
  resolution: Resolution,
  reason?: string,
) {
  const caller = callerOfRequest(request)
  const [keyHash, bodyHash] = [idempotencyHash(request), bodyHashOf(request)]
  const find = async () =>
    visible(
      await findDeadLetter(deps.database, id),
      caller,
      new Refusal('dead-letter-not-found', '没有这份死信，或不属于本单位'),
    )
  const before = await find()
  requireOwnOrPlatform(caller, before)
  if (before.resolution === null && !before.active)
    throw new Refusal('subscription-ended', '订阅已停用，不会再送；须新建订阅，可用 since 指明从何时起')
  await resolveDeadLetter(deps.database, { id, resolution, by: whoDid(caller), reason, keyHash, bodyHash })
  const after = await find()
  requireSameKey(after, keyHash, bodyHash)
  return deadLetterView(after, writingFor(caller.city, deps.now()))
}

function requireSameKey(letter: DeadLetterRow, keyHash: string, bodyHash: string): void {
  if (letter.keyHash !== keyHash)
    throw new Refusal(
      'already-done',
      letter.resolution === 'skipped' ? '这份死信已经跳过' : '这份死信已经重送；再次失败会成为新的死信',
    )
  if (letter.bodyHash !== bodyHash) throw keyReused()
}
