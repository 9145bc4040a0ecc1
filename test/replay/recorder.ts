/** Plays a scenario on a server and takes down what came of it. */
import { join } from 'node:path'
import { Connection } from '@temporalio/client'
import type { Begun } from '../../domain/clocks/begun.ts'
import type { City } from '../../domain/city/city.schema.ts'
import { localDate } from '../../domain/clocks/local-date.ts'
import { startProgram } from '../../scripts/stack/program.ts'
import { freePorts } from '../../scripts/stack/ports.ts'
import { untilAnswering } from '../../scripts/stack/temporal-dev-server.ts'
import type { DevServer } from '../../scripts/stack/temporal-dev-server.ts'
import { ensureNamespace, ensureSearchAttributes } from '../../temporal/namespace.ts'
import type { Run } from '../../scripts/history/runs.ts'
import { begun } from '../fixtures/begun.ts'
import { CHIBI } from '../fixtures/cities.ts'
import type { RecordedCase, RecordedMatter } from './recorded.ts'
import type { RecordedWorker } from './recorded-worker.ts'
import { recordedEvent } from './recording.ts'
import type { Recording } from './recording.ts'
import type { AnyMatterScenario, MatterScenario } from './matter-scenarios.ts'
import { isBegunBy } from './releases.ts'
import type { Scenario } from './releases.ts'
import type { CaseScenario } from './scenarios.ts'

export const NAMESPACE = 'seven-ones'

export interface DevServerPlace {
  readonly folder: string
  readonly port: number
  /** Kept over a restart where told. */
  readonly dbFile?: string
  /** After how many events of a run the server suggests to continue as new. */
  readonly continueAsNewAfter?: number
}

/** A dev server of our own; `npm start`'s takes no dynamic configuration. */
export async function startOwnDevServer(
  cli: string,
  { folder, port, dbFile, continueAsNewAfter }: DevServerPlace,
): Promise<DevServer> {
  const program = await startProgram({
    name: 'Temporal',
    command: cli,
    logFile: join(folder, 'temporal.log'),
    stopSignal: 'SIGINT',
    args: [
      'server',
      'start-dev',
      '--ip',
      '127.0.0.1',
      '--port',
      String(port),
      '--headless',
      '--log-level',
      'warn',
      ...(dbFile === undefined ? [] : ['--db-filename', dbFile]),
      ...(continueAsNewAfter === undefined
        ? []
        : ['--dynamic-config-value', `limit.historyCount.suggestContinueAsNew=${continueAsNewAfter}`]),
    ],
  })
  return { address: `127.0.0.1:${port}`, program }
}

/** A dev server on a free port with our namespace and search attributes. */
export async function readyDevServer(cli: string, place: Omit<DevServerPlace, 'port'>): Promise<DevServer> {
  const [port = 0] = await freePorts(1)
  const server = await startOwnDevServer(cli, { ...place, port })
  try {
    await untilAnswering(server)
    await prepareNamespace(server.address)
    return server
  } catch (error) {
    await server.program.stop()
    throw error
  }
}

export async function prepareNamespace(address: string): Promise<void> {
  const connection = await Connection.connect({ address, connectTimeout: '5 seconds' })
  try {
    await ensureNamespace(connection, { namespace: NAMESPACE, retentionDays: 90 })
    await ensureSearchAttributes(connection, NAMESPACE)
  } finally {
    await connection.close()
  }
}

export interface Played {
  readonly recording: Recording
  readonly historyEvents: number
}

export async function play(worker: RecordedWorker, release: string, name: string, scenario: Scenario): Promise<Played> {
  const { the, runs } = await playOut(worker, `recording-${release}-${name}`, scenario, {
    begun: isBegunBy(release, scenario),
  })
  const events = the.events.map(recordedEvent)
  const recording: Recording = { release, name, subject: the.subject, runs: runs.map((run) => run.history), events }
  return { recording, historyEvents: runs.reduce((sum, run) => sum + run.historyEvents, 0) }
}

export interface PlayedOut {
  readonly the: RecordedCase | RecordedMatter
  readonly runs: readonly Run[]
}

export interface Playing {
  /** Whether it carries its calendar, as what begins since 0.3 does. */
  readonly begun: boolean
  /** Told of the case or matter as soon as it has begun. */
  readonly during?: (the: RecordedCase | RecordedMatter) => void
}

/** Begins the scenario's case or matter under an id and plays it to its end, or to where it waits. */
export async function playOut(
  worker: RecordedWorker,
  id: string,
  scenario: Scenario,
  playing: Playing,
): Promise<PlayedOut> {
  const the = isOfMatter(scenario)
    ? await playMatter(worker, id, scenario, playing)
    : await playCase(worker, id, scenario, playing)
  return { the, runs: await settledRuns(the, scenario) }
}

function isOfMatter(scenario: Scenario): scenario is AnyMatterScenario {
  return scenario.kind !== undefined && scenario.kind !== 'application'
}

async function playCase(
  worker: RecordedWorker,
  id: string,
  { registration, start, carries, play: acts }: CaseScenario,
  playing: Playing,
): Promise<RecordedCase> {
  const the = await worker.register(id, registration?.(), {
    ...start,
    ...(playing.begun ? begunToday(start?.policy ?? CHIBI) : {}),
  })
  the.carries = carries === true
  playing.during?.(the)
  await acts(the)
  return the
}

async function playMatter(
  worker: RecordedWorker,
  id: string,
  { kind, input, carries, play: acts }: MatterScenario,
  playing: Playing,
): Promise<RecordedMatter> {
  const plain = input(id)
  const the = await worker.open(kind, { ...plain, ...(playing.begun ? begunToday(plain.policy) : {}) })
  the.carries = carries === true
  playing.during?.(the)
  await acts(the)
  return the
}

function begunToday(policy: City): Begun {
  return begun(policy, localDate(new Date().toISOString(), policy.hours))
}

async function settledRuns(
  the: RecordedCase | RecordedMatter,
  { open, continuesAsNew }: Scenario,
): Promise<readonly Run[]> {
  if (open === true) await the.settled()
  else await the.handle.result()
  const runs = await the.runs()
  if (continuesAsNew === true && runs.length < 2) throw new Error(`${the.subject} did not continue as new`)
  return runs
}
