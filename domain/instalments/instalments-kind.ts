import type { MatterDescription } from '../matter/matter.ts'
import {
  INSTALMENTS_ACTS,
  INSTALMENTS_EVENT_NAMES,
  INSTALMENTS_STATUS_NAMES,
  INSTALMENTS_STATUSES,
} from './instalments.ts'
import { instalmentsEventShown } from './instalments-masking.ts'

/** */
export const INSTALMENTS_KIND = {
  name: '分期',
  english: 'instalments',
  statuses: INSTALMENTS_STATUSES,
  statusNames: INSTALMENTS_STATUS_NAMES,
  eventNames: INSTALMENTS_EVENT_NAMES,
  acts: INSTALMENTS_ACTS,
  notFound: 'instalments-not-found',
  shown: instalmentsEventShown,
} as const satisfies MatterDescription
