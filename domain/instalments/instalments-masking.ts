/** what may be shown to those who see the matter, but not the people in it; free text may hold anything. */
import { maskPerson } from '../masking/masking.ts'
import type { MatterEvent } from '../matter/matter.ts'
import type { Lens } from '../visibility/lens.ts'
import type { InstalmentPlan } from './instalments.ts'

/** amounts, whose account it is, and free text are left out for whoever has no part in the money. */
export function instalmentsEventShown(event: MatterEvent, lens: Lens): MatterEvent {
  const shown = instalmentsFiguresShown(event, lens)
  return lens.sees('words') ? shown : withoutAmounts(shown)
}

/** To whoever sees the amounts: who signed is a person all the same. */
export function instalmentsFiguresShown(event: MatterEvent, lens: Lens): MatterEvent {
  const { signer } = event.data as { signer?: string }
  return signer === undefined ? event : { ...event, data: { ...event.data, signer: planSignerShown(signer, lens) } }
}

/** Who signed for a side. */
export function planSignerShown(signer: string, lens: Lens): string {
  return lens.show('signers', signer, maskPerson)
}

const LEFT_OUT: readonly string[] = [
  'side',
  'amountFen',
  'remainingFen',
  'unpaidFen',
  'leftFen',
  'wished',
  'reason',
  'remarks',
  'signer',
  'scanSha256',
]

function withoutAmounts(event: MatterEvent): MatterEvent {
  const { parts, ...data } = Object.fromEntries(
    Object.entries(event.data).filter(([key]) => !LEFT_OUT.includes(key)),
  ) as { parts?: InstalmentPlan['parts'] }
  return {
    ...event,
    data: {
      ...data,
      ...(parts === undefined ? {} : { parts: parts.map(({ amountFen: _fen, movedFen: _moved, ...part }) => part) }),
    },
  }
}
