/** A whole stack of one checkout, of whatever release: started by its own `npm start`, asked as anybody asks it. */
import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { openDevelopmentIssuer } from '../../api/auth/development-issuer.ts'
import type { DevelopmentIssuer, TokenRequest } from '../../api/auth/development-issuer.ts'
import { readEnvironment } from '../../environment.ts'
import { freePorts } from '../stack/ports.ts'
import { startProgram, waitFor } from '../stack/program.ts'
import type { Program } from '../stack/program.ts'
import { NODE_ARGUMENTS } from '../../start/node-arguments.ts'

interface Answer {
  readonly status: number
  readonly body: Readonly<Record<string, unknown>>
}

interface Commanded {
  readonly wentWell: boolean
  /** Both streams. */
  readonly said: string
}

const ANSWER_WITHIN_MS = 60_000
const COMMAND_WITHIN_MS = 30_000
const NAMESPACE = 'seven-ones'

export class Victim {
  /** `checkout`: the folder of a clone with its packages. */
  static async start(checkout: string, cli: string, signal: AbortSignal): Promise<Victim> {
    const folder = mkdtempSync(join(tmpdir(), 'seven-ones-attacked-'))
    // PostgreSQL may run as another user, who must get through.
    chmodSync(folder, 0o711)
    const [PORT = 0, METRICS_PORT = 0, PG_PORT = 0, TEMPORAL_PORT = 0, TEMPORAL_UI_PORT = 0] = await freePorts(5)
    const ports = { PORT, METRICS_PORT, PG_PORT, TEMPORAL_PORT, TEMPORAL_UI_PORT }
    const program = await startProgram({
      name: checkout,
      command: process.execPath,
      args: [...NODE_ARGUMENTS, join(checkout, 'scripts', 'start.ts')],
      cwd: checkout,
      logFile: join(folder, 'start.log'),
      stopWithinMs: 90_000,
      env: {
        PATH: process.env['PATH'],
        HOME: process.env['HOME'],
        LOG_LEVEL: 'warn',
        DATA_DIR: folder,
        ...Object.fromEntries(Object.entries(ports).map(([name, port]) => [name, String(port)])),
      },
    })
    const victim = new Victim(
      cli,
      folder,
      program,
      ports,
      await openDevelopmentIssuer(readEnvironment({ DATA_DIR: folder })),
    )
    try {
      const isReady = async () => (await fetch(`${victim.url}/readyz`, { signal: AbortSignal.timeout(5_000) })).ok
      await waitFor(program, isReady, { withinMs: 180_000, signal })
      return victim
    } catch (error) {
      await victim.stop()
      throw error
    }
  }

  readonly url: string
  readonly databaseUrl: string
  readonly #cli: string
  readonly #folder: string
  readonly #program: Program
  readonly #temporal: string
  readonly #issuer: DevelopmentIssuer

  private constructor(
    cli: string,
    folder: string,
    program: Program,
    { PORT, PG_PORT, TEMPORAL_PORT }: Readonly<Record<'PORT' | 'PG_PORT' | 'TEMPORAL_PORT', number>>,
    issuer: DevelopmentIssuer,
  ) {
    this.url = `http://127.0.0.1:${PORT}`
    this.databaseUrl = `postgres://seven_ones:seven_ones@127.0.0.1:${PG_PORT}/seven_ones`
    this.#temporal = `127.0.0.1:${TEMPORAL_PORT}`
    this.#cli = cli
    this.#folder = folder
    this.#program = program
    this.#issuer = issuer
  }

  token(org: string, role: TokenRequest['role'], sub?: string): Promise<string> {
    const whose = sub === undefined ? {} : { sub }
    return this.#issuer.issueToken({ org, role, city: 'chibi', expiresInSeconds: 3_600, ...whose })
  }

  post(token: string, path: string, body: unknown): Promise<Answer> {
    return this.#ask(token, path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': randomUUID() },
      body: JSON.stringify(body),
    })
  }

  get(token: string, path: string): Promise<Answer> {
    return this.#ask(token, path, {})
  }

  /** The `temporal` command line, as whoever reaches the server has it. */
  async temporal(...args: readonly string[]): Promise<Commanded> {
    const where = ['--address', this.#temporal, '--namespace', NAMESPACE]
    return promisify(execFile)(this.#cli, [...args, ...where], { timeout: COMMAND_WITHIN_MS }).then(
      ({ stdout, stderr }) => ({ wentWell: true, said: stdout + stderr }),
      (error: Error & { stdout?: string; stderr?: string }) => ({
        wentWell: false,
        said: `${error.stdout ?? ''}${error.stderr ?? error.message}`,
      }),
    )
  }

  async stop(): Promise<void> {
    await this.#program.stop()
    rmSync(this.#folder, { recursive: true, force: true })
  }

  async #ask(token: string, path: string, request: RequestInit): Promise<Answer> {
    const headers = new Headers(request.headers)
    headers.set('authorization', `Bearer ${token}`)
    try {
      const answer = await fetch(this.url + path, {
        ...request,
        headers,
        signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
      })
      return { status: answer.status, body: (await answer.json()) as Answer['body'] }
    } catch {
      // Nobody answered.
      return { status: 0, body: {} }
    }
  }
}
