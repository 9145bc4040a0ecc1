/** What the rounds of one way of acting come to. */
import { LANES } from './load.ts'
import type { Run } from './load.ts'
import { PARTS } from './meter.ts'
import type { Cost, Part } from './meter.ts'
import { percentile, rounded } from './statistics.ts'
import type { Way, WorkloadName } from './way.ts'

/** All runs of one way, by round; undefined where it failed in that round. */
export interface Series {
  readonly workload: WorkloadName
  readonly checkout: Way['checkout']
  readonly rounds: readonly (Run | undefined)[]
}

interface Percentiles {
  readonly p50: number | undefined
  readonly p99: number | undefined
}

/** `…AnAct`: divided by the acts that were taken, registrations included. Times in milliseconds. */
export interface Figures {
  readonly way: WorkloadName
  readonly checkout: Way['checkout']
  readonly rounds: number
  readonly cases: number
  readonly acts: number
  readonly lanes: number
  readonly actsASecond: number | undefined
  readonly actMs: { readonly idle: Percentiles; readonly full: Percentiles }
  readonly readMs: { readonly idle: Percentiles; readonly full: Percentiles }
  readonly readsAnAct: number | undefined
  readonly cpuMsAnAct: Readonly<Record<Part | 'sum' | 'driver', number | undefined>>
  /** Of one case played alone: how many acts a second, and what one then costs. */
  readonly alone: { readonly actsASecond: number | undefined; readonly cpuMsAnAct: number | undefined }
  readonly commitsAnAct: Readonly<Record<'temporal' | 'own', number | undefined>>
  readonly walBytesAnAct: Readonly<Record<'temporal' | 'own', number | undefined>>
  readonly historyAnAct: { readonly events: number | undefined; readonly bytes: number | undefined } | null
  /** The largest part of the processors that others had in a round. */
  readonly others: number | undefined
}

/** Processor time of one act of the round, without whoever played it. */
export function cpuMsOfAnAct(run: Run | undefined): number | undefined {
  return run === undefined ? undefined : cpuMsOf(run.cost) / run.acts
}

/** The same of one played alone: servers that wait between acts spend more on each. */
export function cpuMsOfAnActAlone(run: Run | undefined): number | undefined {
  return run === undefined ? undefined : cpuMsOf(run.idleCost) / run.idleActs.length
}

const cpuMsOf = ({ cpuMs }: Cost) => PARTS.reduce((sum, part) => sum + cpuMs[part], 0)

export function actsASecond(run: Run | undefined): number | undefined {
  return run === undefined ? undefined : run.acts / run.cost.seconds
}

export function figuresOf({ workload, checkout, rounds }: Series): Figures {
  const runs = rounds.filter((run) => run !== undefined)
  const sum = (of: (run: Run) => number) => runs.reduce((total, run) => total + of(run), 0)
  const acts = sum((run) => run.acts)
  const anAct = (of: (cost: Cost) => number, digits: number) =>
    acts === 0 ? undefined : rounded(sum((run) => of(run.cost)) / acts, digits)
  const cpu = (part: Part | 'driver') => anAct(({ cpuMs }) => cpuMs[part], 2)
  const together = (of: (run: Run) => readonly number[]) => percentilesOf(runs.flatMap(of))
  const byServer = (of: 'commits' | 'walBytes', digits: number) => ({
    temporal: anAct((cost) => cost[of].temporal, digits),
    own: anAct((cost) => cost[of].own, digits),
  })
  return {
    way: workload,
    checkout,
    rounds: runs.length,
    cases: sum((run) => run.cases),
    acts,
    lanes: LANES,
    actsASecond: acts === 0 ? undefined : rounded(acts / sum((run) => run.cost.seconds), 1),
    actMs: { idle: together((run) => run.idleActs), full: together((run) => run.fullActs) },
    readMs: { idle: together((run) => run.idleReads), full: together((run) => run.fullReads) },
    readsAnAct: acts === 0 ? undefined : rounded(sum((run) => run.fullReads.length) / acts, 2),
    cpuMsAnAct: {
      worker: cpu('worker'),
      api: cpu('api'),
      temporal: cpu('temporal'),
      temporalPostgres: cpu('temporalPostgres'),
      ownPostgres: cpu('ownPostgres'),
      sum: anAct(cpuMsOf, 2),
      driver: cpu('driver'),
    },
    alone: aloneOf(runs),
    commitsAnAct: byServer('commits', 2),
    walBytesAnAct: byServer('walBytes', 0),
    historyAnAct: historyOf(runs),
    others: runs.length === 0 ? undefined : rounded(Math.max(...runs.map(({ cost }) => cost.others)), 2),
  }
}

function aloneOf(runs: readonly Run[]): Figures['alone'] {
  const sum = (of: (run: Run) => number) => runs.reduce((total, run) => total + of(run), 0)
  const acts = sum(({ idleActs }) => idleActs.length)
  if (acts === 0) return { actsASecond: undefined, cpuMsAnAct: undefined }
  return {
    actsASecond: rounded(acts / sum(({ idleCost }) => idleCost.seconds), 1),
    cpuMsAnAct: rounded(sum(({ idleCost }) => cpuMsOf(idleCost)) / acts, 2),
  }
}

function historyOf(runs: readonly Run[]): Figures['historyAnAct'] {
  const last = runs.at(-1)?.history
  return last === undefined ? null : { events: rounded(last.events, 2), bytes: rounded(last.bytes, 0) }
}

function percentilesOf(values: readonly number[]): Percentiles {
  return { p50: rounded(percentile(values, 0.5), 1), p99: rounded(percentile(values, 0.99), 1) }
}
