/**
 * `npm run prepare-servers`: brings the given PostgreSQL and Temporal to what this version needs. Safe to run again;
 * run it before each upgrade.
 */
import { EnvironmentError, environmentOrExit } from '../environment.ts'
import { failWith } from '../lifecycle.ts'
import { untilDatabaseAnswers } from '../start/database.ts'
import { prepareDatabase } from '../start/prepare-database.ts'
import { untilTemporalAnswers } from '../start/temporal.ts'
import { prepareTemporal } from '../temporal/prepare.ts'

const environment = environmentOrExit()
const say = (text: string) => void process.stderr.write(`${text}\n`)

try {
  await untilDatabaseAnswers(environment, { say })
  await prepareDatabase(environment)
  process.stdout.write('数据库结构已是最新。\n')
  await (await untilTemporalAnswers(environment, { say })).close()
  await prepareTemporal(environment)
  process.stdout.write(`Temporal 命名空间 ${environment.TEMPORAL_NAMESPACE} 与检索属性已就绪。\n`)
} catch (error) {
  if (error instanceof EnvironmentError) failWith('准备服务器', error)
  process.stderr.write(`准备服务器失败：${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}
