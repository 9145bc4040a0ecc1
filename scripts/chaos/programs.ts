/**
 * A stack of our own whose programs are killed and stopped: PostgreSQL, Temporal, two workers and two API processes.
 */
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readEnvironment } from '../../environment.ts'
import type { Environment } from '../../environment.ts'
import { prepareDatabase } from '../../start/prepare-database.ts'
import { makeKeyFile } from '../../temporal/keyring.ts'
import { prepareTemporal } from '../../temporal/prepare.ts'
import { freePorts } from '../stack/ports.ts'
import { startPostgres, untilAccepting } from '../stack/postgres.ts'
import { startProgram } from '../stack/program.ts'
import { variablesOf } from '../stack/stack.ts'
import { startDevServer, untilAnswering } from '../stack/temporal-dev-server.ts'
import { comeBack, gone, instance, ready } from './instance.ts'
import type { Instance, ProgramKind } from './instance.ts'
import { NODE_ARGUMENTS } from '../../start/node-arguments.ts'

/** After so many events of a run Temporal suggests to continue as new. */
const CONTINUE_AFTER = 120

interface OurProgram {
  readonly file: string
  readonly args: readonly string[]
}

/** Others than ours, for a planted fault. */
export interface OurPrograms {
  readonly worker?: OurProgram
  readonly server?: OurProgram
}

const WORKER: OurProgram = { file: fileURLToPath(new URL('../../worker.ts', import.meta.url)), args: [] }
const SERVER: OurProgram = { file: fileURLToPath(new URL('../../server.ts', import.meta.url)), args: [] }
/** Nothing of what somebody set for a system of theirs: no database, no key, no issuer. */
const INHERITED: NodeJS.ProcessEnv = Object.fromEntries(
  ['PATH', 'HOME', 'TMPDIR', 'XDG_CACHE_HOME', 'NODE_COMPILE_CACHE', 'WORKFLOW_CODE_DIR'].map((name) => [
    name,
    process.env[name],
  ]),
)

export class Programs {
  readonly environment: Environment
  readonly apis: readonly string[]
  readonly instances: readonly Instance[]

  private constructor(environment: Environment, apis: readonly string[], instances: readonly Instance[]) {
    this.environment = environment
    this.apis = apis
    this.instances = instances
  }

  /**
   * Nothing is started yet. One worker keeps a single case in memory.
   */
  static async prepare(
    folder: string,
    cli: string,
    citiesDir: string,
    { worker = WORKER, server = SERVER }: OurPrograms = {},
  ): Promise<Programs> {
    const [postgresPort = 0, temporalPort = 0, firstApi = 0, secondApi = 0, firstMetrics = 0, secondMetrics = 0] =
      await freePorts(6)
    const environment = readEnvironment({
      DATA_DIR: folder,
      PG_PORT: String(postgresPort),
      TEMPORAL_PORT: String(temporalPort),
      TASK_QUEUE: 'chaos',
      CITIES_DIR: citiesDir,
      AUTH_DEVELOPMENT_ISSUER: 'on',
      PUSH_ALLOWED_NETWORKS: '127.0.0.0/8',
      LOG_LEVEL: 'warn',
      // A handful of accounts send all of the load, for one applicant.
      LIMIT_ACCOUNT: 'off',
      LIMIT_CLIENT: 'off',
      LIMIT_ACCOUNT_DAY: 'off',
      LIMIT_CLIENT_DAY: 'off',
      LIMIT_OPEN_ENTERPRISE: 'off',
    })
    // In the folder, so that what is left of a run that failed can be read.
    makeKeyFile(environment)
    const ours = (name: string, kind: ProgramKind, { file, args }: OurProgram, change: NodeJS.ProcessEnv): Instance =>
      instance(kind, name, async (begun) => {
        const program = await startProgram({
          name,
          command: process.execPath,
          args: [...NODE_ARGUMENTS, file, ...args],
          logFile: join(folder, 'logs', `${name}.log`),
          ipc: true,
          env: { ...INHERITED, ...variablesOf(environment), ...change },
        })
        begun(program)
        await ready(program, () => Promise.resolve(program.ready))
      })
    const instances = [
      instance('postgres', 'postgres', async (begun) => {
        const postgres = await startPostgres({
          dataDir: join(folder, 'postgres'),
          port: postgresPort,
          logFile: join(folder, 'logs', 'postgres.log'),
        })
        begun(postgres.program)
        await ready(postgres.program, () => untilAccepting(postgres).then(() => true))
      }),
      instance('temporal', 'temporal', async (begun) => {
        const temporal = await startDevServer(cli, {
          port: temporalPort,
          dbFile: join(folder, 'temporal.db'),
          logFile: join(folder, 'logs', 'temporal.log'),
          settings: { 'limit.historyCount.suggestContinueAsNew': CONTINUE_AFTER },
        })
        begun(temporal.program)
        await ready(temporal.program, () => untilAnswering(temporal).then(() => true))
      }),
      ours('worker-1', 'worker', worker, { METRICS_PORT: String(firstMetrics) }),
      ours('worker-2', 'worker', worker, { METRICS_PORT: String(secondMetrics), WORKFLOW_CACHE: '1' }),
      ours('api-1', 'api', server, { PORT: String(firstApi) }),
      ours('api-2', 'api', server, { PORT: String(secondApi) }),
    ]
    return new Programs(
      environment,
      [firstApi, secondApi].map((port) => `http://127.0.0.1:${port}`),
      instances,
    )
  }

  /** All that is begun is there to be stopped, also where this fails or is interrupted. */
  async up(): Promise<void> {
    await this.#start('postgres', 'temporal')
    await Promise.all([prepareDatabase(this.environment), prepareTemporal(this.environment)])
    await this.#start('worker', 'api')
  }

  async #start(...kinds: readonly ProgramKind[]): Promise<void> {
    await Promise.all(this.instances.filter(({ kind }) => kinds.includes(kind)).map(comeBack))
  }

  /** `kill -9`, and started again at once; resolves when it is up again. */
  async kill(one: Instance): Promise<void> {
    await gone(one)
    await comeBack(one)
  }

  /** All of them at once, and all of them again. */
  async restart(): Promise<void> {
    await Promise.all(this.instances.map(gone))
    await this.#start('postgres', 'temporal')
    await this.#start('worker', 'api')
  }

  async stop(): Promise<void> {
    for (const one of this.instances) one.over = true
    for (const { program } of this.instances.toReversed()) {
      program?.kill('SIGCONT')
      await program?.stop()
    }
  }
}
