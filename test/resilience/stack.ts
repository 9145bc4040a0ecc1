/** Servers and a worker of our own as real processes, to be killed by pid; the API is in this process. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import type { Client } from '@temporalio/client'
import { DefaultLogger, makeTelemetryFilterString, Runtime } from '@temporalio/worker'
import { vi } from 'vitest'
import { ActJournal } from '../../api/temporal/act-journal.ts'
import { loadCities } from '../../config/load-cities.ts'
import { connectDatabase } from '../../db/client.ts'
import type { Database } from '../../db/client.ts'
import { migrate } from '../../db/migrate.ts'
import { eventsOfApplication } from '../../db/queries/events.ts'
import type { City } from '../../domain/city/city.schema.ts'
import type { CaseEvent } from '../../domain/case/event.ts'
import { createReplayer } from '../../scripts/history/replayer.ts'
import type { Replayer } from '../../scripts/history/replayer.ts'
import { freePorts } from '../../scripts/stack/ports.ts'
import { startPostgres, untilAccepting } from '../../scripts/stack/postgres.ts'
import type { Postgres } from '../../scripts/stack/postgres.ts'
import { startProgram, waitFor } from '../../scripts/stack/program.ts'
import type { Program } from '../../scripts/stack/program.ts'
import { temporalCli } from '../../scripts/stack/temporal-cli.ts'
import { untilAnswering } from '../../scripts/stack/temporal-dev-server.ts'
import type { DevServer } from '../../scripts/stack/temporal-dev-server.ts'
import { connectTemporal } from '../../temporal/client.ts'
import { newKey, parseKeyring } from '../../temporal/keyring.ts'
import { CODE_DIR } from '../code-dir.ts'
import { testApi, testEnvironment } from '../fixtures/api.ts'
import type { TestApi } from '../fixtures/api.ts'
import { NAMESPACE, prepareNamespace, startOwnDevServer } from '../replay/recorder.ts'
import { NODE_ARGUMENTS } from '../../start/node-arguments.ts'

const WORKER = fileURLToPath(new URL('../../worker.ts', import.meta.url))
const SERVER = fileURLToPath(new URL('../../server.ts', import.meta.url))

class NothingNoted extends ActJournal {
  override note(): Promise<undefined> {
    return Promise.resolve(undefined)
  }
}

interface Place {
  readonly folder: string
  readonly cli: string
  readonly postgresPort: number
  readonly temporalPort: number
}

export class TestStack {
  /** `drill`: 演练市 with other deadlines. */
  static async begin({ drill }: { drill?: City } = {}): Promise<TestStack> {
    Runtime.install({
      logger: new DefaultLogger('ERROR'),
      telemetryOptions: { logging: { filter: makeTelemetryFilterString({ core: 'ERROR' }) } },
    })
    const folder = mkdtempSync(join(tmpdir(), 'seven-ones-resilience-'))
    const [postgresPort = 0, temporalPort = 0, metricsPort = 0] = await freePorts(3)
    const stack = new TestStack({ folder, cli: await temporalCli(() => {}), postgresPort, temporalPort }, drill)
    try {
      await Promise.all([stack.startPostgres(), stack.startTemporal()])
      await stack.#open(metricsPort)
      await stack.startWorker()
      return stack
    } catch (error) {
      await stack.end()
      throw error
    }
  }

  readonly #place: Place
  readonly #drill: City | undefined
  readonly #endings: (() => Promise<unknown>)[] = []
  #postgres: Postgres | undefined
  #temporal: DevServer | undefined
  #worker: Program | undefined
  #variables: NodeJS.ProcessEnv = {}
  #makeApi: () => Promise<TestApi> = () => Promise.reject(new Error('not begun'))
  #opened:
    | {
        readonly api: TestApi
        readonly byActivity: TestApi
        readonly client: Client
        readonly database: Database
        readonly replayer: Replayer
      }
    | undefined

  private constructor(place: Place, drill: City | undefined) {
    this.#place = place
    this.#drill = drill
  }

  get api(): TestApi {
    return this.#parts.api
  }
  /** An API whose acts' events come to PostgreSQL by activity, as those of 0.3 did. */
  get byActivity(): TestApi {
    return this.#parts.byActivity
  }
  get client(): Client {
    return this.#parts.client
  }
  get database(): Database {
    return this.#parts.database
  }

  get #parts() {
    if (this.#opened === undefined) throw new Error('not begun')
    return this.#opened
  }

  async #open(metricsPort: number): Promise<void> {
    const url = this.#postgres?.url ?? ''
    await Promise.all([migrate(url), prepareNamespace(this.#temporal?.address ?? '')])
    this.#variables = {
      DATABASE_URL: url,
      TEMPORAL_ADDRESS: this.#temporal?.address ?? '',
      TEMPORAL_NAMESPACE: NAMESPACE,
      TASK_QUEUE: 'resilience',
      PAYLOAD_KEYS: newKey(),
      METRICS_PORT: String(metricsPort),
      LOG_LEVEL: 'warn',
      DATA_DIR: this.#place.folder,
    }
    const environment = testEnvironment({ ...(this.#variables as Record<string, string>), LOG_LEVEL: 'silent' })
    const client = await connectTemporal(environment)
    const { database, close } = connectDatabase(url)
    const cities = new Map(loadCities())
    if (this.#drill !== undefined) cities.set('drill', { city: this.#drill, policyHash: 'shortened' })
    this.#makeApi = () => testApi({ environment, database, temporal: client, cities })
    const api = await this.#makeApi()
    const journal = new NothingNoted({ database, temporal: client, log: { warn: () => {} } })
    const byActivity = await testApi({ environment, database, temporal: client, cities, journal })
    const replayer = await createReplayer(client, parseKeyring(this.#variables['PAYLOAD_KEYS'] ?? ''), {
      codeDir: CODE_DIR,
    })
    this.#opened = { api, byActivity, client, database, replayer }
    this.#endings.push(
      () => this.api.app.close(),
      () => byActivity.app.close(),
      () => client.connection.close(),
      close,
    )
  }

  /** Another API process would know nothing of this one. */
  async restartApi(): Promise<void> {
    const { api, ...rest } = this.#parts
    await api.app.close()
    this.#opened = { ...rest, api: await this.#makeApi() }
  }

  /** Runs one of the programs in scripts/ on this stack; gives how it ended, and what it printed. */
  async run(
    script: string,
    ...args: readonly string[]
  ): Promise<{ code: number | null; stdout: string; stderr: string }> {
    const program = spawn(
      process.execPath,
      [...NODE_ARGUMENTS, fileURLToPath(new URL(`../../scripts/${script}`, import.meta.url)), ...args],
      { env: { ...process.env, ...this.#variables } },
    )
    const [stdout, stderr, [code]] = await Promise.all([
      text(program.stdout),
      text(program.stderr),
      once(program, 'close') as Promise<[number | null]>,
    ])
    return { code, stdout, stderr }
  }

  async startPostgres(): Promise<void> {
    const { folder, postgresPort } = this.#place
    this.#postgres = await startPostgres({
      dataDir: join(folder, 'postgres'),
      port: postgresPort,
      logFile: join(folder, 'postgres.log'),
      fast: true,
    })
    await untilAccepting(this.#postgres)
  }

  /** As an administrator stops it: whoever is connected is cut off. */
  async stopPostgres(): Promise<void> {
    await this.#postgres?.program.stop()
  }

  async startTemporal(): Promise<void> {
    const { folder, cli, temporalPort } = this.#place
    this.#temporal = await startOwnDevServer(cli, { folder, port: temporalPort, dbFile: join(folder, 'temporal.db') })
    await untilAnswering(this.#temporal)
  }

  async startWorker(): Promise<void> {
    const worker = await startProgram({
      name: 'worker',
      command: process.execPath,
      args: [...NODE_ARGUMENTS, WORKER],
      logFile: join(this.#place.folder, 'worker.log'),
      env: { ...process.env, ...this.#variables },
      ipc: true,
    })
    this.#worker = worker
    await waitFor(worker, () => Promise.resolve(worker.ready), { withinMs: 60_000 })
  }

  /** An API as a process of its own, at `url`: it sweeps, and can be killed. */
  async startApi(): Promise<{ readonly url: string; kill(): Promise<void> }> {
    const [port = 0] = await freePorts(1)
    const program = await startProgram({
      name: 'api',
      command: process.execPath,
      args: [...NODE_ARGUMENTS, SERVER],
      logFile: join(this.#place.folder, `api-${port}.log`),
      env: { ...process.env, ...this.#variables, PORT: String(port), AUTH_DEVELOPMENT_ISSUER: 'on' },
      ipc: true,
    })
    this.#endings.unshift(() => program.stop())
    await waitFor(program, () => Promise.resolve(program.ready), { withinMs: 60_000 })
    return {
      url: `http://127.0.0.1:${port}`,
      async kill() {
        program.kill('SIGKILL')
        await program.ended
      },
    }
  }

  /** SIGKILL, in this order, at once; resolves when all are gone. */
  async kill(...which: readonly ('worker' | 'temporal')[]): Promise<void> {
    const programs = which.flatMap((one) => (one === 'worker' ? this.#worker : this.#temporal?.program) ?? [])
    for (const program of programs) program.kill('SIGKILL')
    await Promise.all(programs.map((program) => program.ended))
  }

  /** What PostgreSQL holds of a case. */
  projected(serviceNumber: string): Promise<readonly CaseEvent[]> {
    return eventsOfApplication(this.database, serviceNumber, { limit: 10_000 })
  }

  /** What replaying the history tells of cases: the truth. */
  async recorded(serviceNumbers: readonly string[]): Promise<ReadonlyMap<string, readonly CaseEvent[]>> {
    const all = new Map<string, readonly CaseEvent[]>()
    for await (const { kind, subject, events } of this.#parts.replayer.replay(serviceNumbers)) {
      if (kind !== 'application' && kind !== undefined) throw new Error(`${subject} is a ${kind}`)
      all.set(subject, events)
    }
    return all
  }

  /** Until PostgreSQL holds just what the histories hold. It tells nobody, so it is asked. */
  async caughtUp(serviceNumbers: readonly string[], withinMs = 30_000): Promise<void> {
    await vi.waitFor(
      async () => {
        for (const [serviceNumber, events] of await this.recorded(serviceNumbers)) {
          const rows = await this.projected(serviceNumber)
          if (JSON.stringify(rows.map(({ seq }) => seq)) !== JSON.stringify(events.map(({ seq }) => seq)))
            throw new Error(`${serviceNumber}: ${rows.length} of ${events.length} events projected`)
        }
      },
      { timeout: withinMs, interval: 250 },
    )
  }

  async end(): Promise<void> {
    for (const end of this.#endings) await end()
    for (const program of [this.#worker, this.#temporal?.program, this.#postgres?.program]) await program?.stop()
    rmSync(this.#place.folder, { recursive: true, force: true })
  }
}
