import { NOTHING_HIDDEN } from '../masking/words.ts'
import type { MatterDescription } from '../matter/matter.ts'
import {
  MEETING_REPORT_ACTS,
  MEETING_REPORT_EVENT_NAMES,
  MEETING_REPORT_STATUS_NAMES,
  MEETING_REPORT_STATUSES,
} from './meeting-report.ts'

/** A report names no person: whoever sees it sees all of it. */
export const MEETING_REPORT_KIND = {
  name: '联席会议报告',
  english: 'meeting report',
  statuses: MEETING_REPORT_STATUSES,
  statusNames: MEETING_REPORT_STATUS_NAMES,
  eventNames: MEETING_REPORT_EVENT_NAMES,
  acts: MEETING_REPORT_ACTS,
  notFound: 'report-not-found',
  shown: (event) => event,
  hiddenText: NOTHING_HIDDEN,
} as const satisfies MatterDescription
