import { isBad } from '../../domain/rating/rating.ts'
import type { RatingBody } from '../../domain/rating/rating-event.ts'
import { startMatterClock, untilTerm, withMatterDeadline } from '../matter/clock.ts'
import { ownStart } from '../lib/own-start.ts'
import { matter } from '../matter/matter.ts'
import type { Matter } from '../matter/matter.ts'
import type { MatterResult } from '../matter/messages.ts'
import type { RatingInput } from './messages.ts'
import { RATING } from './core/acts.ts'
import { ratedClock } from './core/state.ts'
import type { RatingState } from './core/state.ts'

type CaseRating = Matter<RatingState, RatingBody>

/** 好差评, R-32: a bad rating is answered by a deadline; the user may add to it once, within a term. */
export async function rating(input: RatingInput): Promise<MatterResult> {
  const own = ownStart('rating', input)
  return matter(own, RATING, {
    opening: () => opening(own),
    async plan(the) {
      await Promise.all([answer(the), addition(the), ...(the.state.rated ?? []).map((org) => ratedAnswer(the, org))])
    },
    ended: () => false,
    closing: (): RatingBody => ({ type: 'ratingClosed', rule: 'R-32', data: {} }),
  })
}

function opening({
  policy,
  policyHash,
  keyHash,
  bodyHash,
  serviceNumber,
  rating: given,
  answerer,
  parties,
  side,
}: RatingInput): RatingBody {
  const asked = policy.rating.rated === undefined ? [] : given.organisations
  const rated = asked.filter(({ grade }) => isBad(grade)).map(({ org }) => org)
  const bad = [given.grade, ...given.organisations.map(({ grade }) => grade)].some(isBad)
  return {
    type: 'caseRated',
    rule: 'R-32',
    data: {
      city: policy.key,
      policyHash,
      origin: { keyHash, bodyHash },
      serviceNumber,
      rating: given,
      bad,
      answerer,
      parties: [...parties],
      side,
      ...(rated.length === 0 ? {} : { rated }),
    },
  }
}

/** whoever was rated badly answers beside the office. */
async function ratedAnswer(the: CaseRating, org: string): Promise<void> {
  const { openedAt } = the.state
  const length = the.policy.rating.rated?.length
  if (length === undefined) throw new Error('no term for who is rated')
  const clock = ratedClock(org)
  await startMatterClock(the, { id: clock, kind: 'ratedAnswer', owner: org, from: openedAt, rule: 'R-32', length })
  await withMatterDeadline(the, clock, () => Object.hasOwn(the.state.ratedAnswers ?? {}, org))
}

async function answer(the: CaseRating): Promise<void> {
  const { bad, answerer, openedAt } = the.state
  if (!bad) return
  await startMatterClock(the, {
    id: 'answer',
    kind: 'answer',
    owner: answerer,
    from: openedAt,
    rule: 'R-32',
    length: the.policy.rating.answer,
  })
  await withMatterDeadline(the, 'answer', () => the.state.answer !== undefined)
}

async function addition(the: CaseRating): Promise<void> {
  await startMatterClock(the, {
    id: 'addition',
    kind: 'addition',
    owner: 'applicant',
    from: the.state.openedAt,
    rule: 'R-32',
    length: the.policy.rating.addition,
  })
  await untilTerm(the, 'addition', () => the.state.addition !== undefined)
}
