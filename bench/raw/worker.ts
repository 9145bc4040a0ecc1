/** Worker of the raw ways: the same settings of the SDK as `worker.ts`, and nothing of ours. */
import { fileURLToPath } from 'node:url'
import { DefaultLogger, NativeConnection, Runtime } from '@temporalio/worker'
import postgres from 'postgres'
import { exitWithParent, failWith, tellParentReady } from '../../lifecycle.ts'
import { leanWorker } from '../../temporal/workflow-threads/lean-worker.ts'
import { rawActivities } from './activities.ts'
import { settingsFromArguments } from './settings.ts'
import type { RawSettings } from './settings.ts'

exitWithParent()
const { address, namespace, taskQueue, databaseUrl, cachedWorkflows } = settingsFromArguments<RawSettings>()
try {
  Runtime.install({ logger: new DefaultLogger('WARN'), shutdownSignals: ['SIGINT', 'SIGTERM'] })
  const sql = postgres(databaseUrl, { max: 10, onnotice: () => {} })
  const connection = await NativeConnection.connect({ address })
  const worker = await leanWorker({ stackTraces: false }).create({
    connection,
    namespace,
    taskQueue,
    workflowsPath: fileURLToPath(new URL('workflow.ts', import.meta.url)),
    activities: rawActivities(sql),
    maxCachedWorkflows: cachedWorkflows,
    shutdownGraceTime: '10 seconds',
  })
  const running = worker.run()
  tellParentReady()
  await running
  await connection.close()
  await sql.end()
} catch (error) {
  failWith('测量：工作进程', error)
}
