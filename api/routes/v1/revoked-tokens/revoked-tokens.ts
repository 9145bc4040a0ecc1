import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { text } from '../../../../domain/act/fields.schema.ts'
import { revokedTokens, revokeToken } from '../../../../db/queries/revoked-tokens.ts'
import type { RevokedTokenRow } from '../../../../db/queries/revoked-tokens.ts'
import { maskNumbersIn } from '../../../../domain/masking/numbers-in-text.ts'
import { Refusal } from '../../../../domain/problem.ts'
import { isStorable } from '../../../../domain/storable.ts'
import { LONGEST_TOKEN_HOURS } from '../../../../environment.ts'
import { MOST_JTI } from '../../../auth/verify-token.ts'
import type { Caller } from '../../../auth/caller.ts'
import { callerOfRequest } from '../../../plugins/auth.ts'
import { TimeSchema } from '../../../views/time.schema.ts'
import { isPlatformAdministrator, whoDid } from '../../../views/who-may-subscribe.ts'
import { writingFor } from '../../../views/writing.ts'

const RevokedSchema = z.object({
  jti: z.string(),
  revokedAt: TimeSchema,
  revokedBy: z.string(),
  reason: z.string(),
})

function view({ jti, revokedAt, revokedBy, reason }: RevokedTokenRow, { city }: Caller, now: Date) {
  return {
    jti,
    revokedAt: writingFor(city, now).time(revokedAt),
    revokedBy,
    reason: maskNumbersIn(reason),
  }
}

/** A token that was lost or stolen ends before its time, at every API process. */
export async function revokedTokenRoutes(plain: FastifyInstance): Promise<void> {
  const app = plain.withTypeProvider<ZodTypeProvider>()
  app.post(
    '',
    {
      config: { access: { roles: ['administrator'] } },
      schema: {
        operationId: 'revokeToken',
        summary: '吊销一个令牌；各 API 进程一两秒内都不再认它。仅办公室的管理员',
        tags: ['令牌'],
        body: z.strictObject({
          jti: z.string().min(1).max(MOST_JTI).refine(isStorable).describe('令牌的 jti'),
          reason: text(500).describe('理由，留有记录'),
        }),
        response: {
          201: RevokedSchema.describe('已吊销'),
          200: RevokedSchema.describe('此前已吊销'),
        },
      },
    },
    async (request, reply) => {
      const caller = callerOfRequest(request)
      if (!isPlatformAdministrator(caller)) throw new Refusal('forbidden', '吊销令牌由办公室的管理员办理')
      const revocation = { ...request.body, revokedBy: whoDid(caller) }
      const { token, created } = await revokeToken(app.deps.database, revocation, LONGEST_TOKEN_HOURS)
      app.revoked.add(token.jti)
      return reply.code(created ? 201 : 200).send(view(token, caller, app.deps.now()))
    },
  )
  app.get(
    '',
    {
      config: { access: { roles: ['administrator', 'auditor'] } },
      schema: {
        operationId: 'listRevokedTokens',
        summary: '已吊销、其期限可能未过的令牌',
        tags: ['令牌'],
        response: { 200: z.object({ items: z.array(RevokedSchema) }) },
      },
    },
    async (request) => {
      const caller = callerOfRequest(request)
      const rows = await revokedTokens(app.deps.database)
      return { items: rows.map((row) => view(row, caller, app.deps.now())) }
    },
  )
}
