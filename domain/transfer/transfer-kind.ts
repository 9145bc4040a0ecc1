import type { MatterDescription } from '../matter/matter.ts'
import { TRANSFER_ACTS, TRANSFER_STATUS_NAMES, TRANSFER_STATUSES } from './transfer.ts'
import { TRANSFER_EVENT_NAMES } from './transfer-event.ts'
import { transferEventShown } from './transfer-masking.ts'

/** */
export const TRANSFER_KIND = {
  name: '联动过户',
  english: 'joint transfer',
  statuses: TRANSFER_STATUSES,
  statusNames: TRANSFER_STATUS_NAMES,
  eventNames: TRANSFER_EVENT_NAMES,
  acts: TRANSFER_ACTS,
  notFound: 'transfer-not-found',
  shown: transferEventShown,
} as const satisfies MatterDescription
