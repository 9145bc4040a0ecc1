/**
 * `npm run bench`: what an act costs, ours beside raw Temporal and beside peers without it, in one run. The last line
 * of stdout is JSON.
 */
import { cpus, loadavg, totalmem } from 'node:os'
import { performance } from 'node:perf_hooks'
import { failWith } from '../lifecycle.ts'
import { StackError } from '../scripts/stack/program.ts'
import { asked, USAGE } from './asked.ts'
import type { Asked } from './asked.ts'
import { figuresOf } from './figures.ts'
import { goalsOf } from './goals.ts'
import { Ground } from './ground.ts'
import { Peer } from './peers/way.ts'
import { PEERS } from './peers/settings.ts'
import { Product } from './product.ts'
import { Raw } from './raw/way.ts'
import { recordStandardCase } from './recorded-case.ts'
import type { RecordedCase } from './recorded-case.ts'
import { playRounds } from './rounds.ts'
import type { Rounds } from './rounds.ts'
import { rounded } from './statistics.ts'
import { goalsTold, tableOf } from './table.ts'
import { temporalServerPrograms } from './temporal-server.ts'
import type { Way } from './way.ts'

const say = (text: string) => void process.stderr.write(`${text}\n`)
const wanted = askedFor()
const programs = await temporalServerPrograms(say).catch(fail)
const ground = new Ground(wanted.shards)
let givenUp = false
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => giveUp(false, 130))
setTimeout(() => {
  say(`${wanted.giveUpAfterMinutes} 分钟没有测完，放弃。`)
  giveUp(true, 1)
}, wanted.giveUpAfterMinutes * 60_000).unref()

try {
  const begun = performance.now()
  const load = loadavg()
  say('正在启动 temporal-server 与两个 PostgreSQL…')
  await ground.up(programs)
  const measured = await measure(begun + wanted.minutes * 60_000)
  await stop(measured.failures.length > 0)
  tell(measured, load, begun)
  process.exit(measured.failures.length > 0 ? 1 : 0)
} catch (error) {
  // What fails because it was ended is no news.
  if (givenUp) await new Promise(() => {})
  await stop(true)
  fail(error)
}

async function measure(end: number): Promise<Rounds> {
  const { product: path, before, only, spans, mostRounds, settings } = wanted
  const product = new Product(ground, 'this', path, settings)
  await product.prepare()
  const recorded = await recordedBy(product)
  const ways: readonly Way[] = [
    new Raw(ground, recorded.updateBytes, product.environment.WORKFLOW_CACHE),
    product,
    ...(before === undefined ? [] : [new Product(ground, 'before', before, settings)]),
    ...PEERS.map((name) => new Peer(ground, name, recorded.requests)),
  ]
  for (const way of ways) if (way !== product) await way.prepare()
  return playRounds(ground, { ways, only, spans, mostRounds, end, say })
}

async function recordedBy(product: Product): Promise<RecordedCase> {
  say('正在走一件标准件，作为各方照办的样子…')
  const running = await product.start()
  try {
    return await recordStandardCase(product)
  } finally {
    await running.stop()
  }
}

/** `load`: of the machine before anything of ours was started. */
function tell(measured: Rounds, load: readonly number[], begun: number): void {
  const figures = measured.series.map(figuresOf)
  const goals = goalsOf(measured)
  const { failures, commitMs } = measured
  process.stdout.write(`${tableOf(figures)}\n\n${goalsTold(goals)}\n`)
  for (const failure of failures) process.stdout.write(`没有测成：${failure}\n`)
  const machine = {
    processors: cpus().length,
    model: cpus()[0]?.model ?? '',
    memoryGb: Math.round(totalmem() / 2 ** 30),
    loadBefore: load.map((one) => rounded(one, 2)),
  }
  const seconds = Math.round((performance.now() - begun) / 1_000)
  const own = commitMs.map((one) => rounded(one, 2))
  const settings = { ...wanted.settings, shards: wanted.shards }
  process.stdout.write(
    `${JSON.stringify({ machine, settings, seconds, figures, ownCommitMs: own, goals, failures })}\n`,
  )
}

function giveUp(keep: boolean, code: number): void {
  givenUp = true
  void stop(keep).then(() => process.exit(code))
}

/** `keep`: leaves data and logs, and says where. */
async function stop(keep: boolean): Promise<void> {
  await ground.stop(keep)
  if (keep) say(`数据与日志留在 ${ground.folder}`)
}

function fail(error: unknown): never {
  if (!(error instanceof StackError)) failWith('测量', error)
  say(error.message)
  process.exit(1)
}

function askedFor(): Asked {
  try {
    return asked(process.argv.slice(2))
  } catch (error) {
    say(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`)
    process.exit(2)
  }
}
