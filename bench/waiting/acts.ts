/** The same acts on both sides, in turn: `connectable`, alone and four at once. */
import { setTimeout as sleep } from 'node:timers/promises'
import { Meter, PARTS } from '../meter.ts'
import type { Part } from '../meter.ts'
import { median, pairedRatio, percentile, rounded } from '../statistics.ts'
import type { Played, Workload } from '../way.ts'
import { eachInLanes } from './lanes.ts'
import { percentilesOf } from './memory.ts'
import type { Side } from './side.ts'

export const AT_ONCE = 4
const MODES = ['alone', 'atOnce'] as const
type Mode = (typeof MODES)[number]
/** Cases of a round, by mode. */
const CASES: Readonly<Record<Mode, number>> = { alone: 2, atOnce: 3 * AT_ONCE }
const REST_SECONDS = 20

/** By side, the cases of each round. */
export type Rounds = Readonly<Record<Side['name'], Readonly<Record<Mode, (readonly Played[])[]>>>>

export function noRounds(): Rounds {
  return { empty: { alone: [], atOnce: [] }, waiting: { alone: [], atOnce: [] } }
}

/** Who begins changes from round to round. */
export async function playRound(sides: readonly Side[], rounds: Rounds): Promise<void> {
  const inTurn = rounds.empty.alone.length % 2 === 0 ? sides : sides.toReversed()
  for (const mode of MODES)
    for (const { name, connectable } of inTurn) rounds[name][mode].push(await played(connectable, mode))
}

async function played(workload: Workload, mode: Mode): Promise<readonly Played[]> {
  const cases: Played[] = []
  const each = Array.from({ length: CASES[mode] }, (_, index) => index)
  await eachInLanes(mode === 'alone' ? 1 : AT_ONCE, each, async () => void cases.push(await workload.play()))
  return cases
}

type What = 'acts' | 'reads'

/** Milliseconds of all rounds; `p99Ratio`: waiting over empty, the median of the rounds. */
export function actFigures(rounds: Rounds) {
  const of = (name: Side['name'], mode: Mode, what: What) =>
    rounds[name][mode].map((cases) => cases.flatMap((one) => one[what]))
  const byWhat = (mode: Mode, what: What) => {
    const [empty, waiting] = [of('empty', mode, what), of('waiting', mode, what)]
    const p99s = (ofRounds: readonly (readonly number[])[]) => ofRounds.map((values) => percentile(values, 0.99))
    const all = { empty: empty.flat(), waiting: waiting.flat() }
    return {
      count: all.empty.length,
      empty: percentilesOf(all.empty),
      waiting: percentilesOf(all.waiting),
      p50Ratio: rounded(pairedRatio(waiting.map(median), empty.map(median)), 3),
      p99Ratio: rounded(pairedRatio(p99s(waiting), p99s(empty)), 3),
      p99RatioOfAll: rounded(pairedRatio([percentile(all.waiting, 0.99)], [percentile(all.empty, 0.99)]), 3),
    }
  }
  const byMode = (mode: Mode) => ({ acts: byWhat(mode, 'acts'), reads: byWhat(mode, 'reads') })
  return { rounds: rounds.empty.alone.length, alone: byMode('alone'), atOnce: byMode('atOnce') }
}

/** What a side's programs take of a processor while nobody asks for anything: milliseconds a second. */
export async function atRest({ ground, running }: Side): Promise<Readonly<Record<Part, number | undefined>>> {
  const meter = new Meter(ground)
  try {
    const { cost } = await meter.cost(running, () => sleep(REST_SECONDS * 1_000))
    return Object.fromEntries(PARTS.map((part) => [part, rounded(cost.cpuMs[part] / cost.seconds, 1)])) as Record<
      Part,
      number | undefined
    >
  } finally {
    await meter.close()
  }
}
