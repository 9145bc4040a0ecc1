/** `planted-worker.ts PLANT [WORKFLOWS]`: a worker as worker.ts is one, with a fault in it; only chaos starts it. */
import { NativeConnection } from '@temporalio/worker'
import { DefaultLogger, Runtime } from '@temporalio/worker'
import { fileURLToPath } from 'node:url'
import { createActivities } from '../../activities/create-activities.ts'
import type { Activities } from '../../activities/create-activities.ts'
import { loadCalendars, loadCities } from '../../config/load-cities.ts'
import { connectDatabase } from '../../db/client.ts'
import type { Database } from '../../db/client.ts'
import { findApplication } from '../../db/queries/applications.ts'
import { findMatter } from '../../db/queries/matters.ts'
import { environmentOrExit } from '../../environment.ts'
import { exitWithParent, failWith, tellParentReady } from '../../lifecycle.ts'
import { startPush } from '../../push/start.ts'
import { databasePlace } from '../../start/database.ts'
import { temporalConnection } from '../../temporal/connection.ts'
import { dataConverter } from '../../temporal/data-converter.ts'
import { readKeyring } from '../../temporal/keyring.ts'
import { workflowModules } from '../../temporal/workflow-modules.ts'
import { leanWorker } from '../../temporal/workflow-threads/lean-worker.ts'

exitWithParent()
const [plant, workflowsPath = fileURLToPath(new URL('../../workflows/all.ts', import.meta.url))] = process.argv.slice(2)
const environment = environmentOrExit()

try {
  Runtime.install({ logger: new DefaultLogger('WARN'), shutdownSignals: ['SIGINT', 'SIGTERM'] })
  const keyring = readKeyring(environment)
  const cities = loadCities(environment.CITIES_DIR)
  const place = databasePlace(environment)
  const { database, close } = connectDatabase(place, {
    applicationName: 'seven-ones planted worker',
  })
  const connection = await NativeConnection.connect(temporalConnection(environment))
  const activities = createActivities({ database, calendars: loadCalendars(), policyOf: (city) => cities.get(city) })
  const worker = await leanWorker({ stackTraces: false }).create({
    connection,
    namespace: environment.TEMPORAL_NAMESPACE,
    taskQueue: environment.TASK_QUEUE,
    ...workflowModules(workflowsPath),
    dataConverter: dataConverter(keyring),
    activities: plant === 'no-compare' ? withoutComparing(activities, database) : activities,
    sinks: { events: { recorded: { fn: () => {}, callDuringReplay: false } } },
    maxCachedWorkflows: environment.WORKFLOW_CACHE,
    shutdownGraceTime: '10 seconds',
  })
  const running = worker.run()
  const { logger, metricMeter } = Runtime.instance()
  const cityOf = (key: string) => cities.get(key)?.city
  const push = startPush(environment, place, { keyring, meter: metricMeter, log: logger, cityOf })
  tellParentReady()
  try {
    await running
  } finally {
    await push.stop()
    await connection.close()
    await close()
  }
} catch (error) {
  failWith('植入故障的工作进程', error)
}

/** What is there already never reaches the projection, so that nothing is there to compare. */
function withoutComparing(activities: Activities, database: Database): Activities {
  const after = <Event extends { readonly seq: number }>(events: readonly Event[], seq = 0) =>
    events.filter((event) => event.seq > seq)
  return {
    ...activities,
    async project({ serviceNumber, events }) {
      const fresh = after(events, (await findApplication(database, serviceNumber))?.seq)
      if (fresh.length > 0) await activities.project({ serviceNumber, events: fresh })
    },
    async projectMatter({ kind, id, events }) {
      const fresh = after(events, (await findMatter(database, kind, id))?.seq)
      if (fresh.length > 0) await activities.projectMatter({ kind, id, events: fresh })
    },
  }
}
