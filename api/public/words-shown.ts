import { maskNumbersIn } from '../../domain/masking/numbers-in-text.ts'
import type { Lens } from '../../domain/visibility/lens.ts'

/** what somebody wrote, without the numbers in it that the reader is not shown elsewhere. */
export function wordsShown(text: string, lens: Lens): string {
  return maskNumbersIn(lens.show('words', text), lens)
}
