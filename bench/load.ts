/** Cases played by a way: eight at once for what the machine can carry, one alone for how long an act takes. */
import { performance } from 'node:perf_hooks'
import type { Cost, Meter } from './meter.ts'
import type { Played, Running, Workload } from './way.ts'

export const LANES = 8
const MOST_CASES_OF_A_LANE = 200
const MOST_ALONE = 50
/** Of so many cases Temporal is asked how long their histories are. */
const LOOKED_AT = 8

export interface Spans {
  /** Seconds; at least one case in each lane, and one alone. */
  readonly full: number
  readonly idle: number
}

export interface Run {
  readonly cases: number
  readonly acts: number
  readonly cost: Cost
  /** Of the acts of cases played alone. */
  readonly idleCost: Cost
  /** Milliseconds. */
  readonly fullActs: readonly number[]
  readonly fullReads: readonly number[]
  readonly idleActs: readonly number[]
  readonly idleReads: readonly number[]
  /** Of one act; undefined without Temporal. */
  readonly history: { readonly events: number; readonly bytes: number } | undefined
}

/** Warm first: a case in each lane, which also tells how many there is time for. */
export async function runOf(running: Running, workload: Workload, meter: Meter, spans: Spans): Promise<Run> {
  const begun = performance.now()
  await inLanes(workload, 1)
  await workload.drained()
  const each = casesOfALane((performance.now() - begun) / 1_000, spans.full)
  const { done: full, cost } = await meter.cost(running, async () => {
    const played = await inLanes(workload, each)
    await workload.drained()
    return played
  })
  const { done: alone, cost: idleCost } = await meter.cost(running, () => aloneFor(workload, spans.idle))
  const acts = (played: readonly Played[]) => played.flatMap((one) => one.acts)
  const reads = (played: readonly Played[]) => played.flatMap((one) => one.reads)
  return {
    cases: full.length,
    acts: acts(full).length,
    cost,
    idleCost,
    fullActs: acts(full),
    fullReads: reads(full),
    idleActs: acts(alone),
    idleReads: reads(alone),
    history: await historyOf(running, full.slice(0, LOOKED_AT)),
  }
}

/** How many cases a lane plays in so many seconds, after the first took so long. */
export function casesOfALane(secondsOfOne: number, seconds: number): number {
  return Math.min(MOST_CASES_OF_A_LANE, Math.max(1, Math.floor(seconds / secondsOfOne)))
}

async function inLanes(workload: Workload, each: number): Promise<readonly Played[]> {
  const lanes = await Promise.allSettled(Array.from({ length: LANES }, () => inOrder(workload, each)))
  // Nothing goes on behind the first that failed.
  return lanes.flatMap((lane) => {
    if (lane.status === 'rejected') throw lane.reason
    return lane.value
  })
}

async function inOrder(workload: Workload, count: number): Promise<readonly Played[]> {
  const played: Played[] = []
  for (let one = 0; one < count; one += 1) played.push(await workload.play())
  return played
}

async function aloneFor(workload: Workload, seconds: number): Promise<readonly Played[]> {
  const played: Played[] = []
  const end = performance.now() + seconds * 1_000
  do played.push(await workload.play())
  while (performance.now() < end && played.length < MOST_ALONE)
  return played
}

async function historyOf(running: Running, played: readonly Played[]): Promise<Run['history']> {
  const { historyOf: ask } = running
  if (ask === undefined) return undefined
  const histories = await Promise.all(played.map(({ workflowId = '' }) => ask(workflowId)))
  const acts = played.reduce((sum, one) => sum + one.acts.length, 0)
  const sumOf = (what: 'events' | 'bytes') => histories.reduce((sum, one) => sum + one[what], 0)
  return { events: sumOf('events') / acts, bytes: sumOf('bytes') / acts }
}
