/** what may be shown to those who see the matter, but not the people in it; free text may hold anything. */
import type { MatterEvent } from '../matter/matter.ts'
import type { Lens } from '../visibility/lens.ts'
import type { LaterFinding } from './later-inspection.ts'

/** what was found, ordered and decided, without its words, and without whose account the user's is. */
export function laterInspectionEventShown(event: MatterEvent, lens: Lens): MatterEvent {
  return lens.sees('words') ? event : withoutFindings(event)
}

function withoutFindings(event: MatterEvent): MatterEvent {
  const {
    side: _side,
    checklist,
    evidence: _evidence,
    requirement: _requirement,
    remarks: _remarks,
    reason: _reason,
    ...data
  } = event.data as {
    side?: object
    checklist?: LaterFinding['checklist']
    evidence?: string
    requirement?: string
    remarks?: string
    reason?: string
  }
  return {
    ...event,
    data: {
      ...data,
      ...(checklist === undefined ? {} : { checklist: checklist.map(({ promise, kept }) => ({ promise, kept })) }),
    },
  }
}
