import type { FastifyRequest } from 'fastify'
import type { WrittenBy } from '../../db/queries/guidance.ts'
import { Refusal } from '../../domain/problem.ts'
import type { Caller } from '../auth/caller.ts'
import { bodyHashOf, idempotencyHash } from '../plugins/idempotency.ts'
import { keyReused } from '../temporal/put-act.ts'

/** Who writes a version, when, and under which key. */
export function writtenBy(request: FastifyRequest, { sub, org, role, city }: Caller, now: Date): WrittenBy {
  return {
    city: city.key,
    key: idempotencyHash(request),
    bodyHash: bodyHashOf(request),
    writtenSub: sub,
    writtenOrg: org,
    writtenRole: role,
    writtenAt: now.toISOString(),
  }
}

/** Throws where another body came under this key before. */
export function requireSameBody({ bodyHash }: Pick<WrittenBy, 'bodyHash'>, by: WrittenBy): void {
  if (bodyHash !== by.bodyHash) throw keyReused()
}

/** What the limits of a query say of an organisation other than one's own. Throws `forbidden`. */
export function ownUnless(sees: boolean, wanted: string | undefined, own: string, field: string): string | undefined {
  if (sees) return wanted
  if (wanted !== undefined && wanted !== own) throw new Refusal('forbidden', '只能查看本单位的', field)
  return own
}
