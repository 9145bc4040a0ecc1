/** The ways take turns, round by round, so that what the machine does meanwhile meets all of them. */
import { performance } from 'node:perf_hooks'
import postgres from 'postgres'
import type { Ground } from './ground.ts'
import type { Measured } from './goals.ts'
import { runOf } from './load.ts'
import type { Run, Spans } from './load.ts'
import { Meter } from './meter.ts'
import { median } from './statistics.ts'
import type { Way, WorkloadName } from './way.ts'

const COMMITS = 200

export interface RoundsOptions {
  readonly ways: readonly Way[]
  readonly only: readonly WorkloadName[]
  readonly spans: Spans
  readonly mostRounds: number
  /** No round begins that would end later than this, by `performance.now()`. */
  readonly end: number
  readonly say: (text: string) => void
}

interface Column {
  readonly way: Way
  readonly workload: WorkloadName
  readonly rounds: (Run | undefined)[]
}

export interface Rounds extends Measured {
  readonly failures: readonly string[]
}

/** At least one round. */
export async function playRounds(ground: Ground, options: RoundsOptions): Promise<Rounds> {
  const { ways, only, mostRounds, end, say } = options
  const columns: readonly Column[] = ways.flatMap((way) =>
    way.workloads.filter((name) => only.includes(name)).map((workload) => ({ way, workload, rounds: [] })),
  )
  const [commitMs, failures]: [number[], string[]] = [[], []]
  const meter = new Meter(ground)
  try {
    for (let round = 0, longest = 0; round < mostRounds; round += 1) {
      const begun = performance.now()
      if (round > 0 && begun + longest > end) break
      say(`第 ${round + 1} 轮`)
      commitMs.push(await ownCommitMs(ground))
      for (const way of ways) {
        const own = columns.filter((column) => column.way === way)
        if (own.length > 0) failures.push(...(await playWay(own, meter, options)))
      }
      longest = Math.max(longest, performance.now() - begun)
    }
  } finally {
    await meter.close()
  }
  return {
    series: columns.map(({ way: { checkout }, workload, rounds }) => ({ workload, checkout, rounds })),
    commitMs,
    failures,
  }
}

/** Only this way's programs are up meanwhile. One that fails leaves a gap, and the others go on. */
async function playWay(
  columns: readonly Column[],
  meter: Meter,
  { spans, say }: RoundsOptions,
): Promise<readonly string[]> {
  const [first] = columns
  if (first === undefined) return []
  const failures: string[] = []
  const running = await first.way.start()
  try {
    for (const { workload: name, rounds, way } of columns) {
      const workload = running.workloads.find((one) => one.name === name)
      if (workload === undefined) throw new Error(`${way.name} has no ${name}`)
      const outcome = await runOf(running, workload, meter, spans).catch((error: unknown) => String(error))
      rounds.push(typeof outcome === 'string' ? undefined : outcome)
      if (typeof outcome === 'string') failures.push(`${name}：${outcome}`)
      say(`  ${name}${way.checkout === 'before' ? '（之前）' : ''}：${told(outcome)}`)
    }
  } finally {
    await running.stop()
  }
  return failures
}

function told(outcome: Run | string): string {
  if (typeof outcome === 'string') return outcome
  const { cases, acts, cost } = outcome
  return `${cases} 件 ${acts} 次，${(acts / cost.seconds).toFixed(1)} 次/秒，别的程序占 ${Math.round(cost.others * 100)}%`
}

/** One row, one commit, one after the other: what our own PostgreSQL takes for it, in milliseconds. */
async function ownCommitMs(ground: Ground): Promise<number> {
  const sql = postgres(ground.servers.ownPostgres.url, { max: 1, onnotice: () => {} })
  try {
    await sql`create table if not exists one_commit (at timestamptz not null default now())`
    const times: number[] = []
    for (let one = 0; one < COMMITS; one += 1) {
      const begun = performance.now()
      await sql`insert into one_commit default values`
      times.push(performance.now() - begun)
    }
    return median(times) ?? 0
  } finally {
    await sql.end()
  }
}
