/** What a span of time has cost: processor time by program, and what the two PostgreSQL have written. */
import { cpus } from 'node:os'
import { performance } from 'node:perf_hooks'
import postgres from 'postgres'
import { busyMs, cpuMsOf } from './cpu.ts'
import type { Ground } from './ground.ts'
import type { Running } from './way.ts'

/** `driver`: whoever plays the cases; no part of what is measured. */
export const PARTS = ['worker', 'api', 'temporal', 'temporalPostgres', 'ownPostgres'] as const
export type Part = (typeof PARTS)[number]

export interface Cost {
  readonly seconds: number
  /** Milliseconds of processor time. */
  readonly cpuMs: Readonly<Record<Part | 'driver', number>>
  readonly commits: Readonly<Record<'temporal' | 'own', number>>
  readonly walBytes: Readonly<Record<'temporal' | 'own', number>>
  /** Which part of the machine's processors somebody else had, 0 to 1. */
  readonly others: number
}

interface Written {
  readonly commits: number
  readonly walBytes: number
}

interface Reading {
  readonly at: number
  readonly cpuMs: Readonly<Record<Part | 'driver' | 'all', number>>
  readonly busyMs: number
  readonly temporal: Written
  readonly own: Written
}

export class Meter {
  readonly #ground: Ground
  readonly #temporal: postgres.Sql
  readonly #own: postgres.Sql

  constructor(ground: Ground) {
    const { temporalPostgres, ownPostgres } = ground.servers
    this.#ground = ground
    this.#temporal = watcher(temporalPostgres.url)
    this.#own = watcher(ownPostgres.url)
  }

  /** What it costs to do this. Backends tell their commits a second late, before it as after it. */
  async cost<Done>(
    { workers, apis }: Pick<Running, 'workers' | 'apis'>,
    work: () => Promise<Done>,
  ): Promise<{ readonly done: Done; readonly cost: Cost }> {
    const pids = {
      worker: workers.map(({ pid }) => pid),
      api: apis.map(({ pid }) => pid),
      temporal: [this.#ground.servers.temporal.pid],
      temporalPostgres: [this.#ground.servers.temporalPostgres.program.pid],
      ownPostgres: [this.#ground.servers.ownPostgres.program.pid],
    }
    const before = await this.#read(pids)
    const done = await work()
    return { done, cost: between(before, await this.#read(pids)) }
  }

  async close(): Promise<void> {
    await Promise.all([this.#temporal.end(), this.#own.end()])
  }

  async #read(pids: Readonly<Record<Part, readonly number[]>>): Promise<Reading> {
    const { user, system } = process.cpuUsage()
    const cpuMs = { ...cpuMsOf({ ...pids, all: [process.pid] }), driver: (user + system) / 1_000 }
    const [at, busy] = [performance.now(), busyMs()]
    const [temporal, own] = await Promise.all([writtenBy(this.#temporal), writtenBy(this.#own)])
    return { at, cpuMs, busyMs: busy, temporal, own }
  }
}

function between(before: Reading, after: Reading): Cost {
  const ms = after.at - before.at
  const cpu = (part: keyof Reading['cpuMs']) => Math.max(0, after.cpuMs[part] - before.cpuMs[part])
  const byServer = (what: keyof Written) => ({
    temporal: after.temporal[what] - before.temporal[what],
    own: after.own[what] - before.own[what],
  })
  return {
    seconds: ms / 1_000,
    cpuMs: {
      worker: cpu('worker'),
      api: cpu('api'),
      temporal: cpu('temporal'),
      temporalPostgres: cpu('temporalPostgres'),
      ownPostgres: cpu('ownPostgres'),
      driver: cpu('driver'),
    },
    commits: byServer('commits'),
    walBytes: byServer('walBytes'),
    others: Math.max(0, after.busyMs - before.busyMs - cpu('all')) / (ms * cpus().length),
  }
}

/** Stands in a database of its own, which is not counted. */
function watcher(url: string): postgres.Sql {
  const administration = new URL(url)
  administration.pathname = '/postgres'
  return postgres(administration.href, { max: 1, onnotice: () => {} })
}

async function writtenBy(sql: postgres.Sql): Promise<Written> {
  const [row] = await sql<{ commits: number; wal: number }[]>`
    select
      (select sum(xact_commit)::float8 from pg_stat_database where datname is distinct from 'postgres') as commits,
      pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::float8 as wal`
  return { commits: row?.commits ?? 0, walBytes: row?.wal ?? 0 }
}
