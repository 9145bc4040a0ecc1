import type { Actor } from '../../domain/actor/actor.ts'
import { isOfApplicantSide } from '../../domain/actor/applicant-side.ts'
import type { ApplicantSide } from '../../domain/actor/applicant-side.ts'
import { foldClock, isClockEvent, marked, settled } from '../../domain/matter/matter.ts'
import type { MatterState } from '../../domain/matter/matter.ts'
import { Refusal } from '../../domain/problem.ts'
import type { RatingBody, RatingEvent, RatingStatus } from '../../domain/rating/rating.ts'
import type { Rating, RatingBodies } from '../../domain/rating/rating.schema.ts'
import { requireNext } from '../lib/matter-logic.ts'
import type { ActRules, MatterLogic } from '../lib/matter-logic.ts'

/** all that a rating knows; plain JSON. */
export interface RatingState extends MatterState {
  readonly status: RatingStatus
  readonly serviceNumber: string
  readonly rating: Rating
  readonly ratedBy: Actor
  readonly side: ApplicantSide
  /** 差评: a grade among the lowest two, of the whole or of one organisation. */
  readonly bad: boolean
  /** Organisation key: who answers a bad rating. */
  readonly answerer: string
  readonly answer?: { readonly at: string; readonly answer: string; readonly measures?: string; readonly late: boolean }
  readonly addition?: { readonly at: string; readonly text: string }
}

/** The next state. The first event is `caseRated`, and `id` comes with it. */
export function applyRating(state: RatingState | undefined, event: RatingEvent, id?: string): RatingState {
  const next = changed(state, event, id)
  return { ...next, awaited: next.status === 'awaitingAnswer' ? [next.answerer] : [] }
}

function changed(state: RatingState | undefined, event: RatingEvent, id: string | undefined): RatingState {
  if (event.type === 'caseRated') {
    if (state !== undefined || id === undefined) throw new Error('a case is rated once')
    const { policyHash: _policyHash, parties, ...data } = event.data
    return {
      id,
      seq: event.seq,
      status: data.bad ? 'awaitingAnswer' : 'rated',
      openedAt: event.at,
      ratedBy: event.actor,
      ...data,
      deadlines: {},
      concerned: [...new Set([data.answerer, ...parties])].sort(),
      awaited: [],
    }
  }
  if (state === undefined) throw new Error(`a rating begins with caseRated, not ${event.type}`)
  requireNext(state, event)
  return { ...fold(state, event), seq: event.seq }
}

function fold(state: RatingState, event: Exclude<RatingEvent, { type: 'caseRated' }>): RatingState {
  if (isClockEvent(event)) return { ...state, deadlines: foldClock(state.deadlines, event) }
  const { at } = event
  switch (event.type) {
    case 'ratingAnswered':
      return {
        ...state,
        status: 'answered',
        answer: { at, ...event.data },
        deadlines: marked(state.deadlines, 'answer', { metAt: at }),
      }
    case 'ratingAdded':
      return {
        ...state,
        addition: { at, ...event.data },
        deadlines: marked(state.deadlines, 'addition', { metAt: at }),
      }
    case 'ratingClosed':
      return { ...state, status: 'closed', closedAt: at, deadlines: settled(state.deadlines, at) }
  }
}

const RATING_RULES: ActRules<RatingState, RatingBodies, RatingBody> = {
  answerRating: {
    can(state, { actor }) {
      if (actor.org !== state.answerer) throw new Refusal('not-concerned', '差评由协调小组办公室回复')
      if (!state.bad) throw new Refusal('wrong-stage', '不是差评，无须回复')
      if (state.answer !== undefined) throw new Refusal('already-done', '已经回复过')
    },
    events: (state, { at, body: { answer, measures } }) => [
      {
        type: 'ratingAnswered',
        rule: 'R-32',
        data: { answer, late: isLate(state, at), ...(measures === undefined ? {} : { measures }) },
      },
    ],
  },
  addToRating: {
    can(state, { actor, at }) {
      if (!isOfApplicantSide(state.side, actor))
        throw new Refusal('not-concerned', '只有评价人、原受理渠道或综窗可以追评')
      if (state.addition !== undefined) throw new Refusal('already-done', '只能追评一次')
      if (isOver(state, at)) throw new Refusal('wrong-stage', '追评期限已过')
    },
    events: (_state, { body: { text } }) => [{ type: 'ratingAdded', rule: 'R-32', data: { text } }],
  },
}

function isLate({ deadlines }: RatingState, at: string): boolean {
  const deadline = deadlines['answer']
  return deadline !== undefined && Date.parse(at) > Date.parse(deadline.dueAt)
}

/** A bad rating that is not answered yet outlives the time for an addition. */
function isOver({ deadlines }: RatingState, at: string): boolean {
  const term = deadlines['addition']
  return term !== undefined && Date.parse(at) > Date.parse(term.dueAt)
}

export const RATING: MatterLogic<RatingState, RatingBodies, RatingBody> = {
  kind: 'rating',
  acts: RATING_RULES,
  apply: applyRating,
}
