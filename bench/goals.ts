/** What issue 11 asks for, as ratios of one run. */
import { actsASecond, cpuMsOfAnAct, cpuMsOfAnActAlone } from './figures.ts'
import type { Series } from './figures.ts'
import type { Run } from './load.ts'
import { median, pairedRatio, percentile, rounded } from './statistics.ts'
import type { WorkloadName } from './way.ts'

export interface Goal {
  readonly goal: 'cpu' | 'cpu-alone' | 'throughput' | 'idle' | 'history' | 'reads' | 'peer-throughput' | 'peer-cpu'
  /** Of which of ours, or which peer. */
  readonly of: WorkloadName | 'all'
  readonly asked: string
  /** What was measured, in the terms of `asked`; null where this run does not tell. */
  readonly figure: number | null
  /** Null also where nothing is asked but to be told. */
  readonly met: boolean | null
}

/** `commitMs`: by round, the median of one of our own commits. */
export interface Measured {
  readonly series: readonly Series[]
  readonly commitMs: readonly number[]
}

const OURS = ['connectable', 'standard'] as const
const PEERS = ['state-table', 'pg-boss'] as const
const MOST_CPU = 1.6
const LEAST_GAIN = 3
const MOST_MORE_EVENTS = 2
/** Before issue 11 ours took 29 acts a second where raw updates took 134 to 153. */
const BEFORE_TO_RAW = 29 / 143.5

export function goalsOf(measured: Measured): readonly Goal[] {
  return [
    ...OURS.flatMap((name) => [cpu(measured, name), throughput(measured, name), idle(measured, name)]),
    ...OURS.map((name) => history(measured, name)),
    ...OURS.map((name) =>
      told('cpu-alone', name, 'CPU an act of one case alone, times raw alone', alone(measured, name)),
    ),
    { goal: 'reads', of: 'all', asked: 'not measured by this command', figure: null, met: null },
    ...PEERS.flatMap((name) => [
      told('peer-throughput', name, 'acts/s, times standard', ratioToOurs(measured, name, actsASecond)),
      told('peer-cpu', name, 'CPU an act, times standard', ratioToOurs(measured, name, cpuMsOfAnAct)),
    ]),
  ]
}

function cpu(measured: Measured, of: WorkloadName): Goal {
  const figure = pairedRatio(eachOf(measured, of, cpuMsOfAnAct), eachOf(measured, 'raw', cpuMsOfAnAct))
  return judged('cpu', of, `CPU an act <= ${MOST_CPU} x raw`, figure, (ratio) => ratio <= MOST_CPU)
}

/** Neither side then gains from the other's pace. */
function alone(measured: Measured, of: WorkloadName): number | undefined {
  return pairedRatio(eachOf(measured, of, cpuMsOfAnActAlone), eachOf(measured, 'raw', cpuMsOfAnActAlone))
}

/** Against the checkout before, where there is one; else by what is known of it. */
function throughput(measured: Measured, of: WorkloadName): Goal {
  const own = eachOf(measured, of, actsASecond)
  const before = eachOf(measured, of, actsASecond, 'before')
  if (before.length > 0)
    return judged(
      'throughput',
      of,
      `acts/s >= ${LEAST_GAIN} x the checkout before`,
      pairedRatio(own, before),
      (ratio) => ratio >= LEAST_GAIN,
    )
  const wanted = LEAST_GAIN * BEFORE_TO_RAW
  const toRaw = pairedRatio(own, eachOf(measured, 'raw', actsASecond))
  return judged(
    'throughput',
    of,
    `acts/s >= ${wanted.toFixed(2)} x raw (${LEAST_GAIN} x the 29 of 143.5 before issue 11)`,
    toRaw,
    (ratio) => ratio >= wanted,
  )
}

function idle(measured: Measured, of: WorkloadName): Goal {
  const p50 = (run: Run | undefined) => (run === undefined ? undefined : percentile(run.idleActs, 0.5))
  const allowed = eachOf(measured, 'raw', p50).map((raw, round) => {
    const commit = measured.commitMs[round]
    return raw === undefined || commit === undefined ? undefined : raw + 2 * commit
  })
  const figure = pairedRatio(eachOf(measured, of, p50), allowed)
  return judged('idle', of, 'p50 idle <= 1 x (raw + 2 own commits)', figure, (ratio) => ratio <= 1)
}

function history(measured: Measured, of: WorkloadName): Goal {
  const events = (run: Run | undefined) => run?.history?.events
  const raw = eachOf(measured, 'raw', events)
  const more = eachOf(measured, of, events).flatMap((own, round) => {
    const least = raw[round]
    return own === undefined || least === undefined ? [] : [own - least]
  })
  return judged(
    'history',
    of,
    `events an act <= raw + ${MOST_MORE_EVENTS}`,
    median(more),
    (difference) => difference <= MOST_MORE_EVENTS,
  )
}

function ratioToOurs(measured: Measured, name: WorkloadName, figure: (run: Run | undefined) => number | undefined) {
  return pairedRatio(eachOf(measured, name, figure), eachOf(measured, 'standard', figure))
}

/** By round. */
function eachOf(
  { series }: Measured,
  name: WorkloadName,
  figure: (run: Run | undefined) => number | undefined,
  checkout: Series['checkout'] = 'this',
): readonly (number | undefined)[] {
  return series.find((one) => one.workload === name && one.checkout === checkout)?.rounds.map(figure) ?? []
}

function judged(
  goal: Goal['goal'],
  of: WorkloadName,
  asked: string,
  figure: number | undefined,
  isMet: (figure: number) => boolean,
): Goal {
  return { ...told(goal, of, asked, figure), met: figure === undefined ? null : isMet(figure) }
}

function told(goal: Goal['goal'], of: WorkloadName, asked: string, figure: number | undefined): Goal {
  return { goal, of, asked, figure: rounded(figure, 2) ?? null, met: null }
}
