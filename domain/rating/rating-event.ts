import type { ApplicantSide } from '../actor/applicant-side.ts'
import type { BodyOf, ClockEvents, EventsOf, Origin } from '../matter/matter.ts'
import type { Rating } from './rating.schema.ts'

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
    side: ApplicantSide
    /** those that were rated badly, and answer too. Of a rating of 0.6 or before nobody. */
    rated?: string[]
  }
  ratingAnswered: { answer: string; measures?: string; late: boolean }
  ratedAnswered: { org: string; answer: string; measures?: string; late: boolean }
  ratingAdded: { text: string }
  ratingClosed: Record<string, never>
}
export type RatingBody = BodyOf<RatingEvents>
export type RatingEvent = EventsOf<RatingEvents>

export const RATING_EVENT_NAMES: Readonly<Record<Exclude<keyof RatingEvents, keyof ClockEvents>, string>> = {
  caseRated: '评价',
  ratingAnswered: '回复',
  ratedAnswered: '被评单位回复',
  ratingAdded: '追评',
  ratingClosed: '结束',
}
