/** what may be shown to those who see the matter, but not the people in it; free text may hold anything. */
import type { MatterEvent } from '../matter/matter.ts'
import type { Lens } from '../visibility/lens.ts'
import type { InstalmentPlan } from './instalments.ts'

/** amounts, whose account it is, and free text are left out for whoever has no part in the money. */
export function instalmentsEventShown(event: MatterEvent, lens: Lens): MatterEvent {
  return lens.sees('words') ? event : withoutAmounts(event)
}

function withoutAmounts(event: MatterEvent): MatterEvent {
  const {
    parts,
    side: _side,
    amountFen: _amount,
    remainingFen: _remaining,
    reason: _reason,
    remarks: _remarks,
    ...data
  } = event.data as {
    parts?: InstalmentPlan['parts']
    side?: object
    amountFen?: number
    remainingFen?: number
    reason?: string
    remarks?: string
  }
  return {
    ...event,
    data: { ...data, ...(parts === undefined ? {} : { parts: parts.map(({ amountFen: _fen, ...part }) => part) }) },
  }
}
