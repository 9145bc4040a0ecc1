/**
 * The whole system on this machine: PostgreSQL, Temporal, worker and API; what is given by address is used, the rest is
 * started.
 */
import { isIPv6 } from 'node:net'
import { basename, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { makeDataDir } from '../../config/data-dir.ts'
import { databaseUrl, type Environment, temporalAddress } from '../../environment.ts'
import { assertListens } from '../../start/listening.ts'
import { untilDatabaseAnswers } from '../../start/database.ts'
import { prepareDatabase } from '../../start/prepare-database.ts'
import { untilTemporalAnswers } from '../../start/temporal.ts'
import { makeKeyFile } from '../../temporal/keyring.ts'
import { prepareTemporal } from '../../temporal/prepare.ts'
import { buildPage } from './build-page.ts'
import { cacheDir } from './cache.ts'
import { closeToOthers } from './files.ts'
import { takeLock } from './lock.ts'
import { assertPortsFree } from './ports.ts'
import { startPostgres, untilAccepting } from './postgres.ts'
import { type Program, StackError, lastLines, startProgram, waitFor } from './program.ts'
import { temporalCli } from './temporal-cli.ts'
import { startDevServer, untilAnswering } from './temporal-dev-server.ts'
import { NODE_ARGUMENTS } from '../../start/node-arguments.ts'

export type RunningStack = {
  /** With the addresses of what was started. */
  readonly environment: Environment
  readonly url: string
  readonly temporalUiUrl: string | undefined
  /** Where one-time codes arrive; undefined where a gateway sends them, or nobody does. */
  readonly smsUrl: string | undefined
  readonly metricsUrl: string
  readonly apiMetricsUrl: string
  readonly programs: readonly Program[]
  /** Resolves with a sentence when one of the programs ends although nobody stopped it. */
  readonly broken: Promise<string>
  stop(): Promise<void>
}

const LOOPBACK = ['127.0.0.0/8', '::1/128']

export type StackOptions = {
  say?: (text: string) => void
  /** Gives the start up: what was started so far is ended, in order. */
  signal?: AbortSignal
  /** With a stand-in where codes arrive, unless there is a gateway. */
  sms?: boolean
  /** With the program that replays what auditors ask for. */
  replays?: boolean
  /** With the desks' page, built where its sources have changed: once it is known that all may start. */
  page?: boolean
}

export async function startStack(
  given: Environment,
  { say = toStderr, signal, sms = false, replays = false, page = false }: StackOptions = {},
): Promise<RunningStack> {
  const smsUrl =
    sms && given.SMS_URL === undefined && given.NODE_ENV !== 'production'
      ? `http://127.0.0.1:${given.SMS_PORT}`
      : undefined
  const environment: Environment = {
    ...given,
    SMS_URL: smsUrl === undefined ? given.SMS_URL : `${smsUrl}/send`,
    DATA_DIR: resolve(given.DATA_DIR),
    DATABASE_URL: databaseUrl(given),
    // Not for the programs.
    DATABASE_OWNER_URL: undefined,
    TEMPORAL_ADDRESS: temporalAddress(given),
    WORKFLOW_CODE_DIR: given.WORKFLOW_CODE_DIR ?? join(cacheDir, 'workflow-code'),
    // Everything on one machine: so may the receivers be.
    PUSH_ALLOWED_NETWORKS: given.PUSH_ALLOWED_NETWORKS ?? LOOPBACK,
    AUTH_DEVELOPMENT_ISSUER: given.AUTH_DEVELOPMENT_ISSUER ?? (given.AUTH_JWKS_URL === undefined ? 'on' : 'off'),
  }
  const { DATA_DIR } = environment
  const logFile = (name: string) => join(DATA_DIR, 'logs', `${name}.log`)
  const waiting = signal ? { signal } : {}
  const reachTemporal = async () => (await untilTemporalAnswers(environment, { say, signal })).close()

  makeDataDir(DATA_DIR)
  closeToOthers(DATA_DIR)
  const lock = await takeLock(DATA_DIR)
  const programs: Program[] = []
  let stopping = false
  let tellBroken: (sentence: string) => void = () => {}
  const broken = new Promise<string>((resolve) => {
    tellBroken = resolve
  })

  const stop = async () => {
    stopping = true
    for (const program of programs.toReversed()) await program.stop()
    lock.release()
  }

  const watched = (program: Program) => {
    programs.push(program)
    lock.remember(program)
    void program.ended.then((how) => {
      if (!stopping) tellBroken(`${program.name} 意外结束（${how}）。${lastLines(program.logFile)}`)
    })
    return program
  }

  const bringUpPostgres = async () => {
    const server = await startPostgres({
      dataDir: join(DATA_DIR, 'postgres'),
      port: given.PG_PORT,
      logFile: logFile('postgres'),
    })
    watched(server.program)
    await untilAccepting(server, signal)
  }

  const bringUpTemporal = async (cli: string) => {
    const server = await startDevServer(cli, {
      port: given.TEMPORAL_PORT,
      uiPort: given.TEMPORAL_UI_PORT,
      dbFile: join(DATA_DIR, 'temporal.db'),
      logFile: logFile('temporal'),
    })
    watched(server.program)
    await untilAnswering(server, signal)
  }

  const bringUpOurs = async (name: string, file: string, probe: (program: Program) => Promise<boolean>) => {
    const program = watched(
      await startProgram({
        name,
        command: process.execPath,
        args: [...NODE_ARGUMENTS, fileURLToPath(new URL(`../../${file}.ts`, import.meta.url))],
        env: { ...process.env, DATABASE_OWNER_URL: undefined, ...variablesOf(environment) },
        logFile: logFile(basename(file)),
        ipc: true,
      }),
    )
    await waitFor(program, () => probe(program), { withinMs: 120_000, ...waiting })
  }

  try {
    await assertPortsFree(given)
    if (smsUrl !== undefined) await assertListens(given, 'SMS_PORT')
    makeKeyFile(environment)
    if (page) await buildPage(say)
    // The download comes first: it may take minutes, and needs nothing running.
    const cli = given.TEMPORAL_ADDRESS === undefined ? await temporalCli(say, signal) : undefined
    signal?.throwIfAborted()
    say('正在启动 PostgreSQL 与 Temporal…')
    await allOrFirstFailure([
      (given.DATABASE_URL === undefined ? bringUpPostgres() : untilDatabaseAnswers(environment, { say, signal })).then(
        () => prepareDatabase(given),
      ),
      (cli === undefined ? reachTemporal() : bringUpTemporal(cli)).then(() => prepareTemporal(environment)),
    ])
    signal?.throwIfAborted()
    say('正在启动工作进程与 API…')
    const host = reachable(environment.HOST)
    const url = `http://${host}:${environment.PORT}`
    await allOrFirstFailure([
      ...(smsUrl === undefined
        ? []
        : [bringUpOurs('开发用短信', 'scripts/sms-stand-in', async (program) => program.ready)]),
      bringUpOurs('工作进程', 'worker', async (worker) => worker.ready),
      ...(replays ? [bringUpOurs('重放进程', 'scripts/replayer', async (replayer) => replayer.ready)] : []),
      bringUpOurs(
        'API 服务',
        'server',
        async () => (await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(5_000) })).ok,
      ),
    ])
    signal?.throwIfAborted()
    return {
      environment,
      url,
      temporalUiUrl: cli === undefined ? undefined : `http://127.0.0.1:${given.TEMPORAL_UI_PORT}`,
      smsUrl,
      apiMetricsUrl: `http://${host}:${environment.API_METRICS_PORT ?? environment.PORT}/metrics`,
      metricsUrl: `http://${host}:${environment.METRICS_PORT}/metrics`,
      programs,
      broken,
      stop,
    }
  } catch (error) {
    await stop()
    throw signal?.aborted ? new StackError('启动已取消。') : error
  }
}

/** Waits for all of them to settle, so that nothing is still starting when what was started is ended. */
async function allOrFirstFailure(work: Promise<void>[]): Promise<void> {
  const failure = (await Promise.allSettled(work)).find((result) => result.status === 'rejected')
  if (failure) throw failure.reason
}

/** The environment as its variables, for the programs we start. */
export function variablesOf(environment: Environment): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(environment)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name, String(value)]),
  )
}

const reachable = (host: string) =>
  host === '0.0.0.0' || host === '::' ? '127.0.0.1' : isIPv6(host) ? `[${host}]` : host
const toStderr = (text: string) => void process.stderr.write(`${text}\n`)
