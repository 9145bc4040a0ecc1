import { z } from 'zod'
import type { Cities, LoadedCity } from '../../config/load-cities.ts'
import { accountName } from '../../domain/actor/account.ts'
import type { Account } from '../../domain/actor/account.ts'
import { ROLES } from '../../domain/actor/actor.ts'
import type { Actor, Role } from '../../domain/actor/actor.ts'
import type { Identity } from '../../domain/actor/identity.ts'
import type { City } from '../../domain/city/city.schema.ts'
import { defined } from '../../domain/defined.ts'
import type { ReaderKind } from '../../domain/visibility/part.ts'
import { Refusal } from '../../domain/problem.ts'
import { isStorable } from '../../domain/storable.ts'
import { accountOf, issuerOf } from './account.ts'
import { LONGEST_ORGANISATION_KEY } from '../../domain/city/organisation-key.ts'

/** Who calls: an actor in a city. An applicant belongs to no organisation; their `sub` is their account's name. */
export interface Caller extends Actor {
  readonly city: City
  readonly policyHash: string
  readonly kind: ReaderKind
  /** Of the token, as it stands in accounts. */
  readonly issuer: string
  /** Of an applicant. */
  readonly account?: Account
  /** R-01: whom the issuer has verified an applicant to be. Never logged; kept with an act that it let through only. */
  readonly identity?: Identity
  /** The client that the token was issued to, where it says so. */
  readonly issuedTo?: string
}

/** A person by their 身份证, or who signs in for an enterprise by its 统一社会信用代码. */
const IdentitySchema = z.object({
  kind: z.enum(['individual', 'enterprise']),
  number: z
    .string()
    .trim()
    .toUpperCase()
    .regex(/^[0-9A-Z]{18}$/),
})

const clientId = z.string().min(1).max(200).optional().catch(undefined)

/** What a token must claim besides issuer, audience and expiry; other claims are none of ours. */
export const ClaimsSchema = z.object({
  sub: z.string().min(1).max(100).refine(isStorable),
  org: z.string().min(1).max(LONGEST_ORGANISATION_KEY).refine(isStorable),
  role: z.enum(ROLES),
  city: z.string().min(1).max(LONGEST_ORGANISATION_KEY).refine(isStorable),
  /** Checked against AUTH_ISSUER before. */
  iss: z.string().min(1).optional(),
  /** R-02: the intake system that an applicant signed in at; the online hall where it is not said. */
  channel: z.string().min(1).max(LONGEST_ORGANISATION_KEY).refine(isStorable).optional(),
  /** R-01: an applicant who files needs it; a form of it that is none is as good as none. */
  identity: IdentitySchema.optional().catch(undefined),
  /** The client that it was issued to: RFC 9068's `client_id`, or OpenID Connect's `azp`. */
  client_id: clientId,
  azp: clientId,
})
export type Claims = z.infer<typeof ClaimsSchema>

/** Which roles fit which kind of organisation. */
export const ROLES_OF_KIND: Readonly<Record<Caller['kind'], readonly Role[]>> = {
  applicant: ['applicant'],
  authority: ['officer', 'lead', 'inspector', 'auditor', 'administrator', 'system'],
  utility: ['officer', 'lead', 'system'],
  window: ['clerk', 'lead'],
  office: ['officer', 'lead', 'auditor', 'administrator'],
  group: ['officer', 'lead', 'auditor'],
  intake: ['system'],
  platform: ['system'],
}

/** The caller of these claims; throws a {@link Refusal} where city, organisation and role do not go together. */
export function callerOf(claims: Claims, cities: Cities): Caller {
  const { sub, org, role, client_id, azp, iss, identity } = claims
  const { city, policyHash } = cityOf(claims.city, cities)
  const kind = kindOf(org, city)
  if (!ROLES_OF_KIND[kind].includes(role))
    throw new Refusal('forbidden', `${org} 没有 ${role} 这个角色，可用：${ROLES_OF_KIND[kind].join('、')}`)
  const caller = {
    org,
    role,
    city,
    policyHash,
    kind,
    issuer: issuerOf(iss ?? ''),
    ...defined({ issuedTo: client_id ?? azp }),
  }
  if (kind !== 'applicant') return { ...caller, sub }
  const account = accountOf(claims, city)
  return { ...caller, sub: accountName(account), account, ...defined({ identity }) }
}

function cityOf(key: string, cities: Cities): LoadedCity {
  const city = cities.get(key)
  if (city === undefined) throw new Refusal('forbidden', `没有城市 ${key}，可用：${[...cities.keys()].join('、')}`)
  return city
}

function kindOf(org: string, city: City): Caller['kind'] {
  if (org === 'applicant') return 'applicant'
  const organisation = city.organisations.find((candidate) => candidate.key === org)
  if (organisation === undefined)
    throw new Refusal(
      'forbidden',
      `${city.name}没有单位 ${org}，可用：${city.organisations.map((candidate) => candidate.key).join('、')}，或 applicant`,
    )
  return organisation.kind
}

/** Throws a {@link Refusal} where the caller's role is none of these. */
export function requireRole({ role }: Pick<Caller, 'role'>, roles: readonly Role[]): void {
  if (!roles.includes(role)) throw new Refusal('forbidden', `此操作须由 ${roles.join('、')} 办理，当前角色是 ${role}`)
}

/** What goes into the case: who, without the city. */
export function actorOf({ sub, org, role }: Caller): Actor {
  return { sub, org, role }
}

/**
 * A client, for idempotency: the same keys of two clients have nothing to do with each other. Of the online hall's
 * accounts as before they had a channel, so that a key of then is known.
 */
export function clientOf({ sub, org, city, account }: Caller): string {
  if (account === undefined) return `${city.key}/${org}/${sub}`
  return `${city.key}/${account.own ? org : `${org}@${account.channel}`}/${account.subject}`
}
