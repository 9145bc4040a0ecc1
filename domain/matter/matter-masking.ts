import { ALL_WORDS_HIDDEN, maskActor, maskText } from '../masking/words.ts'
import type { Lens } from '../visibility/lens.ts'
import type { MatterEvent } from './matter.ts'
import { describedAs } from './matter-kinds.ts'
import type { MatterKind } from './matter.ts'

/** the fields of words that are hidden from whoever is masked for. */
export function hiddenTextOf(kind: MatterKind): ReadonlySet<string> {
  return describedAs(kind).hiddenText ?? ALL_WORDS_HIDDEN
}

/**
 * the event without the words and numbers that the reader does not see, nor whose account the user's is; the same
 * whether it is read or pushed. Its fields are shown before.
 */
export function wordsShown(event: MatterEvent, hidden: ReadonlySet<string>, lens: Lens): MatterEvent {
  const { side, ...data } = event.data as { side?: unknown }
  const kept = side !== undefined && lens.isWhole('userAccount') ? { ...data, side } : data
  return { ...event, actor: maskActor(event.actor, lens), data: maskText(kept, hidden, lens) }
}
