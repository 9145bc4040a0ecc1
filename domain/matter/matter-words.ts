/** What the events and statuses of matters are called. */
import { EVENT_NAMES } from '../case/event.ts'
import type { EventType } from '../case/event.ts'
import { CLOCK_EVENT_NAMES } from './matter.ts'
import type { ClockEvents, MatterKind } from './matter.ts'
import { describedAs, MATTER_DESCRIPTIONS } from './matter-kinds.ts'

type MatterEventType =
  | keyof ClockEvents
  | { [K in MatterKind]: keyof (typeof MATTER_DESCRIPTIONS)[K]['eventNames'] }[MatterKind]

/** an event that can be subscribed to. */
export type PushedEventType = EventType | MatterEventType

/** Of applications first; the clocks of both have the same names. */
export const PUSHED_EVENT_TYPES = [
  ...new Set(
    [EVENT_NAMES, CLOCK_EVENT_NAMES, ...Object.values(MATTER_DESCRIPTIONS).map(({ eventNames }) => eventNames)].flatMap(
      (names) => Object.keys(names),
    ),
  ),
] as [PushedEventType, ...PushedEventType[]]

export function matterEventName(kind: MatterKind, type: string): string {
  const names: Readonly<Record<string, string>> = { ...CLOCK_EVENT_NAMES, ...describedAs(kind).eventNames }
  return names[type] ?? type
}

export function matterStatusName(kind: MatterKind, status: string): string {
  return describedAs(kind).statusNames[status] ?? status
}
