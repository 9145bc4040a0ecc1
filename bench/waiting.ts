/**
 * `node bench/waiting.ts --cases 10000`: whether waiting is free, and what happens when all that wait are due at once.
 * Two systems beside each other on the real temporal-server: one with no other case, one where so many wait for a
 * clock. The last line of stdout is JSON.
 */
import { cpus, loadavg } from 'node:os'
import { performance } from 'node:perf_hooks'
import { parseArgs } from 'node:util'
import { failWith } from '../lifecycle.ts'
import { StackError } from '../scripts/stack/program.ts'
import { countOf } from './asked.ts'
import { rounded } from './statistics.ts'
import { temporalServerPrograms } from './temporal-server.ts'
import { actFigures, atRest, noRounds, playRound } from './waiting/acts.ts'
import { burst } from './waiting/burst.ts'
import { afternoonOf, BURST, burstCity } from './waiting/city.ts'
import { replayAndRebuild } from './waiting/histories.ts'
import { cachedMemory, memoryOf } from './waiting/memory.ts'
import { register } from './waiting/register.ts'
import { Side } from './waiting/side.ts'

const MOST_RATIO = 1.1
const MINUTE_MS = 60_000
/** Restart, measuring memory and rest. */
const BESIDES_MS = 75_000
const SLOWER = 1.5
const BEFORE_DUE_MS = 20_000
/** Of those that wait, so many are replayed, with all that were played beside them. */
const REPLAYED = 400

const say = (text: string) => void process.stderr.write(`${text}\n`)
const wanted = askedFor()
const [empty, waiting] = [new Side('empty'), new Side('waiting')]
let givenUp = false
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.once(signal, () => {
    givenUp = true
    void stop(false).then(() => process.exit(130))
  })

try {
  const figures = await measure()
  await stop(false)
  process.stdout.write(`${JSON.stringify(figures)}\n`)
  process.exit(0)
} catch (error) {
  // What fails because it was ended is no news.
  if (givenUp) await new Promise(() => {})
  await stop(true)
  if (!(error instanceof StackError)) failWith('测量', error)
  say(error.message)
  process.exit(1)
}

async function measure() {
  const [begun, load] = [performance.now(), loadavg()]
  const programs = await temporalServerPrograms(say)
  say('正在启动两套 temporal-server 与 PostgreSQL…')
  for (const side of [empty, waiting]) await side.up(programs)
  const { due, memory, numbers, rate } = await fill()
  const restMs = { empty: await atRest(empty), waiting: await atRest(waiting) }
  say(`空闲时每秒处理器毫秒：${JSON.stringify(restMs)}`)
  const { acts, played } = await playUntil(due)
  const drain = await burst(waiting, numbers.length, due)
  say(`${numbers.length} 个时限同时到期：${JSON.stringify(drain)}`)
  const cached = await cachedMemory(waiting, numbers.slice(0, wanted.cached))
  say(`一件在内存里：${JSON.stringify(cached)}`)
  const histories = await replayAndRebuild(waiting.product, [...played, ...numbers.slice(0, REPLAYED)])
  say(`重放与重建：${JSON.stringify(histories)}`)
  const { p99Ratio } = acts.atOnce.acts
  const { missing, twice, elsewhen } = drain.kept
  return {
    machine: {
      processors: cpus().length,
      model: cpus()[0]?.model ?? '',
      loadBefore: load.map((one) => rounded(one, 2)),
    },
    seconds: Math.round((performance.now() - begun) / 1_000),
    cases: numbers.length,
    registeredASecond: rounded(rate, 1),
    memoryMb: memory,
    restMs,
    acts,
    burst: drain,
    cached,
    histories,
    goals: [
      {
        goal: 'waiting',
        asked: `act p99 <= ${MOST_RATIO} x without`,
        figure: p99Ratio,
        met: (p99Ratio ?? Infinity) <= MOST_RATIO,
      },
      {
        goal: 'burst',
        asked: 'nothing missing, nothing twice',
        figure: missing + twice + elsewhen,
        met: missing + twice + elsewhen === 0,
      },
    ],
  }
}

/** Warms both sides, finds out when all can be registered, and registers them. */
async function fill() {
  const warmed = performance.now()
  await playRound([empty, waiting], noRounds())
  const roundMs = performance.now() - warmed
  const probe = await register(waiting, await waiting.tokens('chibi'), Math.max(24, Math.round(wanted.cases / 50)))
  const registeringMs = (SLOWER * wanted.cases * 1_000 * probe.seconds) / probe.numbers.length
  const playingMs = Math.max(wanted.rounds * roundMs * SLOWER, 3 * MINUTE_MS)
  const due = new Date(Math.ceil((Date.now() + BESIDES_MS + registeringMs + playingMs) / MINUTE_MS) * MINUTE_MS)
  say(`每轮 ${Math.round(roundMs / 1_000)} 秒；全部于 ${due.toISOString()} 到期`)
  await waiting.again({ city: burstCity(due) })
  await empty.again({})
  // Whatever begins anew is cold.
  await playRound([empty, waiting], noRounds())
  const before = await memoryOf(waiting)
  const { numbers, seconds } = await register(waiting, await waiting.tokens(BURST.key), wanted.cases, afternoonOf(due))
  const after = await memoryOf(waiting)
  const rate = numbers.length / seconds
  say(`登记 ${numbers.length} 件，每秒 ${rounded(rate, 1)} 件；内存 ${JSON.stringify({ before, after })}`)
  return { due, numbers, rate, memory: { empty: await memoryOf(empty), before, after } }
}

/** No round begins that would end when all are due. */
async function playUntil(due: Date) {
  const rounds = noRounds()
  for (let round = 0, longest = 0; round < wanted.rounds; round += 1) {
    const begun = Date.now()
    if (begun + longest > due.getTime() - BEFORE_DUE_MS) break
    await playRound([empty, waiting], rounds)
    longest = Math.max(longest, Date.now() - begun)
  }
  const acts = actFigures(rounds)
  say(`办理：${JSON.stringify(acts)}`)
  const cases = Object.values(rounds.waiting).flat(2)
  return { acts, played: cases.map(({ workflowId = '' }) => workflowId) }
}

/** `keep`: leaves data and logs, and says where. */
async function stop(keep: boolean): Promise<void> {
  for (const { ground } of [empty, waiting]) {
    await ground.stop(keep)
    if (keep) say(`数据与日志留在 ${ground.folder}`)
  }
}

function askedFor() {
  try {
    const text = { type: 'string' } as const
    const { values } = parseArgs({
      options: {
        cases: { ...text, default: '10000' },
        rounds: { ...text, default: '7' },
        cached: { ...text, default: '2000' },
      },
    })
    return {
      cases: countOf('--cases', values.cases, 100_000),
      rounds: countOf('--rounds', values.rounds, 100),
      cached: countOf('--cached', values.cached, 10_000),
    }
  } catch (error) {
    say(error instanceof Error ? error.message : String(error))
    say('用法：node bench/waiting.ts [--cases 10000] [--rounds 7] [--cached 2000]')
    process.exit(2)
  }
}
