import type { Rating } from '../../domain/rating/rating.schema.ts'
import type { ApplicantSide } from '../../domain/actor/applicant-side.ts'
import type { MatterInput } from '../matter/messages.ts'

/** The workflow id is `rating:` and the service number. */
export interface RatingInput extends MatterInput {
  readonly serviceNumber: string
  readonly rating: Rating
  /** Organisation key: who answers a bad rating. */
  readonly answerer: string
  /** Organisation keys of the case's parties, who may see what was said of them. */
  readonly parties: readonly string[]
  readonly side: ApplicantSide
}
