import { foldClock, isClockEvent, marked, settled } from '../../../domain/matter/matter.ts'
import type { RatingEvent } from '../../../domain/rating/rating-event.ts'
import { requireNext } from '../../matter/core/matter-logic.ts'
import { ratedClock, unanswered } from './state.ts'
import type { RatingState } from './state.ts'

/** The next state. The first event is `caseRated`, and `id` comes with it. */
export function applyRating(state: RatingState | undefined, event: RatingEvent, id?: string): RatingState {
  const next = changed(state, event, id)
  return { ...next, awaited: next.status === 'awaitingAnswer' ? [...unanswered(next)] : [] }
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
  if (isClockEvent(event)) return foldClock(state, event)
  const { at } = event
  switch (event.type) {
    case 'ratingAnswered':
      return answered({
        ...state,
        answer: { at, ...event.data },
        deadlines: marked(state.deadlines, 'answer', { metAt: at }),
      })
    case 'ratedAnswered': {
      const { org, ...answer } = event.data
      return answered({
        ...state,
        ratedAnswers: { ...state.ratedAnswers, [org]: { at, ...answer } },
        deadlines: marked(state.deadlines, ratedClock(org), { metAt: at }),
      })
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

/** answered when everybody has who was to. */
function answered(state: RatingState): RatingState {
  return unanswered(state).length === 0 ? { ...state, status: 'answered' } : state
}
