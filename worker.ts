/**
 * The worker: runs workflows and activities, and pushes what they record, against the servers given by address. SIGTERM
 * drains it.
 */
import { lookup } from 'node:dns/promises'
import { Client } from '@temporalio/client'
import { DefaultLogger, type LogLevel, NativeConnection, Runtime } from '@temporalio/worker'
import { createActivities } from './activities/create-activities.ts'
import { loadCalendars, loadCities } from './config/load-cities.ts'
import { connectDatabase } from './db/client.ts'
import { type Environment, environmentOrExit } from './environment.ts'
import { exitWithParent, failWith, tellParentReady } from './lifecycle.ts'
import { startPush } from './push/start.ts'
import { databasePlace, tellWhereDatabaseIsAway } from './start/database.ts'
import { assertListens } from './start/listening.ts'
import { untilTemporalServes } from './start/temporal.ts'
import { temporalConnection } from './temporal/connection.ts'
import { dataConverter } from './temporal/data-converter.ts'
import { readKeyring } from './temporal/keyring.ts'
import { ensureReportSchedules } from './temporal/report-schedules.ts'
import { workflowCode } from './temporal/workflow-code.ts'
import { leanWorker } from './temporal/workflow-threads/lean-worker.ts'
import { watchCases } from './watch/cases.ts'
import { watchMetrics } from './watch/metrics.ts'

exitWithParent()
const environment = environmentOrExit()
const say = (text: string) => void process.stderr.write(`${text}\n`)

try {
  const keyring = readKeyring(environment)
  const cities = loadCities(environment.CITIES_DIR)
  await assertListens(environment, 'METRICS_PORT')
  // Before the runtime, which takes SIGINT and SIGTERM for itself: whoever waits can be ended.
  await untilTemporalServes(environment, keyring, cities.keys(), say)
  await tellWhereDatabaseIsAway(environment, say)
  await installRuntime(environment)
  const place = databasePlace(environment)
  const { database, close: closeDatabase } = connectDatabase(place, {
    applicationName: 'seven-ones worker',
  })
  const converter = dataConverter(keyring)
  const connection = await NativeConnection.connect(temporalConnection(environment))
  try {
    const worker = await leanWorker({
      stackTraces: environment.WORKFLOW_STACKS === 'on',
      unheardSinks: ['events'],
    }).create({
      connection,
      namespace: environment.TEMPORAL_NAMESPACE,
      taskQueue: environment.TASK_QUEUE,
      workflowBundle: await workflowCode({ converter, use: 'live', dir: environment.WORKFLOW_CODE_DIR }),
      activities: createActivities({
        database,
        calendars: loadCalendars(),
        policyOf: (city) => cities.get(city),
        dataSharingUrl: environment.DATA_SHARING_URL,
      }),
      dataConverter: converter,
      // A live worker has no use for the sink that a rebuild listens to; one must be there all the same.
      sinks: { events: { recorded: { fn: () => {}, callDuringReplay: false } } },
      maxCachedWorkflows: environment.WORKFLOW_CACHE,
      shutdownGraceTime: '10 seconds',
    })
    const client = new Client({
      connection,
      namespace: environment.TEMPORAL_NAMESPACE,
      dataConverter: converter,
    })
    const { logger, metricMeter } = Runtime.instance()
    const unscheduled = await ensureReportSchedules(
      client,
      [...cities.values()].map(({ city }) => city),
      environment.TASK_QUEUE,
    )
    const failures = metricMeter.createCounter(
      'seven_ones_schedule_failures_total',
      'schedules',
      'Cities whose schedule of reports could not be written at the start (R-31)',
    )
    for (const { city, error } of unscheduled) {
      failures.add(1, { city })
      logger.error('该城市的联席会议报告没有排上：改正后重启工作进程', {
        city,
        reason: error instanceof Error ? error.name : 'unknown',
      })
    }
    const running = worker.run()
    const cityOf = (key: string) => cities.get(key)?.city
    const push =
      environment.PUSH === 'on'
        ? startPush(environment, place, { keyring, meter: metricMeter, log: logger, cityOf })
        : undefined
    const watch = watchCases({ client, database, metrics: watchMetrics(metricMeter), log: logger })
    for (const signal of ['SIGINT', 'SIGTERM'] as const)
      process.once(signal, () => void Promise.all([push?.stop(), watch.stop()]))
    logger.info('工作进程已就绪', { taskQueue: environment.TASK_QUEUE, namespace: environment.TEMPORAL_NAMESPACE })
    tellParentReady()
    try {
      await running
    } finally {
      await Promise.all([push?.stop(), watch.stop()])
    }
  } finally {
    // A worker that never ran holds it for good: what went wrong is told, not that.
    await connection.close().catch(() => {})
    await closeDatabase()
  }
} catch (error) {
  failWith('工作进程', error)
}

/** Metrics for Prometheus at METRICS_PORT, our log level, and an orderly end on SIGINT and SIGTERM. */
async function installRuntime({ HOST, METRICS_PORT, LOG_LEVEL }: Environment): Promise<void> {
  const { address, family } = await lookup(HOST)
  const levels: Record<Environment['LOG_LEVEL'], LogLevel> = {
    trace: 'TRACE',
    debug: 'DEBUG',
    info: 'INFO',
    warn: 'WARN',
    error: 'ERROR',
    fatal: 'ERROR',
    silent: 'ERROR',
  }
  Runtime.install({
    logger: new DefaultLogger(levels[LOG_LEVEL]),
    shutdownSignals: ['SIGINT', 'SIGTERM'],
    telemetryOptions: {
      metrics: {
        prometheus: { bindAddress: family === 6 ? `[${address}]:${METRICS_PORT}` : `${address}:${METRICS_PORT}` },
      },
    },
  })
}
