import type { Actor } from './actor.ts'

/**
 * Who speaks for the user after the case: the account of its applicant, the intake that registered it, or a clerk of
 * the window.
 */
export interface ApplicantSide {
  /** A user's id at the intake, or in this system. */
  readonly applicant?: string
  /** Organisation key; `applicant` where the user registered the case in person. */
  readonly intake: string
  /** organisation key of the channel that the case came by: it tells the user, and may not act for them. */
  readonly channel?: string
}

/** who is told for the user: the channel that they came by. */
export function toldForUser({ intake, channel }: ApplicantSide): string | undefined {
  return channel ?? (intake === 'applicant' ? undefined : intake)
}

export function isOfApplicantSide({ applicant, intake }: ApplicantSide, { role, org, sub }: Actor): boolean {
  if (role === 'clerk') return true
  return role === 'applicant' ? applicant !== undefined && sub === applicant : org === intake
}
