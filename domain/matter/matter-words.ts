/** What each kind of matter, its events and its statuses are called. */
import { CREDIT_EVENT_NAMES, CREDIT_STATUS_NAMES } from '../credit/credit.ts'
import { EVENT_NAMES } from '../case/event.ts'
import type { EventType } from '../case/event.ts'
import { INSTALMENTS_EVENT_NAMES, INSTALMENTS_STATUS_NAMES } from '../instalments/instalments.ts'
import { LATER_INSPECTION_EVENT_NAMES, LATER_INSPECTION_STATUS_NAMES } from '../later-inspection/later-inspection.ts'
import { CLOCK_EVENT_NAMES } from './matter.ts'
import type { ClockEvents, MatterKind } from './matter.ts'
import { MEETING_REPORT_EVENT_NAMES, MEETING_REPORT_STATUS_NAMES } from '../assessment/meeting-report.ts'
import { RATING_EVENT_NAMES, RATING_STATUS_NAMES } from '../rating/rating.ts'
import { TRANSFER_EVENT_NAMES, TRANSFER_STATUS_NAMES } from '../transfer/transfer.ts'

type Names = Readonly<Record<string, string>>

export const MATTER_WORDS = {
  transfer: { name: '联动过户', events: TRANSFER_EVENT_NAMES, statuses: TRANSFER_STATUS_NAMES },
  creditRecord: { name: '信用记录', events: CREDIT_EVENT_NAMES, statuses: CREDIT_STATUS_NAMES },
  rating: { name: '好差评', events: RATING_EVENT_NAMES, statuses: RATING_STATUS_NAMES },
  meetingReport: { name: '联席会议报告', events: MEETING_REPORT_EVENT_NAMES, statuses: MEETING_REPORT_STATUS_NAMES },
  instalments: { name: '分期', events: INSTALMENTS_EVENT_NAMES, statuses: INSTALMENTS_STATUS_NAMES },
  laterInspection: {
    name: '后续监管检查',
    events: LATER_INSPECTION_EVENT_NAMES,
    statuses: LATER_INSPECTION_STATUS_NAMES,
  },
} as const satisfies Readonly<
  Record<MatterKind, { readonly name: string; readonly events: Names; readonly statuses: Names }>
>

type MatterEventType = keyof ClockEvents | { [K in MatterKind]: keyof (typeof MATTER_WORDS)[K]['events'] }[MatterKind]

/** an event that can be subscribed to. */
export type PushedEventType = EventType | MatterEventType

/** Of applications first; the clocks of both have the same names. */
export const PUSHED_EVENT_TYPES = [
  ...new Set(
    [EVENT_NAMES, CLOCK_EVENT_NAMES, ...Object.values(MATTER_WORDS).map(({ events }) => events)].flatMap((names) =>
      Object.keys(names),
    ),
  ),
] as [PushedEventType, ...PushedEventType[]]

export function matterEventName(kind: MatterKind, type: string): string {
  const names: Names = { ...CLOCK_EVENT_NAMES, ...MATTER_WORDS[kind].events }
  return names[type] ?? type
}

export function matterStatusName(kind: MatterKind, status: string): string {
  const names: Names = MATTER_WORDS[kind].statuses
  return names[status] ?? status
}
