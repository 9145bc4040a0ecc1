import type { Dependencies } from '../dependencies.ts'
import { ProblemError } from '../problems/problem-error.ts'
import { StartDelayed } from './own-number.ts'

/**
 * The number is taken either way: where Temporal is down, the same key goes on later, and the sweeper does so by
 * itself. `addressOf`: where what was registered will be found.
 */
export async function startOrSayLater<Input>(
  { numbers }: Pick<Dependencies, 'numbers'>,
  start: () => Promise<Input>,
  addressOf: (number: string) => string,
): Promise<Input> {
  // A key from before the restore may have a case that only Temporal knows.
  numbers.requireClear()
  try {
    return await start()
  } catch (error) {
    if (!(error instanceof StartDelayed)) throw error
    throw new ProblemError(
      'temporal-unavailable',
      `已登记为 ${error.number}，流程稍后自动启动；用同一 Idempotency-Key 重试可确认，不会重复登记`,
      { headers: { 'retry-after': '5', location: addressOf(error.number) }, cause: error },
    )
  }
}
