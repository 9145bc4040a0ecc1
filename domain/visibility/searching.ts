import type { PersonalField } from './fields.ts'
import type { Part, Reader } from './part.ts'
import { PARTS, partsOf } from './part.ts'
import { degreeIn, rowFor } from './sees.ts'
import type { VisibilityOfCity } from './sees.ts'

/**
 * in which cases a reader may search for what a field holds: only where they see it whole, or a search would say
 * what a mask hides. Those where the case gives them one of these parts; all, where what they are suffices; none.
 */
export function searchable(reader: Reader, field: PersonalField, city: VisibilityOfCity): 'all' | readonly Part[] {
  const whole = (part: Part) => degreeIn(rowFor(part, reader.kind, city), field) === 'whole'
  const own = partsOf(reader, [])
  if (own.some((part) => part !== 'neither' && whole(part))) return 'all'
  return own.includes('auditor') ? [] : PARTS.filter((part) => part !== 'neither' && whole(part) && isGiven(part))
}

/** By the case, as `partsInCase` says; the others by what somebody is, or by a matter. */
const GIVEN: readonly Part[] = [
  'collector',
  'lead',
  'utility',
  'opinion',
  'supervising',
  'invited',
  'neighbour',
  'channel',
]

const isGiven = (part: Part): boolean => GIVEN.includes(part)
