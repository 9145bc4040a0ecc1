/**
 * `npm run chaos -- --minutes N --seed S`: kills and freezes at random under load, then checks that nothing was lost.
 * `-- --plain --against URL`: sixty cases at once by a plain HTTP client. The last line of stdout is a JSON summary.
 */
import { randomUUID } from 'node:crypto'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { DefaultLogger, makeTelemetryFilterString, Runtime } from '@temporalio/worker'
import { environmentOrExit } from '../environment.ts'
import { failWith } from '../lifecycle.ts'
import { writeCity } from './chaos/city.ts'
import { Http } from './chaos/http.ts'
import { runCommands } from './chaos/commands.ts'
import { Ledger } from './chaos/ledger.ts'
import { playPlain } from './chaos/plain.ts'
import { planted, PLANTS } from './chaos/plant.ts'
import type { Plant } from './chaos/plant.ts'
import { Programs } from './chaos/programs.ts'
import { isWell, tell } from './chaos/report.ts'
import { run } from './chaos/run.ts'
import { tokensOf } from './demo/target.ts'
import { StackError } from './stack/program.ts'
import { temporalCli } from './stack/temporal-cli.ts'

const PLAIN_CASES = 60
const MOST_OPEN = 18
const USAGE = [
  `用法：npm run chaos -- [--minutes 10] [--seed 1] [--open ${MOST_OPEN}] [--plant ${PLANTS.join('|')}] [--commands]`,
  '或 npm run chaos -- --plain --against http://127.0.0.1:7100',
].join('，')
const { minutes, seed, mostOpen, plant, commands, against } = askedFor()
if (against !== undefined) await plain(against)
const say = (text: string) => void process.stderr.write(`${text}\n`)
const folder = mkdtempSync(join(tmpdir(), 'seven-ones-chaos-'))
// PostgreSQL may run as another user, who must get through.
chmodSync(folder, 0o711)
let programs: Programs | undefined
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => void stop(false).then(() => process.exit(130)))
}

try {
  Runtime.install({
    logger: new DefaultLogger('ERROR'),
    telemetryOptions: { logging: { filter: makeTelemetryFilterString({ core: 'ERROR' }) } },
  })
  const cli = await temporalCli(say)
  const citiesDir = join(folder, 'cities')
  const city = writeCity(citiesDir)
  const fault = plant === undefined ? undefined : planted(plant, folder)
  say('正在启动 PostgreSQL、Temporal、两个工作进程与两个 API…')
  programs = await Programs.prepare(folder, cli, citiesDir, fault?.programs)
  await programs.up()
  const { report, findings } = await run(programs, city, {
    seed,
    minutes,
    mostOpen,
    plant,
    workflowsPath: fault?.workflowsPath,
    say,
  })
  const well = isWell(report) && (!commands || (await runCommands(programs.environment, say)))
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

/** Where DATA_DIR is that of the stack: its development issuer signs the tokens. */
async function plain(url: string): Promise<never> {
  const ledger = new Ledger('chibi', randomUUID())
  const http = new Http([url.replace(/\/+$/, '')], await tokensOf(environmentOrExit(), 'chibi'), ledger)
  const report = await playPlain(http, ledger, PLAIN_CASES).catch((error: unknown) => failWith('逐件办理', error))
  const [refused, reads] = [
    Object.entries(report.refusals)
      .map(([code, count]) => `${code} ${count}`)
      .join('，'),
    report.olderReads,
  ]
  process.stdout.write(
    `${report.cases} 件同时办理：办结 ${report.finished} 件，办成 ${report.acts} 次；` +
      `登记后随即提交的意见 ${report.firstOpinions.sent} 次，被拒 ${report.firstOpinions.refused} 次\n`,
  )
  process.stdout.write(
    `拒绝：${refused === '' ? '无' : refused}；读回的比答复旧 ${reads} 次；` +
      `撤回 ${report.withdrawals} 件，其中 ${report.withoutOutcome} 次没有答出结果\n`,
  )
  process.stdout.write(`${JSON.stringify(report)}\n`)
  process.exit(report.finished === report.cases && reads === 0 && refused === '' && report.withoutOutcome === 0 ? 0 : 1)
}

interface Asked {
  readonly minutes: number
  readonly seed: number
  readonly mostOpen: number
  readonly plant: Plant | undefined
  /** `replay -- --all` and `rebuild -- --verify`, at the end. */
  readonly commands: boolean
  readonly against: string | undefined
}

function askedFor(): Asked {
  try {
    const { values } = parseArgs({
      options: {
        minutes: { type: 'string', default: '10' },
        seed: { type: 'string', default: '1' },
        open: { type: 'string', default: String(MOST_OPEN) },
        plant: { type: 'string' },
        commands: { type: 'boolean', default: false },
        plain: { type: 'boolean' },
        against: { type: 'string' },
      },
    })
    if (values.plain === true && !/^https?:\/\//.test(values.against ?? ''))
      throw new Error('--plain 须有 --against 网址，例如 http://127.0.0.1:7100')
    const [given, number, mostOpen] = [Number(values.minutes), Number(values.seed), Number(values.open)]
    if (!(given > 0 && given <= 240)) throw new Error('--minutes 应大于 0，至多 240')
    if (!Number.isInteger(number) || number < 0 || number > 1_000_000)
      throw new Error('--seed 应为 0 到 1000000 的整数')
    if (!Number.isInteger(mostOpen) || mostOpen < 1 || mostOpen > 100) throw new Error('--open 应为 1 到 100 的整数')
    const wanted = PLANTS.find((name) => name === values.plant)
    if (values.plant !== undefined && wanted === undefined) throw new Error(`没有 ${values.plant} 这种故障`)
    return {
      minutes: given,
      seed: number,
      mostOpen,
      plant: wanted,
      commands: values.commands,
      against: values.plain === true ? values.against : undefined,
    }
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${USAGE}\n`)
    process.exit(2)
  }
}
