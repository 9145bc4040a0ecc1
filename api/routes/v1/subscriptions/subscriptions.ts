import { randomBytes, randomUUID } from 'node:crypto'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import {
  endSubscription,
  findSubscription,
  listSubscriptions,
  takeSubscription,
} from '../../../../db/queries/subscriptions.ts'
import type { SubscriptionRow } from '../../../../db/queries/subscriptions.ts'
import { Refusal } from '../../../../domain/problem.ts'
import { readKeyring } from '../../../../temporal/keyring.ts'
import { seal, unseal } from '../../../../temporal/seal.ts'
import type { Caller } from '../../../auth/caller.ts'
import { callerOfRequest } from '../../../plugins/auth.ts'
import { bodyHashOf, idempotencyHash } from '../../../plugins/idempotency.ts'
import { fieldProblem } from '../../../problems/problem-error.ts'
import { ownOnly, reachOf, requireSubscriber, visible, whoDid } from '../../../views/who-may-subscribe.ts'
import { keyReused } from '../../../temporal/put-act.ts'
import { EventTypeSchema, SubscriptionViewSchema, subscriptionView } from '../../../views/push.ts'
import { writingFor } from '../../../views/writing.ts'

const URL_RULE = '应为 http 或 https 地址，不含账号、密码与 #'

const BodySchema = z.strictObject({
  url: z.string().trim().max(500).refine(isReceiverUrl, URL_RULE).describe(`接收地址：${URL_RULE}`),
  org: z.string().min(1).max(31).optional().describe('为哪个单位；不填为本单位'),
  eventTypes: z.array(EventTypeSchema).min(1).max(100).optional().describe('只要这些事；不填为全部'),
  since: z.iso
    .datetime({ offset: true, abort: true })
    .refine((at) => Date.parse(at) >= 0, '应在 1970 年以后')
    .optional()
    .describe('从何时起发生的事；不填为现在'),
})

const CreatedSchema = SubscriptionViewSchema.extend({
  secret: z.string().describe('签名密钥 whsec_…（Standard Webhooks）；只在创建时给出，加密保存'),
})

export const SubscriptionParams = z.object({ id: z.uuid().describe('订阅编号') })

function isReceiverUrl(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, username, password, hash, hostname } = new URL(text)
  return (protocol === 'https:' || protocol === 'http:') && `${username}${password}${hash}` === '' && hostname !== ''
}

/** who is told. */
export async function subscriptionRoutes(plain: FastifyInstance): Promise<void> {
  const app = plain.withTypeProvider<ZodTypeProvider>()
  app.post(
    '',
    {
      config: { access: { roles: ['administrator', 'system'] }, audited: true },
      schema: {
        operationId: 'subscribe',
        summary: '订阅推送（R-27）',
        tags: ['推送'],
        body: BodySchema,
        response: {
          201: CreatedSchema.describe('已订阅'),
          200: CreatedSchema.describe('此前已用同一 Idempotency-Key 订阅'),
        },
      },
    },
    async (request, reply) => {
      const caller = callerOfRequest(request)
      const keyring = readKeyring(app.deps.environment)
      const { subscription, created } = await takeSubscription(
        app.deps.database,
        newSubscription(request, request.body, caller, app),
      )
      if (subscription.bodyHash !== bodyHashOf(request)) throw keyReused()
      const view = subscriptionView(subscription, writingFor(caller.city, app.deps.now()))
      return reply
        .code(created ? 201 : 200)
        .header('location', `/api/v1/subscriptions/${subscription.id}`)
        .send({ ...view, secret: unseal(subscription.secret, subscription.id, keyring) })
    },
  )
  app.get(
    '',
    {
      config: { access: { roles: ['administrator', 'auditor', 'system'] } },
      schema: {
        operationId: 'listSubscriptions',
        summary: '订阅清单，含已停用的（R-27）',
        tags: ['推送'],
        response: { 200: z.object({ items: z.array(SubscriptionViewSchema) }) },
      },
    },
    async (request) => {
      const caller = callerOfRequest(request)
      const rows = await listSubscriptions(app.deps.database, { city: caller.city.key, org: ownOnly(caller) })
      return { items: rows.map((row) => subscriptionView(row, writingFor(caller.city, app.deps.now()))) }
    },
  )
  app.delete(
    '/:id',
    {
      config: { access: { roles: ['administrator', 'system'] }, audited: true },
      schema: {
        operationId: 'unsubscribe',
        summary: '停用订阅；送到何处留有记录（R-27）',
        tags: ['推送'],
        params: SubscriptionParams,
        response: { 204: z.void().describe('已停用') },
      },
    },
    async (request, reply) => {
      const caller = callerOfRequest(request)
      const { id } = await readableSubscription(app, request.params.id, caller)
      await endSubscription(app.deps.database, id, 'deleted', whoDid(caller))
      return reply.code(204).send()
    },
  )
}

/** The subscription, for a caller who may see it. */
export async function readableSubscription(
  { deps }: Pick<FastifyInstance, 'deps'>,
  id: string,
  caller: Caller,
): Promise<SubscriptionRow> {
  return visible(
    await findSubscription(deps.database, id),
    caller,
    new Refusal('subscription-not-found', '没有这个订阅，或不属于本单位'),
  )
}

function newSubscription(
  request: FastifyRequest,
  { url, org: given, eventTypes, since: from }: z.infer<typeof BodySchema>,
  caller: Caller,
  { deps }: Pick<FastifyInstance, 'deps'>,
) {
  const org = given ?? caller.org
  requireSubscriber(caller, org)
  const now = deps.now()
  const since = from === undefined ? now : new Date(from)
  if (since > now) throw fieldProblem('validation-failed', 'since', '不能晚于现在')
  const id = randomUUID()
  const secret = seal(`whsec_${randomBytes(24).toString('base64')}`, id, readKeyring(deps.environment))
  return {
    id,
    city: caller.city.key,
    org,
    url: new URL(url).href,
    secret,
    eventTypes: eventTypes ?? null,
    ...reachOf(caller, org),
    since: since.toISOString(),
    createdBy: whoDid(caller),
    keyHash: idempotencyHash(request),
    bodyHash: bodyHashOf(request),
  }
}
