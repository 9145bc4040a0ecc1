/**
 * What every way of acting stands on: Temporal's server, and two PostgreSQL, so that Temporal's work is told apart from
 * ours.
 */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import postgres from 'postgres'
import { Connection } from '@temporalio/client'
import { freePorts } from '../scripts/stack/ports.ts'
import { startPostgres, untilAccepting } from '../scripts/stack/postgres.ts'
import type { Postgres } from '../scripts/stack/postgres.ts'
import { startProgram, waitFor } from '../scripts/stack/program.ts'
import type { Program, ProgramOptions } from '../scripts/stack/program.ts'
import { ensureNamespace } from '../temporal/namespace.ts'
import { RETENTION_DAYS } from '../temporal/prepare.ts'
import { prepareDatabases, startTemporalServer } from './temporal-server.ts'
import type { ServerPrograms } from './temporal-server.ts'
import { NODE_ARGUMENTS } from '../start/node-arguments.ts'

export const USUAL_SHARDS = 4
const START_WITHIN_MS = 120_000
/** Nothing of what somebody set for a system of theirs. */
const INHERITED: NodeJS.ProcessEnv = Object.fromEntries(
  ['PATH', 'HOME', 'TMPDIR', 'XDG_CACHE_HOME'].map((name) => [name, process.env[name]]),
)

export interface Servers {
  readonly temporal: Program
  readonly temporalPostgres: Postgres
  readonly ownPostgres: Postgres
}

export interface ScriptOptions {
  readonly name: string
  readonly file: string
  readonly args?: readonly string[]
  readonly cwd?: string
  readonly env?: NodeJS.ProcessEnv
}

export class Ground {
  readonly folder: string
  readonly #programs: Program[] = []
  #over = false
  #servers: (Servers & { readonly address: string }) | undefined

  readonly #shards: number

  /** `shards`: of Temporal's history. */
  constructor(shards = USUAL_SHARDS) {
    this.#shards = shards
    this.folder = mkdtempSync(join(tmpdir(), 'seven-ones-bench-'))
    // PostgreSQL may run as another user, who must get through.
    chmodSync(this.folder, 0o711)
  }

  /** All that is begun is there to be stopped, also where this fails. */
  async up({ server, sql }: ServerPrograms): Promise<void> {
    const [temporalPostgres, ownPostgres] = await Promise.all([
      this.#postgres('postgres-temporal'),
      this.#postgres('postgres-own'),
    ])
    const place = {
      folder: this.folder,
      logFile: this.logFile('temporal'),
      databaseUrl: temporalPostgres.url,
      shards: this.#shards,
    }
    await prepareDatabases(sql, place)
    const { program, address } = await startTemporalServer(server, place)
    await this.#begun(program)
    await waitFor(program, () => answers(address), { withinMs: START_WITHIN_MS })
    this.#servers = { temporal: program, temporalPostgres, ownPostgres, address }
  }

  get servers(): Servers & { readonly address: string } {
    if (this.#servers === undefined) throw new Error('the servers are not up')
    return this.#servers
  }

  logFile(name: string): string {
    return join(this.folder, 'logs', `${name}.log`)
  }

  /** An empty database beside those of the others; its URL. */
  async database(name: string): Promise<string> {
    const url = new URL(this.servers.ownPostgres.url)
    const sql = postgres(url.href, { max: 1, onnotice: () => {} })
    try {
      await sql`create database ${sql(name)}`
    } finally {
      await sql.end()
    }
    url.pathname = `/${name}`
    return url.href
  }

  async namespace(namespace: string): Promise<void> {
    const connection = await Connection.connect({ address: this.servers.address })
    try {
      await ensureNamespace(connection, { namespace, retentionDays: RETENTION_DAYS })
    } finally {
      await connection.close()
    }
  }

  /** A program of ours under the Node that runs this; resolves when it has said that it is ready. */
  async start(options: ScriptOptions): Promise<Program> {
    const program = await startProgram({ ...this.#script(options), ipc: true })
    await this.#begun(program)
    await waitFor(program, () => Promise.resolve(program.ready), { withinMs: START_WITHIN_MS })
    return program
  }

  /** One that ends by itself, and well. */
  async run(options: ScriptOptions): Promise<void> {
    const program = await startProgram(this.#script(options))
    await this.#begun(program)
    const end = await program.ended
    if (end !== '退出码 0') throw new Error(`${options.name}：${end}，见 ${program.logFile}`)
  }

  /** `keep`: leaves data and logs. */
  async stop(keep: boolean): Promise<void> {
    this.#over = true
    for (const program of this.#programs.toReversed()) await program.stop()
    if (!keep) rmSync(this.folder, { recursive: true, force: true })
  }

  /** One that comes up while the others are ended is ended too. */
  async #begun(program: Program): Promise<void> {
    this.#programs.push(program)
    if (!this.#over) return
    await program.stop()
    throw new Error(`${program.name}：测量已经结束`)
  }

  async #postgres(name: string): Promise<Postgres> {
    const [port = 0] = await freePorts(1)
    const server = await startPostgres({ dataDir: join(this.folder, name), port, logFile: this.logFile(name) })
    await this.#begun(server.program)
    await untilAccepting(server)
    return server
  }

  #script({ name, file, args = [], cwd, env = {} }: ScriptOptions): ProgramOptions {
    return {
      name,
      command: process.execPath,
      args: [...NODE_ARGUMENTS, file, ...args],
      logFile: this.logFile(name),
      env: { ...INHERITED, ...env },
      ...(cwd === undefined ? {} : { cwd }),
    }
  }
}

async function answers(address: string): Promise<boolean> {
  const connection = await Connection.connect({ address, connectTimeout: '2 seconds' })
  await connection.close()
  return true
}
