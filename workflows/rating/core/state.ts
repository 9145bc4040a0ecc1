import type { Actor } from '../../../domain/actor/actor.ts'
import type { MatterState } from '../../../domain/matter/matter.ts'
import type { RatingStatus } from '../../../domain/rating/rating.ts'
import type { ApplicantSide } from '../../../domain/actor/applicant-side.ts'
import type { Rating } from '../../../domain/rating/rating.schema.ts'

export function ratedClock(org: string): string {
  return `answer:${org}`
}

/** Who has still to answer: the office, and whoever was rated badly. */
export function unanswered(
  state: Pick<RatingState, 'bad' | 'answer' | 'answerer' | 'rated' | 'ratedAnswers'>,
): readonly string[] {
  const { bad, answer, answerer, rated = [], ratedAnswers = {} } = state
  if (!bad) return []
  return [...(answer === undefined ? [answerer] : []), ...rated.filter((org) => !Object.hasOwn(ratedAnswers, org))]
}

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
  /** organisations that were rated badly, and what they answered, by organisation. */
  readonly rated?: readonly string[]
  readonly ratedAnswers?: Readonly<Record<string, NonNullable<RatingState['answer']>>>
  readonly addition?: { readonly at: string; readonly text: string }
}
