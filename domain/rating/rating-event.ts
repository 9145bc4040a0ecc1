import type { BodyOf, ClockEvents, EventsOf, Origin } from '../matter/matter.ts'
import type { Rating } from './rating.schema.ts'

/**
 * Who speaks for the user: the account of the case's applicant, the intake that registered the case, or a clerk of the
 * window.
 */
export interface RaterSide {
  readonly applicant?: string
  readonly intake: string
}

export interface RatingEvents extends ClockEvents {
  caseRated: {
    city: string
    policyHash: string
    origin: Origin
    serviceNumber: string
    rating: Rating
    bad: boolean
    answerer: string
    parties: string[]
    side: RaterSide
  }
  ratingAnswered: { answer: string; measures?: string; late: boolean }
  ratingAdded: { text: string }
  ratingClosed: Record<string, never>
}
export type RatingBody = BodyOf<RatingEvents>
export type RatingEvent = EventsOf<RatingEvents>

export const RATING_EVENT_NAMES: Readonly<Record<Exclude<keyof RatingEvents, keyof ClockEvents>, string>> = {
  caseRated: '评价',
  ratingAnswered: '回复',
  ratingAdded: '追评',
  ratingClosed: '结束',
}
