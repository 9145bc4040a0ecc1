import { RATING_ACTS } from '../../../domain/rating/rating.ts'
import { parseAccount } from '../../../domain/actor/account.ts'
import type { Actor, Role } from '../../../domain/actor/actor.ts'
import { isApplicant, isOfApplicantSide } from '../../../domain/actor/applicant-side.ts'
import type { ApplicantSide } from '../../../domain/actor/applicant-side.ts'
import { isCodeHolder } from '../../../domain/actor/code-holder.ts'
import { defined } from '../../../domain/defined.ts'
import { Refusal } from '../../../domain/problem.ts'
import type { RatingBody } from '../../../domain/rating/rating-event.ts'
import type { RatingBodies } from '../../../domain/rating/rating.schema.ts'
import type { ActRules, MatterLogic } from '../../matter/core/matter-logic.ts'
import { ratedClock } from './state.ts'
import type { RatingState } from './state.ts'
import { applyRating } from './fold.ts'

const RATING_RULES: ActRules<RatingState, RatingBodies, RatingBody> = {
  answerRating: {
    may(state, { actor }) {
      if (actor.org !== state.answerer) throw new Refusal('not-concerned', '差评由协调小组办公室回复')
      if (!state.bad) throw new Refusal('wrong-stage', '不是差评，无须回复')
      if (state.answer !== undefined) throw new Refusal('already-done', '已经回复过')
    },
    events: (state, { at, body: { answer, measures } }) => [
      {
        type: 'ratingAnswered',
        rule: 'R-32',
        data: { answer, late: isLate(state, 'answer', at), ...defined({ measures }) },
      },
    ],
  },
  answerAsRated: {
    may(state, { actor: { org } }) {
      if (state.rated?.includes(org) !== true) throw new Refusal('not-concerned', '由被评为差评的单位回复自己的部分')
      if (state.ratedAnswers !== undefined && Object.hasOwn(state.ratedAnswers, org))
        throw new Refusal('already-done', '本单位已经回复过')
    },
    events: (state, { actor: { org }, at, body: { answer, measures } }) => [
      {
        type: 'ratedAnswered',
        rule: 'R-32',
        data: { org, answer, ...defined({ measures }), late: isLate(state, ratedClock(org), at) },
      },
    ],
  },
  addToRating: {
    may(state, { actor, at }) {
      if (!isRater(state.side, actor)) throw new Refusal('not-concerned', '只有评价人自己可以追评')
      if (state.addition !== undefined) throw new Refusal('already-done', '只能追评一次')
      if (isOver(state, at)) throw new Refusal('wrong-stage', '追评期限已过')
    },
    events: (_state, { body: { text } }) => [{ type: 'ratingAdded', rule: 'R-32', data: { text } }],
  },
}

/** Whoever rated, and nobody in their place; those of 0.3 and before, which have no whole account, go on as before. */
function isRater(side: ApplicantSide, actor: Actor): boolean {
  const { applicant } = side
  const isNamed = applicant !== undefined && (isCodeHolder(applicant) || parseAccount(applicant) !== undefined)
  return isNamed ? isApplicant(side, actor) : isOfApplicantSide(side, actor)
}

function isLate({ deadlines }: RatingState, clock: string, at: string): boolean {
  const deadline = deadlines[clock]
  return deadline !== undefined && Date.parse(at) > Date.parse(deadline.dueAt)
}

/** A bad rating that is not answered yet outlives the time for an addition. */
function isOver({ deadlines }: RatingState, at: string): boolean {
  const term = deadlines['addition']
  return term !== undefined && Date.parse(at) > Date.parse(term.dueAt)
}

/** Once by whoever had rated: a rating of 0.3 is still judged so (ADR 0044). */
const ADDED: readonly Role[] = ['applicant', 'system', 'clerk']

export const RATING: MatterLogic<RatingState, RatingBodies, RatingBody, 'rating'> = {
  kind: 'rating',
  described: { ...RATING_ACTS, addToRating: { ...RATING_ACTS.addToRating, roles: ADDED } },
  acts: RATING_RULES,
  apply: applyRating,
}
