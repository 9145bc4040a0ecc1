/** One run: load and faults, then everything anew, then the end of every case, then the checks. */
import { randomOf } from '../../test/fixtures/random.ts'
import { connectDatabase } from '../../db/client.ts'
import type { Database } from '../../db/client.ts'
import { databasePlace } from '../../start/database.ts'
import type { Environment } from '../../environment.ts'
import type { City } from '../../domain/city/city.schema.ts'
import { EncryptionCodec } from '../../temporal/codec.ts'
import { connectTemporal } from '../../temporal/client.ts'
import { readKeyring } from '../../temporal/keyring.ts'
import { tokensOf } from '../demo/target.ts'
import { lossesOf, timersNearActs } from './checks.ts'
import { runFaults } from './faults.ts'
import type { FaultFigures } from './faults.ts'
import { finish } from './finish.ts'
import type { Finished } from './finish.ts'
import { forgeSome, REFUSED } from './forger.ts'
import { recordedOf } from './histories.ts'
import { Http } from './http.ts'
import { Ledger } from './ledger.ts'
import { runLoad } from './load.ts'
import { isComplete, outboxLosses } from './outbox-check.ts'
import { orphanSome } from './orphans.ts'
import type { Orphaned } from './orphans.ts'
import type { Plant } from './plant.ts'
import type { Programs } from './programs.ts'
import { startReaders } from './readers.ts'
import { receive, untilSilent } from './receiver.ts'
import type { Receiver } from './receiver.ts'
import { checkReplay } from './replay-check.ts'
import { neverHappened } from './report.ts'
import type { Findings, Report } from './report.ts'
import { newWorld } from './world.ts'
import type { World } from './world.ts'

export interface RunOptions {
  readonly seed: number
  readonly minutes: number
  /** About how many cases are open at once under load. */
  readonly mostOpen: number
  readonly plant: Plant | undefined
  /** The code that the workers run, where it is not ours. */
  readonly workflowsPath?: string | undefined
  readonly say: (text: string) => void
}

/** As much as a run may be prolonged until each kind of fault has come. */
const LONGER_MS = 120_000
const ANSWERED_WITHIN_MS = 60_000
const TOLD_WITHIN_MS = 90_000

export async function run(
  programs: Programs,
  city: City,
  options: RunOptions,
): Promise<{ report: Report; findings: Findings }> {
  const started = Date.now()
  const { seed, say } = options
  const { environment } = programs
  const ledger = new Ledger(city.key, String(seed))
  const http = new Http(programs.apis, await tokensOf(environment, city.key), ledger)
  const temporal = await connectTemporal(environment)
  const database = connectDatabase(databasePlace(environment), {
    max: 2,
    applicationName: 'seven-ones chaos',
    statementTimeoutMs: 0,
  })
  const receiver = await receive(http, ledger, randomOf(seed * 13 + 1))
  const world = newWorld({ city, http, ledger, temporal, say })
  const readers = startReaders(world, randomOf(seed * 17 + 5))
  try {
    const faults = await underLoad(world, programs, options)
    const orphaned = await orphanSome(world, database.database, randomOf(seed * 23 + 11))
    say(`${orphaned.orphaned} 次办理答复后无人收尾，其中 ${orphaned.losses.length} 次没有补上`)
    const finished = await finish(world, seed)
    await readers.stop()
    say(`全部重启之后：${finished.open} 件办理了 ${finished.acts} 次，没有办完 ${finished.unfinished.length} 件`)
    await untilSilent(receiver, () => isComplete(database.database, receiver), TOLD_WITHIN_MS)
    return await judged(world, {
      database: database.database,
      receiver,
      faults,
      orphaned,
      finished,
      started,
      options,
      environment,
    })
  } finally {
    await readers.stop()
    receiver.end()
    await temporal.connection.close()
    await database.close()
  }
}

/** Ends with every program started anew, and with an answer to all that was sent, as far as there is one. */
async function underLoad(
  world: World,
  programs: Programs,
  { seed, minutes, mostOpen, say }: RunOptions,
): Promise<FaultFigures> {
  const end = Date.now() + minutes * 60_000
  const span = { end, latest: end + LONGER_MS }
  const [faults, { underWay }] = await Promise.all([
    runFaults(programs, randomOf(seed * 19 + 7), span, say),
    runLoad(world, { seed, mostOpen }, span),
  ])
  say(
    `负载结束：${world.subjects.cases.length} 件申请，${world.subjects.matters.length} 件事项，` +
      `办成 ${world.ledger.good().length} 次；全部重启`,
  )
  await programs.restart()
  world.http.giveUpAt = Date.now() + ANSWERED_WITHIN_MS
  await underWay
  world.http.giveUpAt = Number.POSITIVE_INFINITY
  world.http.patienceMs = ANSWERED_WITHIN_MS
  return faults
}

interface Judging {
  readonly database: Database
  readonly receiver: Receiver
  readonly faults: FaultFigures
  readonly orphaned: Orphaned
  readonly finished: Finished
  readonly started: number
  readonly options: RunOptions
  readonly environment: Environment
}

async function judged(
  world: World,
  { database, receiver, faults, orphaned, finished, started, options, environment }: Judging,
): Promise<{ report: Report; findings: Findings }> {
  const { ledger, subjects, temporal: client, say } = world
  const keyring = readKeyring(environment)
  const told = [...subjects.cases, ...subjects.matters].map(({ id }) => id)
  const { recorded, missing } = await recordedOf(client, new EncryptionCodec(keyring), told)
  say(`核对 ${recorded.length} 件的历史…`)
  const forgeries = await forgeSome(environment, client, recorded)
  const replayed = await checkReplay({ client, keyring, database, workflowsPath: options.workflowsPath }, recorded)
  const unanswered = ledger.sent.filter(({ status }) => status === undefined)
  const losses = [
    ...lossesOf(world, recorded, missing),
    ...orphaned.losses,
    ...(await outboxLosses(database, receiver)),
    ...unanswered.map(({ type, subject, sends }) => `${type} ${subject ?? ''} 发了 ${sends} 次，始终没有答复`),
    ...finished.unexpected.map((text) => `重启之后照状态办理而被拒绝：${text}`),
    ...[...forgeries]
      .filter(([, end]) => end !== REFUSED)
      .map(([id, end]) => `${id} 同一序号以另一内容再来：${end === 'taken' ? '无声收下' : end}`),
  ]
  const differences = [
    ...replayed.unreplayable,
    ...replayed.differences,
    ...replayed.rebuilt.differences.map((text) => `重建：${text}`),
  ]
  const figures: Omit<Report, 'missing'> = {
    seed: options.seed,
    minutes: options.minutes,
    plant: options.plant ?? null,
    ...faults,
    cases: recorded.filter(({ kind }) => kind === 'application').length,
    matters: recorded.filter(({ kind }) => kind !== 'application').length,
    acts: ledger.good().length,
    refused: ledger.sent.filter(({ status }) => status !== undefined && status >= 400).length,
    retried: ledger.retried,
    unanswered: unanswered.length,
    shed: world.shed,
    actTypes: new Set(ledger.good().map(({ type }) => type)).size,
    timersNearActs: timersNearActs(recorded),
    queries: world.queries,
    reads: world.reads,
    signals: world.signals.length,
    signalsAtCompletion: world.atCompletion,
    cancels: world.cancels.length,
    continuedAsNew: recorded.reduce((sum, { runs }) => sum + runs - 1, 0),
    pushed: receiver.subscriptions.reduce((sum, { taken }) => sum + taken.length, 0),
    pushedAgain: receiver.subscriptions.reduce((sum, { again }) => sum + again, 0),
    events: replayed.events,
    forgeriesRefused: forgeries.size > 0 && [...forgeries.values()].every((end) => end === REFUSED),
    orphaned: orphaned.orphaned,
    openAfterRestart: finished.open,
    actsAfterRestart: finished.acts,
    losses: losses.length,
    differences: differences.length,
    replayDifferences: replayed.differences.length,
    rebuildDifferences: replayed.rebuilt.differences.length,
    unreplayable: replayed.unreplayable.length,
    unfinished: finished.unfinished.length,
    seconds: Math.round((Date.now() - started) / 1000),
  }
  return {
    report: { ...figures, missing: neverHappened(figures) },
    findings: { losses, differences, unfinished: finished.unfinished },
  }
}
