/** What an act must be like that reaches a workflow as an update, whoever sent it. */
import { MOST_ACCOUNT_NAME } from '../../../domain/actor/account.ts'
import { ROLES } from '../../../domain/actor/actor.ts'
import type { Role } from '../../../domain/actor/actor.ts'
import { misfitOf } from '../../../domain/format/shape.ts'
import type { Shape } from '../../../domain/format/shape.ts'
import { Refusal } from '../../../domain/problem.ts'
import { UNSTORABLE, unstorableIn } from '../../../domain/storable.ts'
import { LONGEST_ORGANISATION_KEY } from '../../../domain/city/organisation-key.ts'

/** The same bounds as of a signal's actor (`activities/parse-act.ts`). */
const actorShape = (roles: readonly Role[]): Shape => ({
  type: 'object',
  properties: {
    sub: { type: 'string', minLength: 1, maxLength: MOST_ACCOUNT_NAME },
    org: { type: 'string', minLength: 1, maxLength: LONGEST_ORGANISATION_KEY },
    role: { type: 'string', enum: roles },
  },
  required: ['sub', 'org', 'role'],
  additionalProperties: false,
})

const identityShape = (): Shape => ({
  type: 'object',
  properties: {
    kind: { type: 'string', enum: ['individual', 'enterprise'] },
    number: { type: 'string', pattern: '^[0-9A-Z]{18}$' },
  },
  required: ['kind', 'number'],
  additionalProperties: false,
})

const factsShape = (): Shape => ({
  type: 'object',
  properties: {
    creditRecord: { type: 'string', minLength: 1, maxLength: 200 },
    blockedApprovals: { type: 'object', additionalProperties: { type: 'string', minLength: 1, maxLength: 200 } },
    commonSection: { type: 'object' },
    overlaps: { type: 'array', items: { type: 'object' }, maxItems: 20 },
    centimetres: { const: true },
    corrections: { type: 'integer', minimum: 0 },
    identity: identityShape(),
  },
  additionalProperties: false,
})

/**
 * Throws a {@link Refusal} where an act as sent is none: not actor, hash and body of the right shape, of a role that
 * may not do it, or with text that cannot be kept. What only Zod can say of a body the API has said.
 */
export function requireParsed(sent: unknown, body: Shape, roles: readonly Role[] = ROLES): void {
  const unstorable = unstorableIn(sent)
  if (unstorable !== undefined) throw refused(UNSTORABLE, unstorable.join('.'))
  const misfit = misfitOf(sent, {
    type: 'object',
    properties: {
      actor: actorShape(roles),
      bodyHash: { type: 'string', minLength: 1, maxLength: 128 },
      body,
      facts: factsShape(),
      projected: { type: 'integer', minimum: 0 },
      seen: { type: 'integer', minimum: 1 },
    },
    required: ['actor', 'bodyHash', 'body'],
    additionalProperties: false,
  })
  if (misfit !== undefined) throw refused(misfit.why, misfit.field)
}

function refused(why: string, field: string): Refusal {
  return new Refusal('validation-failed', why, field === '' ? undefined : field)
}
