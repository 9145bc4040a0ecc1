import { defined } from '../defined.ts'
import { isAccount, parseAccount } from './account.ts'
import type { Actor } from './actor.ts'

/** Whom an application, a transfer or what outlives them is for, and by which way it came in. */
export interface ApplicantSide {
  /** The account's name; of a case of 0.3 or before a user's id alone. */
  readonly applicant?: string
  /** Organisation key; `applicant` where the user registered the case in person. */
  readonly intake: string
  /** organisation key of the channel that the case came by: it tells the user, and may not act for them. */
  readonly channel?: string
}

/** the account that a registration or a request names, else that of the applicant who sent it. */
export function applicantOf(named: string | undefined, sentBy: Actor): string | undefined {
  return named ?? (sentBy.role === 'applicant' ? sentBy.sub : undefined)
}

/** Of a registration or a request for a transfer, and who sent it. */
export function applicantSideOf(
  { applicantSubject, channel }: { readonly applicantSubject?: string | undefined; readonly channel: string },
  sentBy: Actor,
): ApplicantSide {
  return defined({ applicant: applicantOf(applicantSubject, sentBy), intake: sentBy.org, channel })
}

/** By which way a case came, as its state has it, and who has claimed it since. */
interface CameBy {
  readonly registration: { readonly channel: string }
  readonly registeredBy: { readonly org: string }
  readonly claimed?: { readonly by: Pick<Actor, 'sub' | 'org'> }
}

/** since a case was claimed, the way is that of the account that claimed it, and no other. */
export function wayInOf({ registration, registeredBy, claimed }: CameBy): { intake: string; channel: string } {
  if (claimed === undefined) return { intake: registeredBy.org, channel: registration.channel }
  const { own = true, channel = registration.channel } = parseAccount(claimed.by.sub) ?? {}
  return { intake: own ? claimed.by.org : channel, channel }
}

interface Case extends CameBy {
  readonly registration: CameBy['registration'] & { readonly applicantSubject?: string | undefined }
  readonly registeredBy: Actor
}

/** of a case as it stands. */
export function userSideOf(state: Case): ApplicantSide {
  const applicant = state.claimed?.by.sub ?? applicantOf(state.registration.applicantSubject, state.registeredBy)
  return defined({ applicant, ...wayInOf(state) })
}

/**
 * who speaks for the user, an enterprise or a person alike: their account, the system of the intake that
 * sent it, or a clerk of the window. People of the intake's organisation do not: a bureau that collected a demand
 * itself is a party like any other.
 */
export function isOfApplicantSide(side: ApplicantSide, actor: Actor): boolean {
  return actor.role === 'clerk' || isApplicant(side, actor) || (actor.role === 'system' && actor.org === side.intake)
}

/** the account itself, and nobody on its behalf. */
export function isApplicant(
  { applicant, intake }: Pick<ApplicantSide, 'applicant'> & { readonly intake?: string },
  { role, sub }: Actor,
): boolean {
  return role === 'applicant' && applicant !== undefined && isAccount(applicant, sub, intake)
}

/** who is told for the user: the channel that they came by. */
export function toldForUser({ intake, channel }: ApplicantSide): string | undefined {
  return channel ?? (intake === 'applicant' ? undefined : intake)
}
