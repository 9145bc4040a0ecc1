import type { ActType } from '../../domain/act/act.ts'
import type { ActFacts } from '../../workflows/application/core/act-rule.ts'
import type { Caller } from '../auth/caller.ts'

/** acts by which a case, or the number on its form, becomes somebody's own. */
export function isAskedForIdentity(type: ActType): boolean {
  return type === 'claimApplication' || type === 'supplementDemand'
}

/** a correction that names nobody needs to know of nobody, and keeps nothing of them. */
export function isIdentityNeeded(type: ActType, body: object): boolean {
  return type === 'claimApplication' || (type === 'supplementDemand' && 'applicant' in body)
}

/** besides what is known, whom the issuer of the sender's token has verified them to be. */
export function withIdentity(
  { identity }: Pick<Caller, 'identity'>,
  known: { readonly facts?: ActFacts },
): { facts?: ActFacts } {
  return identity === undefined ? known : { facts: { ...known.facts, identity } }
}
