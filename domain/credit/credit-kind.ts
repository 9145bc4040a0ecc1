import type { MatterDescription } from '../matter/matter.ts'
import { CREDIT_ACTS, CREDIT_STATUS_NAMES, CREDIT_STATUSES } from './credit.ts'
import { CREDIT_EVENT_NAMES } from './credit-event.ts'
import { creditEventShown } from './credit-masking.ts'

/** */
export const CREDIT_KIND = {
  name: '信用记录',
  english: 'credit record',
  statuses: CREDIT_STATUSES,
  statusNames: CREDIT_STATUS_NAMES,
  eventNames: CREDIT_EVENT_NAMES,
  acts: CREDIT_ACTS,
  notFound: 'credit-record-not-found',
  shown: creditEventShown,
} as const satisfies MatterDescription
