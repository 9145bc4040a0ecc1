import type { Identity } from '../../domain/actor/identity.ts'
import type { Role } from '../../domain/actor/actor.ts'

/** Who acts, as the token says it: a person or a system of an organisation. */
export interface Party {
  readonly sub: string
  readonly org: string
  readonly role: Role
  /** Of an applicant: whom their token vouches for. */
  readonly identity?: Identity
}

export const INTAKE: Party = { sub: 'hubei-government-service', org: 'hubeiGovernmentService', role: 'system' }

/** A clerk of the window. */
export const CLERK: Party = { sub: 'zongchuang-01', org: 'window', role: 'clerk' }

/** The user, by an account of the online hall. */
export const USER: Party = { sub: 'yonghu-5188', org: 'applicant', role: 'applicant' }

export function officer(org: string): Party {
  return { sub: `${org}-jingban`, org, role: 'officer' }
}

/** Who answers for an organisation. */
export function lead(org: string): Party {
  return { sub: `${org}-fuze`, org, role: 'lead' }
}

/** Who inspects on site. */
export function inspector(org: string): Party {
  return { sub: `${org}-jiandu`, org, role: 'inspector' }
}

/** An organisation's own system. */
export function systemOf(org: string): Party {
  return { sub: `${org}-xitong`, org, role: 'system' }
}

export function auditor(org: string): Party {
  return { sub: `${org}-shenji`, org, role: 'auditor' }
}
