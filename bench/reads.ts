/**
 * `node bench/reads.ts --applications 1000,100000 --runs 200`: how long reads take among so many applications, on a
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

const say = (line: string) => process.stderr.write(`${line}\n`)

async function taken(database: Database, read: MeasuredRead, runs: number): Promise<Taken> {
  const times: number[] = []
  for (let run = -Math.ceil(runs / 10); run < runs; run += 1) {
    const startedAt = performance.now()
    await read(database)
    if (run >= 0) times.push(performance.now() - startedAt)
  }
  times.sort((a, b) => a - b)
  const at = (share: number) => Math.round((times[Math.ceil(times.length * share) - 1] ?? 0) * 100) / 100
  return { p50: at(0.5), p99: at(0.99) }
}

/** In a database of their own on the server of `url`. */
async function among(applications: number, runs: number, url: string): Promise<Record<string, Taken>> {
  const city = loadCities().get('chibi')?.city
  if (city === undefined) throw new Error('no city')
  const calendar = loadCalendars()[city.calendar]
  const now = new Date()
  const own = new URL(url)
  own.pathname = `/filled_${applications}`
  const server = connectDatabase(url, { max: 1 })
  await server.database.execute(sql`create database ${sql.identifier(own.pathname.slice(1))}`)
  await server.close()
  await migrate(own.href)
  const { database, close } = connectDatabase(own.href, { max: 2, statementTimeoutMs: 0 })
  const startedAt = performance.now()
  await fill(database, { city, calendar, applications, until: now })
  say(`${applications} applications filled in ${Math.round((performance.now() - startedAt) / 1000)} s`)
  const figures: Record<string, Taken> = {}
  for (const [name, read] of Object.entries(measuredReads({ city, calendar, now }))) {
    figures[name] = await taken(database, read, runs)
    say(`${applications}\t${name}\t${figures[name].p50}\t${figures[name].p99}`)
  }
  await close()
  return figures
}

async function main(): Promise<void> {
  const text = { type: 'string' } as const
  const { values } = parseArgs({
    options: { applications: { ...text, default: '1000,100000' }, runs: { ...text, default: '200' } },
  })
  const folder = mkdtempSync(join(tmpdir(), 'seven-ones-reads-'))
  const [port = 0] = await freePorts(1)
  const postgres = await startPostgres({ dataDir: join(folder, 'postgres'), port, logFile: join(folder, 'log') })
  try {
    await untilAccepting(postgres)
    const sizes: { applications: number; reads: Record<string, Taken> }[] = []
    for (const size of values.applications.split(',').map(Number))
      sizes.push({ applications: size, reads: await among(size, Number(values.runs), postgres.url) })
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
