import type { Role } from '../../domain/actor/actor.ts'
import { isOfApplicantSide, userSideOf } from '../../domain/actor/applicant-side.ts'
import { holdsCodeOf } from '../../domain/actor/code-holder.ts'
import { takesPart } from '../../domain/case/parties.ts'
import type { Caller } from '../auth/caller.ts'
import type { CaseState } from '../case.ts'

const OVERSEERS: readonly Role[] = ['auditor', 'administrator']

/** They see what was done everywhere, and persons nowhere. */
export function isOverseer({ role }: Pick<Caller, 'role'>): boolean {
  return OVERSEERS.includes(role)
}

/**
 * Applicants, intakes and platforms know of their own only: what is another's is answered as what is not there, for
 * numbers can be guessed.
 */
export function knowsOwnOnly({ kind }: Pick<Caller, 'kind'>): boolean {
  return kind === 'applicant' || kind === 'intake' || kind === 'platform'
}

/** Who sees every case of the city: the office and its group, the window, auditors and administrators. */
export function seesWholeCity({ kind, role }: Caller): boolean {
  return kind === 'office' || kind === 'group' || kind === 'window' || OVERSEERS.includes(role)
}

/** The concerned organisations, the applicant's side, and who sees the whole city. */
export function mayRead(caller: Caller, state: CaseState): boolean {
  if (caller.city.key !== state.city) return false
  const side = userSideOf(state)
  return (
    seesWholeCity(caller) ||
    isConcerned(caller, state) ||
    isOfApplicantSide(side, caller) ||
    holdsCodeOf(state.serviceNumber, caller)
  )
}

function isConcerned({ org }: Caller, state: CaseState): boolean {
  return takesPart(org, state)
}
