import { findApplication } from '../../../../db/queries/applications.ts'
import { isApplicant, userSideOf } from '../../../../domain/actor/applicant-side.ts'
import { isIdentityOf } from '../../../../domain/actor/identity.ts'
import { holdsCodeOf } from '../../../../domain/actor/code-holder.ts'
import { partiesOf } from '../../../../domain/case/parties.ts'
import { officeOf } from '../../../../domain/city/city-parts.ts'
import { Refusal } from '../../../../domain/problem.ts'
import { ratingId } from '../../../../domain/rating/rating.ts'
import type { Rating } from '../../../../domain/rating/rating.schema.ts'
import type { RatingInput } from '../../../../workflows/rating/messages.ts'
import { actorOf } from '../../../auth/caller.ts'
import type { Caller } from '../../../auth/caller.ts'
import type { CaseState } from '../../../case.ts'
import type { Dependencies } from '../../../dependencies.ts'
import { readableCase } from './read.ts'
import { untilSettled } from '../../../temporal/settled.ts'
import { openedNow } from '../../../matters/opened-now.ts'
import { RATING_API } from '../../../matters/rating.ts'
import { openOnce } from '../../../matters/temporal.ts'

interface Sent {
  readonly serviceNumber: string
  readonly rating: Rating
  readonly keyHash: string
  readonly bodyHash: string
}

/** once a case, by its user; the same again under the same key. Throws a {@link Refusal}. */
export async function rate(deps: Dependencies, caller: Caller, { serviceNumber, rating, keyHash, bodyHash }: Sent) {
  const state = await rateable(deps, await readableCase(deps, serviceNumber, caller, undefined, isUser))
  requireRateable(state, rating)
  const input: RatingInput = {
    id: ratingId(serviceNumber),
    openedBy: actorOf(caller),
    keyHash,
    bodyHash,
    policy: caller.city,
    policyHash: caller.policyHash,
    serviceNumber,
    rating,
    answerer: officeOf(caller.city),
    parties: partiesOf(state),
    side: { ...userSideOf(state), applicant: caller.sub },
    ...openedNow(deps, caller.city),
  }
  return openOnce(deps, RATING_API, input, () => new Refusal('already-done', '该申请已评价，可追评一次'))
}

/** The act that made it so may have been answered a moment ago: its row is waited for. */
async function rateable({ database }: Dependencies, state: CaseState): Promise<CaseState> {
  if (isRateable(state)) return state
  const found = await untilSettled(async () => {
    const row = await findApplication(database, state.serviceNumber)
    return row !== undefined && isRateable(row.state) ? row.state : undefined
  })
  return found ?? state
}

export function isRateable({ closedAt, lines }: CaseState): boolean {
  return closedAt !== undefined || Object.values(lines).some(({ status }) => status === 'connected')
}

/** by their account; or as whom the form names, where a bureau or the window filed it and no account is known. */
function isUser(caller: Caller, state: CaseState): boolean {
  if (caller.city.key !== state.city) return false
  if (holdsCodeOf(state.serviceNumber, caller) || isApplicant(userSideOf(state), caller)) return true
  return caller.identity !== undefined && isIdentityOf(caller.identity, state.registration.form.applicant)
}

function requireRateable(state: CaseState, { organisations }: Rating): void {
  if (!isRateable(state)) throw new Refusal('wrong-stage', '办结或有服务接入之后才能评价', undefined, { early: true })
  const index = organisations.findIndex(({ org }) => !partiesOf(state).includes(org))
  if (index >= 0)
    throw new Refusal(
      'validation-failed',
      `${organisations[index]?.org ?? ''} 未参与此申请`,
      `organisations.${index}.org`,
    )
}
