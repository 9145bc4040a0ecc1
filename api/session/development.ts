/** The printed sign-ins of the development issuer: one click each, nowhere but in development. */
import type { DevelopmentIssuer } from '../auth/development-issuer.ts'
import { openDevelopmentIssuer } from '../auth/development-issuer.ts'
import type { Environment } from '../../environment.ts'
import type { City } from '../../domain/city/city.schema.ts'
import type { OrganisationKind } from '../../domain/city/organisation-kind.ts'
import { ROLE_NAMES } from '../../domain/actor/actor.ts'
import type { Role } from '../../domain/actor/actor.ts'
import type { Tokens } from './provider.ts'

export const DESKS = ['window', 'inbox', 'office', 'audit'] as const
type Desk = (typeof DESKS)[number]

export interface SignIn {
  /** `org-role`, which is also the account. */
  readonly id: string
  readonly org: string
  readonly orgName: string
  readonly role: Role
  readonly roleName: string
  readonly desk: Desk
}

/** Who has a desk on the page. */
const ROLES_AT_DESKS: Readonly<Partial<Record<OrganisationKind, readonly (readonly [Role, Desk])[]>>> = {
  window: [['clerk', 'window']],
  authority: [
    ['officer', 'inbox'],
    ['lead', 'inbox'],
    ['inspector', 'inbox'],
  ],
  utility: [
    ['officer', 'inbox'],
    ['lead', 'inbox'],
  ],
  office: [
    ['officer', 'office'],
    ['auditor', 'audit'],
  ],
}

/** The window first, then the organisations as the city lists them. */
export function signInsOf(city: City): readonly SignIn[] {
  return city.organisations
    .flatMap(({ key, name, kind }) =>
      (ROLES_AT_DESKS[kind] ?? []).map(([role, desk]) => ({
        id: `${key}-${role}`,
        org: key,
        orgName: name,
        role,
        roleName: ROLE_NAMES[role],
        desk,
      })),
    )
    .toSorted((a, b) => DESKS.indexOf(a.desk) - DESKS.indexOf(b.desk))
}

const HOURS = 8

/** Opened when somebody first signs in. */
export function developmentTokens(environment: Environment): (signIn: SignIn, city: City) => Promise<Tokens> {
  let issuer: Promise<DevelopmentIssuer> | undefined
  return async ({ id, org, role }, { key }) => {
    issuer ??= openDevelopmentIssuer(environment)
    const hours = Math.min(HOURS, environment.AUTH_LONGEST_TOKEN_HOURS)
    return {
      access: await (await issuer).issueToken({ sub: id, org, role, city: key, expiresInSeconds: hours * 3600 }),
    }
  }
}
