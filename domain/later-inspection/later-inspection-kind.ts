import type { MatterDescription } from '../matter/matter.ts'
import {
  LATER_INSPECTION_EVENT_NAMES,
  LATER_INSPECTION_STATUS_NAMES,
  LATER_INSPECTION_STATUSES,
} from './later-inspection.ts'
import { HIDDEN_FIELDS } from '../masking/words.ts'
import { laterInspectionEventShown } from './later-inspection-masking.ts'

/** Its acts are at the application's own addresses. */
export const LATER_INSPECTION_KIND = {
  name: '后续监管检查',
  english: 'later inspection',
  statuses: LATER_INSPECTION_STATUSES,
  statusNames: LATER_INSPECTION_STATUS_NAMES,
  eventNames: LATER_INSPECTION_EVENT_NAMES,
  acts: {},
  notFound: 'later-inspection-not-found',
  shown: laterInspectionEventShown,
  // What an authority found and ordered is what an audit needs.
  hiddenText: HIDDEN_FIELDS,
} as const satisfies MatterDescription
