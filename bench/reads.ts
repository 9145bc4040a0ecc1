/**
 * `node bench/reads.ts --applications 1000,100000 --runs 990`: how long reads take among so many applications, on a
 * PostgreSQL of its own that keeps nothing. The last line is JSON: milliseconds, and the last size's over the first's.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { sql } from 'drizzle-orm'
import { loadCalendars, loadCities } from '../config/load-cities.ts'
import { connectDatabase } from '../db/client.ts'
import type { Database } from '../db/client.ts'
import { migrate } from '../db/migrate.ts'
import { failWith } from '../lifecycle.ts'
import { fill } from '../scripts/fill/fill.ts'
import { measuredReads } from '../scripts/fill/measured-reads.ts'
import type { MeasuredRead } from '../scripts/fill/measured-reads.ts'
import { freePorts } from '../scripts/stack/ports.ts'
import { startPostgres, untilAccepting } from '../scripts/stack/postgres.ts'

interface Taken {
  readonly p50: number
  readonly p99: number
}

interface SizeReads {
  readonly applications: number
  readonly reads: Record<string, Taken>
}

type Ground = Parameters<typeof measuredReads>[0]

const say = (line: string) => process.stderr.write(`${line}\n`)

function told(times: readonly number[]): Taken {
  const sorted = times.toSorted((a, b) => a - b)
  const at = (share: number) => Math.round((sorted[Math.ceil(sorted.length * share) - 1] ?? 0) * 100) / 100
  return { p50: at(0.5), p99: at(0.99) }
}

async function timesOf(database: Database, read: MeasuredRead, runs: number): Promise<number[]> {
  const times: number[] = []
  for (let run = 0; run < runs; run += 1) {
    const startedAt = performance.now()
    await read(database)
    times.push(performance.now() - startedAt)
  }
  return times
}

interface Filled {
  readonly applications: number
  readonly database: Database
  close(): Promise<void>
}

/** A database of its own on the server of `url`. */
async function filled(applications: number, url: string, ground: Ground): Promise<Filled> {
  const own = new URL(url)
  own.pathname = `/filled_${applications}`
  const server = connectDatabase(url, { max: 1 })
  await server.database.execute(sql`create database ${sql.identifier(own.pathname.slice(1))}`)
  await server.close()
  await migrate(own.href)
  const { database, close } = connectDatabase(own.href, { max: 2, statementTimeoutMs: 0 })
  const startedAt = performance.now()
  await fill(database, { ...ground, applications, until: ground.now })
  say(`${applications} applications filled in ${Math.round((performance.now() - startedAt) / 1000)} s`)
  return { applications, database, close }
}

const IN_TURN = 10
const LONGEST_MS = 15_000

/**
 * Each read ten times among each size in turn, so often or for so long: a machine that becomes slower does so for all
 * of them. The first ten do not count.
 */
async function readsAmong(sizes: readonly Filled[], runs: number, ground: Ground): Promise<SizeReads[]> {
  const figures = sizes.map(({ applications }) => ({ applications, reads: {} as Record<string, Taken> }))
  for (const [name, read] of Object.entries(measuredReads(ground))) {
    for (const { database } of sizes) await timesOf(database, read, IN_TURN)
    const times = sizes.map((): number[] => [])
    const until = performance.now() + LONGEST_MS * sizes.length
    while ((times[0]?.length ?? runs) < runs && performance.now() < until)
      for (const [index, { database }] of sizes.entries())
        times[index]?.push(...(await timesOf(database, read, IN_TURN)))
    for (const [index, { applications }] of sizes.entries()) {
      const figure = told(times[index] ?? [])
      Object.assign(figures[index]?.reads ?? {}, { [name]: figure })
      say(`${applications}\t${name}\t${figure.p50}\t${figure.p99}\t${times[index]?.length ?? 0}`)
    }
  }
  return figures
}

function groundOf(key: string): Ground {
  const city = loadCities().get(key)?.city
  if (city === undefined) throw new Error('no city')
  return { city, calendar: loadCalendars()[city.calendar], now: new Date() }
}

async function main(): Promise<void> {
  const text = { type: 'string' } as const
  const { values } = parseArgs({
    options: { applications: { ...text, default: '1000,100000' }, runs: { ...text, default: '990' } },
  })
  const folder = mkdtempSync(join(tmpdir(), 'seven-ones-reads-'))
  const [port = 0] = await freePorts(1)
  const postgres = await startPostgres({ dataDir: join(folder, 'postgres'), port, logFile: join(folder, 'log') })
  try {
    await untilAccepting(postgres)
    const ground = groundOf('chibi')
    const databases: Filled[] = []
    for (const size of values.applications.split(',').map(Number))
      databases.push(await filled(size, postgres.url, ground))
    const sizes = await readsAmong(databases, Number(values.runs), ground)
    for (const { close } of databases) await close()
    const [first, last] = [sizes[0]?.reads ?? {}, sizes.at(-1)?.reads ?? {}]
    const ratios = Object.fromEntries(
      Object.entries(last).map(([name, { p99 }]) => [name, Math.round((p99 / (first[name]?.p99 ?? p99)) * 100) / 100]),
    )
    process.stdout.write(`${JSON.stringify({ reads: sizes, ratios })}\n`)
  } finally {
    await postgres.program.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

await main().catch((error: unknown) => failWith('测量', error))
