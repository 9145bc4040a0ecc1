import type { Actor } from '../actor/actor.ts'
import { applicantSideOf, toldForUser } from '../actor/applicant-side.ts'
import type { ApplicantSide } from '../actor/applicant-side.ts'
import type { Part, Reader } from './part.ts'

type Asked = readonly (readonly [Part, boolean])[]

function those(asked: Asked): readonly Part[] {
  return asked.flatMap(([part, has]) => (has ? [part] : []))
}

interface TransferFacts {
  readonly leader: string
  readonly accounts: Readonly<Record<string, { readonly utility: string }>>
  readonly request: { readonly channel: string; readonly applicantSubject?: string | undefined }
  readonly requestedBy: Actor
}

/** */
function partsInTransfer({ org }: Reader, { leader, accounts, request, requestedBy }: TransferFacts): readonly Part[] {
  const side = applicantSideOf(request, requestedBy)
  return those([
    ['verifier', leader === org],
    ['utility', Object.values(accounts).some(({ utility }) => utility === org)],
    ['channel', toldForUser(side) === org || side.intake === org],
  ])
}

interface CreditFacts {
  readonly decider: string
  readonly openedBy: { readonly org: string }
  readonly orderedBy?: string
  /** Who may confirm it (ADR 0043). */
  readonly confirmers?: readonly string[]
  readonly subject: { readonly org?: string | undefined }
  readonly concerned: readonly string[]
}

/** */
function partsInCredit({ org }: Reader, state: CreditFacts): readonly Part[] {
  const { decider, openedBy, orderedBy, confirmers = [], subject, concerned } = state
  return those([
    ['deciding', decider === org || openedBy.org === org || orderedBy === org || confirmers.includes(org)],
    ['recorded', subject.org === org],
    ['sanctioning', subject.org !== org && concerned.includes(org)],
  ])
}

interface RatingFacts {
  readonly answerer: string
  readonly concerned: readonly string[]
  readonly side: ApplicantSide
}

/** */
function partsInRating({ org }: Reader, { answerer, concerned, side }: RatingFacts): readonly Part[] {
  return those([
    ['answering', answerer === org],
    ['rated', concerned.includes(org)],
    ['teller', tells(org, side)],
  ])
}

/** of those who take part in the case only whose money it is. */
function partsInInstalments(
  { org }: Reader,
  { utility, side }: { readonly utility: string; readonly side: ApplicantSide },
): readonly Part[] {
  return those([
    ['utility', utility === org],
    ['teller', tells(org, side)],
  ])
}

interface LaterInspectionFacts {
  readonly org: string
  readonly utility: string
  readonly parties: readonly string[]
  readonly concerned: readonly string[]
  readonly side: ApplicantSide
}

/** The office hears of a broken promise, and has a part from then on. */
function partsInLaterInspection({ org }: Reader, state: LaterInspectionFacts): readonly Part[] {
  const own = state.org === org || state.utility === org
  return those([
    ['supervising', state.org === org],
    ['utility', state.utility === org],
    ['deciding', !own && state.concerned.includes(org)],
    ['informed', state.parties.includes(org)],
    ['teller', tells(org, state.side)],
  ])
}

/** a report names no person; those who take part in it read its words as they are. */
function partsInMeetingReport(
  { org }: Reader,
  { concerned }: { readonly concerned: readonly string[] },
): readonly Part[] {
  return those([['informed', concerned.includes(org)]])
}

function tells(org: string, side: ApplicantSide): boolean {
  return toldForUser(side) === org || side.intake === org
}

/** what an organisation has to do with a matter of each kind. */
export const PARTS_IN_MATTER = {
  transfer: partsInTransfer,
  creditRecord: partsInCredit,
  rating: partsInRating,
  meetingReport: partsInMeetingReport,
  instalments: partsInInstalments,
  laterInspection: partsInLaterInspection,
}
