import { randomUUID } from 'node:crypto'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { endSubscription, listSubscriptions, takeSubscription } from '../../../../db/queries/subscriptions.ts'
import type { NewSubscription } from '../../../../db/queries/subscriptions.ts'
import { readKeyring } from '../../../../temporal/keyring.ts'
import { unseal } from '../../../../temporal/seal.ts'
import type { Caller } from '../../../auth/caller.ts'
import { callerOfRequest } from '../../../plugins/auth.ts'
import { bodyHashOf, idempotencyHash } from '../../../plugins/idempotency.ts'
import { fieldProblem } from '../../../problems/problem-error.ts'
import { ownOnly, reachOf, requireOwnOrPlatform, requireSubscriber, whoDid } from '../../../views/who-may-subscribe.ts'
import { keyReused } from '../../../temporal/put-act.ts'
import { EventTypeSchema, SubscriptionViewSchema, subscriptionView } from '../../../views/push.ts'
import { readableSubscription, SubscriptionParams } from './known.ts'
import { allowedReceiver, ReceiverUrlSchema } from './receiver-url.ts'
import { newSecret, WithSecretSchema } from './secret.ts'
import { LONGEST_ORGANISATION_KEY } from '../../../../domain/city/organisation-key.ts'

const BodySchema = z.strictObject({
  url: ReceiverUrlSchema,
  org: z
    .string()
    .min(1)
    .max(LONGEST_ORGANISATION_KEY)
    .optional()
    .describe('为哪个单位；不填为本单位。为其他单位的，须另一人确认'),
  eventTypes: z.array(EventTypeSchema).min(1).max(100).optional().describe('只要这些事；不填为全部'),
  since: z.iso
    .datetime({ offset: true, abort: true })
    .refine((at) => Date.parse(at) >= 0, '应在 1970 年以后')
    .optional()
    .describe('从何时起发生的事；不填为现在'),
})

/** who is told. */
export async function subscriptionRoutes(plain: FastifyInstance): Promise<void> {
  const app = plain.withTypeProvider<ZodTypeProvider>()
  app.post(
    '',
    {
      config: { access: { roles: ['administrator', 'system'] } },
      schema: {
        operationId: 'subscribe',
        summary: '订阅推送（R-27）',
        tags: ['推送'],
        body: BodySchema,
        response: {
          201: WithSecretSchema.describe('已订阅；state 为 pending 的，另一人确认后才推送'),
          200: WithSecretSchema.describe('此前已用同一 Idempotency-Key 订阅'),
        },
      },
    },
    async (request, reply) => {
      const caller = callerOfRequest(request)
      const keyring = readKeyring(app.deps.environment)
      const { subscription, created } = await takeSubscription(
        app.deps.database,
        await newSubscription(request, request.body, caller, app),
      )
      if (subscription.bodyHash !== bodyHashOf(request)) throw keyReused()
      const view = subscriptionView(subscription, caller, app.deps.now())
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
      return { items: rows.map((row) => subscriptionView(row, caller, app.deps.now())) }
    },
  )
  app.delete(
    '/:id',
    {
      config: { access: { roles: ['administrator', 'system'] } },
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
      const row = await readableSubscription(app, request.params.id, caller)
      requireOwnOrPlatform(caller, row)
      await endSubscription(app.deps.database, row.id, 'deleted', whoDid(caller))
      return reply.code(204).send()
    },
  )
}

async function newSubscription(
  request: FastifyRequest,
  { url, org: given, eventTypes, since: from }: z.infer<typeof BodySchema>,
  caller: Caller,
  { deps }: Pick<FastifyInstance, 'deps'>,
): Promise<NewSubscription> {
  const org = given ?? caller.org
  const { needsSecondPerson } = requireSubscriber(caller, org)
  const now = deps.now()
  const since = from === undefined ? now : new Date(from)
  if (since > now) throw fieldProblem('validation-failed', 'since', '不能晚于现在')
  const id = randomUUID()
  return {
    id,
    city: caller.city.key,
    org,
    url: await allowedReceiver(deps.environment, url),
    secret: newSecret(id, readKeyring(deps.environment)),
    eventTypes: eventTypes ?? null,
    ...reachOf(caller, org),
    since: since.toISOString(),
    createdBy: whoDid(caller),
    active: !needsSecondPerson,
    ...(needsSecondPerson ? {} : { confirmedAt: now.toISOString(), confirmedBy: whoDid(caller) }),
    keyHash: idempotencyHash(request),
    bodyHash: bodyHashOf(request),
  }
}
