/**
 * Whose number is it: a workflow that has started under another key is not ours, and the key is given its next number.
 */
import type { Dependencies } from '../dependencies.ts'
import { ProblemError } from '../problems/problem-error.ts'
import { TemporalUnavailable } from '../temporal/bounded.ts'
import { startedInput } from '../temporal/started-input.ts'

const MOST_FOREIGN = 20

/** What is registered under a number of its own. */
export interface Numbered<Input> {
  readonly numberOf: (input: Input) => string
  /** False where a workflow of this number has started before, whoever's it is. */
  readonly start: (input: Input) => Promise<boolean>
  readonly toNextNumber: (input: Input) => Promise<Input>
  readonly markStarted: (number: string) => Promise<void>
}

/** Registered under this number, and not yet known to have started; the sweeper goes on. */
export class StartDelayed extends Error {
  override name = 'StartDelayed'
  readonly number: string

  constructor(number: string, cause: TemporalUnavailable) {
    super('the start is delayed', { cause })
    this.number = number
  }
}

/**
 * Starts what was registered and notes it, under the number it ends with. Safe to call again: what has started under
 * this key is left as it is.
 */
export async function startUnderOwnNumber<Input extends { readonly keyHash: string }>(
  deps: Dependencies,
  { numberOf, start, toNextNumber, markStarted }: Numbered<Input>,
  registered: Input,
): Promise<Input> {
  let input = registered
  try {
    for (let foreign = 0; foreign < MOST_FOREIGN; foreign += 1) {
      if ((await start(input)) || (await startedInput<Input>(deps, numberOf(input)))?.keyHash === input.keyHash) {
        await markStarted(numberOf(input))
        return input
      }
      deps.numbers.met(numberOf(input))
      input = await toNextNumber(input)
    }
  } catch (error) {
    throw error instanceof TemporalUnavailable ? new StartDelayed(numberOf(input), error) : error
  }
  throw new ProblemError(
    'registration-suspended',
    '数据库落后于流程服务，所给的编号都已属于别的申请：须由运行维护人员运行 npm run rebuild -- --all；其后用同一 Idempotency-Key 重试',
    {
      headers: { 'retry-after': '60' },
    },
  )
}
