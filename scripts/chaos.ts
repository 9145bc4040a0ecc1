/** `npm run chaos -- --minutes N --seed S`: kills and freezes at random under load, then checks that nothing was lost. The last line of stdout is a JSON summary. */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { DefaultLogger, makeTelemetryFilterString, Runtime } from '@temporalio/worker'
import { failWith } from '../process.ts'
import { writeCity } from './chaos/city.ts'
import { planted, PLANTS } from './chaos/plant.ts'
import type { Plant } from './chaos/plant.ts'
import { Programs } from './chaos/programs.ts'
import { isWell, tell } from './chaos/report.ts'
import { run } from './chaos/run.ts'
import { StackError } from './stack/program.ts'
import { temporalCli } from './stack/temporal-cli.ts'

const USAGE = `用法：npm run chaos -- [--minutes 10] [--seed 1] [--plant ${PLANTS.join('|')}]`
const { minutes, seed, plant } = askedFor()
const say = (text: string) => void process.stderr.write(`${text}\n`)
const folder = mkdtempSync(join(tmpdir(), 'seven-ones-chaos-'))
// PostgreSQL may run as another user, who must get through.
chmodSync(folder, 0o711)
let programs: Programs | undefined
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => void stop(false).then(() => process.exit(130)))
}

try {
  Runtime.install({ logger: new DefaultLogger('ERROR'), telemetryOptions: { logging: { filter: makeTelemetryFilterString({ core: 'ERROR' }) } } })
  const cli = await temporalCli(say)
  const citiesDir = join(folder, 'cities')
  const city = writeCity(citiesDir)
  const fault = plant === undefined ? undefined : planted(plant, folder)
  say('正在启动 PostgreSQL、Temporal、两个工作进程与两个 API…')
  programs = await Programs.start(folder, cli, citiesDir, fault?.worker)
  const { report, findings } = await run(programs, city, { seed, minutes, plant, workflowsPath: fault?.workflowsPath, say })
  const well = isWell(report)
  await stop(!well)
  tell(report, findings)
  process.exit(well ? 0 : 1)
} catch (error) {
  await stop(true)
  if (!(error instanceof StackError)) failWith('混沌试验', error)
  say(error.message)
  process.exit(1)
}

/** `keep`: leaves data and logs, and says where. */
async function stop(keep: boolean): Promise<void> {
  await programs?.stop()
  if (keep) say(`数据与日志留在 ${folder}`)
  else rmSync(folder, { recursive: true, force: true })
}

function askedFor(): { minutes: number; seed: number; plant: Plant | undefined } {
  try {
    const { values } = parseArgs({ options: { minutes: { type: 'string', default: '10' }, seed: { type: 'string', default: '1' }, plant: { type: 'string' } } })
    const [given, number] = [Number(values.minutes), Number(values.seed)]
    if (!(given > 0 && given <= 240)) throw new Error('--minutes 应大于 0，至多 240')
    if (!Number.isInteger(number) || number < 0 || number > 1_000_000) throw new Error('--seed 应为 0 到 1000000 的整数')
    const wanted = PLANTS.find((name) => name === values.plant)
    if (values.plant !== undefined && wanted === undefined) throw new Error(`没有 ${values.plant} 这种故障`)
    return { minutes: given, seed: number, plant: wanted }
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${USAGE}\n`)
    process.exit(2)
  }
}
