/** What programs hold in memory, and what one cached workflow takes of that. */
import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from '../../scripts/demo/client.ts'
import { officer } from '../../scripts/demo/party.ts'
import { percentile, rounded, slope } from '../statistics.ts'
import { timed } from '../timed-client.ts'
import { BURST } from './city.ts'
import { eachInLanes } from './lanes.ts'
import type { Side } from './side.ts'

const LANES = 8
const STEPS = 5
const LEAST_CACHED = 500
const SETTLED_AFTER_MS = 5_000

/** Megabytes; `cached`: workflows that the worker holds. */
export interface Memory {
  readonly worker: number
  readonly api: number
  readonly temporal: number
  readonly cached: number
}

export async function memoryOf({ running, ground, product }: Side): Promise<Memory> {
  await sleep(SETTLED_AFTER_MS)
  const megabytes = (pids: readonly { readonly pid: number }[]) =>
    Math.round(pids.reduce((sum, { pid }) => sum + residentKb(pid), 0) / 1_024)
  return {
    worker: megabytes(running.workers),
    api: megabytes(running.apis),
    temporal: megabytes([ground.servers.temporal]),
    cached: await cachedBy(product.environment.METRICS_PORT),
  }
}

export interface Cached {
  readonly steps: readonly Memory[]
  /** Undefined where so few were cached that the worker's own ups and downs say more. */
  readonly kbOfOne: number | undefined
  /** Milliseconds of an act on a case whose history had to be read first, and of the next one on the same case. */
  readonly readFirst: Percentiles
  readonly cached: Percentiles
}

interface Percentiles {
  readonly p50: number | undefined
  readonly p99: number | undefined
}

/**
 * A worker that has room for all of these begins anew, and each gets two acts, a fifth of them at a time: what one
 * takes is how the worker grows from step to step, not what it holds at first.
 */
export async function cachedMemory(side: Side, numbers: readonly string[]): Promise<Cached> {
  await side.again({ set: { WORKFLOW_CACHE: String(numbers.length + 100) } })
  const tokens = await side.tokens(BURST.key)
  const [readFirst, cached]: [number[], number[]] = [[], []]
  const act = (into: number[], org: string) => async (number: string) => {
    const client = new Client(side.product.nextUrl(), tokens)
    await timed(into, () => client.act(officer(org), 'acknowledgeReceipt', number, {}))
  }
  const fifth = Math.ceil(numbers.length / STEPS)
  const steps: Memory[] = []
  for (let from = 0; from < numbers.length; from += fifth) {
    const some = numbers.slice(from, from + fifth)
    await eachInLanes(LANES, some, act(readFirst, 'zigui'))
    await eachInLanes(LANES, some, act(cached, 'chengguan'))
    steps.push(await memoryOf(side))
  }
  const kb = slope(steps.map(({ cached: held, worker }) => [held, worker * 1_024] as const))
  return {
    steps,
    kbOfOne: numbers.length < LEAST_CACHED ? undefined : rounded(kb, 0),
    readFirst: percentilesOf(readFirst),
    cached: percentilesOf(cached),
  }
}

export function percentilesOf(values: readonly number[]): Percentiles {
  return { p50: rounded(percentile(values, 0.5), 1), p99: rounded(percentile(values, 0.99), 1) }
}

function residentKb(pid: number): number {
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0)
}

async function cachedBy(metricsPort: number): Promise<number> {
  const metrics = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text()
  return Number(/^temporal_sticky_cache_size\{[^}]*\} (\d+)/m.exec(metrics)?.[1] ?? 0)
}
