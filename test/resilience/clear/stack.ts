/** The whole of `npm start` with logs as full as they get, and each of its two servers where a test can get at it. */
import { execFile } from 'node:child_process'
import { chmodSync, copyFileSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { readEnvironment } from '../../../environment.ts'
import type { Environment } from '../../../environment.ts'
import { freePorts } from '../../../scripts/stack/ports.ts'
import { startPostgres, untilAccepting } from '../../../scripts/stack/postgres.ts'
import { startProgram } from '../../../scripts/stack/program.ts'
import type { Program } from '../../../scripts/stack/program.ts'
import { startStack } from '../../../scripts/stack/stack.ts'
import type { RunningStack } from '../../../scripts/stack/stack.ts'
import { temporalCli } from '../../../scripts/stack/temporal-cli.ts'
import { untilAnswering } from '../../../scripts/stack/temporal-dev-server.ts'

interface Own {
  readonly cli: string
  readonly server: Program
  readonly end: () => Promise<void>
}

export class LoggedStack {
  static async begin(): Promise<LoggedStack> {
    const folder = mkdtempSync(join(tmpdir(), 'seven-ones-clear-'))
    // PostgreSQL may run as another user, who must get through.
    chmodSync(folder, 0o711)
    const [api = 0, metrics = 0, postgres = 0, temporal = 0, page = 0] = await freePorts(5)
    const cli = await temporalCli(() => {})
    const server = await startTemporal(cli, folder, temporal)
    const end = async () => {
      await server.stop()
      rmSync(folder, { recursive: true, force: true })
    }
    try {
      await untilAnswering({ address: `127.0.0.1:${temporal}`, program: server })
      const environment = readEnvironment({
        DATA_DIR: folder,
        PORT: String(api),
        METRICS_PORT: String(metrics),
        PG_PORT: String(postgres),
        TEMPORAL_PORT: String(temporal),
        TEMPORAL_UI_PORT: String(page),
        TEMPORAL_ADDRESS: `127.0.0.1:${temporal}`,
        LOG_LEVEL: 'trace',
        AUTH_DEVELOPMENT_ISSUER: 'on',
      })
      return new LoggedStack({ cli, server, end }, await startStack(environment, { say: () => {} }))
    } catch (error) {
      await end()
      throw error
    }
  }

  readonly #own: Own
  readonly #stack: RunningStack
  #postgres: Program | undefined

  private constructor(own: Own, stack: RunningStack) {
    this.#own = own
    this.#stack = stack
    this.#postgres = stack.programs.find(({ name }) => name === 'PostgreSQL')
  }

  get environment(): Environment {
    return this.#stack.environment
  }

  get metricsUrls(): readonly string[] {
    return [this.#stack.apiMetricsUrl, this.#stack.metricsUrl]
  }

  /** As `scripts/demo` drives it. */
  get target() {
    const { url, environment, broken } = this.#stack
    return { url, environment, broken, stop: () => Promise.resolve() }
  }

  async stopPostgres(): Promise<void> {
    await this.#postgres?.stop()
  }

  async startPostgres(): Promise<void> {
    const { DATA_DIR, PG_PORT } = this.environment
    const server = await startPostgres({
      dataDir: join(DATA_DIR, 'postgres'),
      port: PG_PORT,
      logFile: join(DATA_DIR, 'logs', 'postgres.log'),
    })
    this.#postgres = server.program
    await untilAccepting(server)
  }

  /** Temporal's store as it lies at one moment, in a folder of its own. */
  copyOfStore(): string {
    const { DATA_DIR } = this.environment
    const folder = mkdtempSync(join(DATA_DIR, 'store-'))
    this.#own.server.kill('SIGSTOP')
    try {
      for (const name of readdirSync(DATA_DIR).filter((file) => file.startsWith('temporal.db')))
        copyFileSync(join(DATA_DIR, name), join(folder, name))
    } finally {
      this.#own.server.kill('SIGCONT')
    }
    return folder
  }

  /** The `temporal` command line, as anybody has it who reaches the server; resolves with whether it went well. */
  async temporal(...args: readonly string[]): Promise<boolean> {
    const { TEMPORAL_ADDRESS = '', TEMPORAL_NAMESPACE } = this.environment
    const where = ['--address', TEMPORAL_ADDRESS, '--namespace', TEMPORAL_NAMESPACE]
    return promisify(execFile)(this.#own.cli, [...args, ...where]).then(
      () => true,
      () => false,
    )
  }

  async end(): Promise<void> {
    await this.#stack.stop()
    await this.#postgres?.stop()
    await this.#own.end()
  }
}

function startTemporal(cli: string, folder: string, port: number): Promise<Program> {
  const options = `server start-dev --headless --ip 127.0.0.1 --port ${port} --log-level debug`
  return startProgram({
    name: 'Temporal',
    command: cli,
    args: [...options.split(' '), '--db-filename', join(folder, 'temporal.db')],
    logFile: join(folder, 'logs', 'temporal.log'),
    stopSignal: 'SIGINT',
  })
}
