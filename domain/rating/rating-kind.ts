import type { MatterDescription } from '../matter/matter.ts'
import { RATING_ACTS, RATING_STATUS_NAMES, RATING_STATUSES } from './rating.ts'
import { RATING_EVENT_NAMES } from './rating-event.ts'
import { ratingEventShown } from './rating-masking.ts'

/** */
export const RATING_KIND = {
  name: '好差评',
  english: 'rating',
  statuses: RATING_STATUSES,
  statusNames: RATING_STATUS_NAMES,
  eventNames: RATING_EVENT_NAMES,
  acts: RATING_ACTS,
  notFound: 'rating-not-found',
  shown: ratingEventShown,
} as const satisfies MatterDescription
