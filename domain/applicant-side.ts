import type { Actor } from './actor.ts'

/** Who speaks for the user after the case: the account of its applicant, the intake that registered it, or a clerk of the window. */
export interface ApplicantSide {
  /** A user's id at the intake, or in this system. */
  readonly applicant?: string
  /** Organisation key; `applicant` where the user registered the case in person. */
  readonly intake: string
}

export function isOfApplicantSide({ applicant, intake }: ApplicantSide, { role, org, sub }: Actor): boolean {
  if (role === 'clerk') return true
  return role === 'applicant' ? applicant !== undefined && sub === applicant : org === intake
}
