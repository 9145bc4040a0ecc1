import { ALL_WORDS_HIDDEN, maskActor, maskText } from '../masking/words.ts'
import type { MatterEvent } from './matter.ts'
import { describedAs } from './matter-kinds.ts'
import type { MatterKind } from './matter.ts'

/** the fields of words that are hidden from whoever is masked for. */
export function hiddenTextOf(kind: MatterKind): ReadonlySet<string> {
  return describedAs(kind).hiddenText ?? ALL_WORDS_HIDDEN
}

/**
 * the event for one who sees figures perhaps, but no words of or about the user, nor whose account theirs is; the
 * same whether it is read or pushed.
 */
export function withoutWords(event: MatterEvent, hidden: ReadonlySet<string>): MatterEvent {
  const { side: _side, ...data } = event.data as { side?: unknown }
  return { ...event, actor: maskActor(event.actor), data: maskText(data, hidden) }
}
