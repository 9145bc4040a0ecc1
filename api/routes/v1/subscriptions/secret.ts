import { randomBytes } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { rotateSecret } from '../../../../db/queries/subscription-acts.ts'
import { readKeyring } from '../../../../temporal/keyring.ts'
import type { Keyring } from '../../../../temporal/keyring.ts'
import { seal, unseal } from '../../../../temporal/seal.ts'
import { callerOfRequest } from '../../../plugins/auth.ts'
import { bodyHashOf, idempotencyHash } from '../../../plugins/idempotency.ts'
import { keyReused } from '../../../temporal/put-act.ts'
import { SubscriptionViewSchema, subscriptionView } from '../../../views/push.ts'
import { whoDid } from '../../../views/who-may-subscribe.ts'
import { changedOr, ownSubscription, SubscriptionParams } from './known.ts'

const MOST_OVERLAP_HOURS = 24 * 30

export const WithSecretSchema = SubscriptionViewSchema.extend({
  secret: z.string().describe('签名密钥 whsec_…（Standard Webhooks）；只在创建与更换时给出，加密保存'),
})

/** A new one, sealed for its subscription. */
export function newSecret(subscriptionId: string, keyring: Keyring): string {
  return seal(`whsec_${randomBytes(24).toString('base64')}`, subscriptionId, keyring)
}

/** the receiver changes over while both secrets sign. */
export async function secretRoute(plain: FastifyInstance): Promise<void> {
  const app = plain.withTypeProvider<ZodTypeProvider>()
  app.post(
    '/:id/secret',
    {
      config: { access: { roles: ['administrator', 'system'] } },
      schema: {
        operationId: 'rotateSecret',
        summary: '更换签名密钥；旧密钥在一段时间内同时签名（R-27）',
        tags: ['推送'],
        params: SubscriptionParams,
        body: z.strictObject({
          overlapHours: z
            .int()
            .min(0)
            .max(MOST_OVERLAP_HOURS)
            .default(24)
            .describe(`两个密钥同时签名多少小时；0：旧的立即作废；最多 ${MOST_OVERLAP_HOURS}`),
        }),
        response: { 200: WithSecretSchema },
      },
    },
    async (request) => {
      const caller = callerOfRequest(request)
      const keyring = readKeyring(app.deps.environment)
      const { id } = await ownSubscription(app, request.params.id, caller)
      const [keyHash, bodyHash] = [idempotencyHash(request), bodyHashOf(request)]
      const rotated = await rotateSecret(app.deps.database, {
        id,
        by: whoDid(caller),
        secret: newSecret(id, keyring),
        overlapHours: request.body.overlapHours,
        keyHash,
        bodyHash,
      })
      const row = await changedOr(app, id, rotated)
      if (row.rotationBodyHash !== bodyHash) throw keyReused()
      return {
        ...subscriptionView(row, caller, app.deps.now()),
        secret: unseal(row.secret, row.id, keyring),
      }
    },
  )
}
