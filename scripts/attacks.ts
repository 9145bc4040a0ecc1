/**
 * `npm run attacks -- [--checkout FOLDER] [--only door|flood] [--requests 10000] [--acts 120]`: what the `temporal`
 * command line and a flood do to a stack of its own, of this checkout or of another one with its packages. The last
 * line of stdout is JSON.
 */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { failWith } from '../lifecycle.ts'
import { floodWhileWorking } from './attacks/flood.ts'
import type { Flooded, Worked } from './attacks/flood.ts'
import { attackTemporal } from './attacks/temporals-door.ts'
import type { Attacked } from './attacks/temporals-door.ts'
import { Victim } from './attacks/victim.ts'
import { StackError } from './stack/program.ts'
import { temporalCli } from './stack/temporal-cli.ts'

const PARTS = ['door', 'flood'] as const
const say = (text: string) => void process.stderr.write(`${text}\n`)
const { checkout, only, requests, acts } = askedFor()
const asked = new AbortController()
let victim: Victim | undefined
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => {
    asked.abort()
    // While it is being started, that is given up.
    void victim?.stop().then(() => process.exit(130))
  })
}

try {
  const cli = await temporalCli(say, asked.signal)
  say(`正在启动 ${checkout} 的整套系统…`)
  victim = await Victim.start(checkout, cli, asked.signal)
  say(`已启动，正在攻击${only === undefined ? '' : `（只有 ${only}）`}…`)
  const door = only === 'flood' ? [] : await attackTemporal(victim)
  const flood = only === 'door' ? undefined : await floodWhileWorking(victim, requests, acts)
  await victim.stop()
  tellOfDoor(door)
  if (flood !== undefined) tellOfFlood(flood)
  process.stdout.write(`${JSON.stringify({ checkout, ...release(), requests, door, flood })}\n`)
  process.exit(0)
} catch (error) {
  await victim?.stop()
  if (asked.signal.aborted) process.exit(130)
  if (!(error instanceof StackError)) failWith('攻击演练', error)
  say(error.message)
  process.exit(1)
}

function release(): { version: string; commit: string } {
  const { version } = JSON.parse(readFileSync(join(checkout, 'package.json'), 'utf8')) as { version: string }
  const commit = execFileSync('git', ['-C', checkout, 'rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim()
  return { version, commit }
}

function tellOfDoor(door: readonly Attacked[]): void {
  for (const { attack, became, goesOn } of door)
    process.stdout.write(
      `${attack} → ${became}${goesOn === null ? '' : goesOn ? '；该件照常办理' : '；该件从此办不了'}\n`,
    )
}

function tellOfFlood(flood: Flooded): void {
  const worked = ({ acts: all, taken, p50Ms, p99Ms, worstMs }: Worked) =>
    `${taken}/${all} 次办成，p50 ${p50Ms} ms，p99 ${p99Ms} ms，最长 ${worstMs} ms`
  process.stdout.write(
    `另一家照常办理：平时 ${worked(flood.undisturbed)}；洪水中（每秒 ${flood.requestsASecond} 个请求）${worked(flood.during)}\n` +
      `其查阅记录丢 ${flood.entriesLost} 条；洪水留下 ${flood.rowsOfFlood} 行；` +
      `无令牌的得到 ${JSON.stringify(flood.withoutToken)}，一个系统的得到 ${JSON.stringify(flood.oneClient)}\n`,
  )
}

interface Asked {
  readonly checkout: string
  /** Both where it is not said. */
  readonly only: (typeof PARTS)[number] | undefined
  readonly requests: number
  readonly acts: number
}

function askedFor(): Asked {
  try {
    const { values } = parseArgs({
      options: {
        checkout: { type: 'string', default: fileURLToPath(new URL('..', import.meta.url)) },
        only: { type: 'string' },
        requests: { type: 'string', default: '10000' },
        acts: { type: 'string', default: '120' },
      },
    })
    const only = PARTS.find((part) => part === values.only)
    if (values.only !== only) throw new Error('--only 应为 door 或 flood')
    const [count, work] = [Number(values.requests), Number(values.acts)]
    for (const [name, number] of [
      ['--requests', count],
      ['--acts', work],
    ] as const)
      if (!Number.isInteger(number) || number < 1 || number > 1_000_000)
        throw new Error(`${name} 应为 1 到 1000000 的整数`)
    return { checkout: resolve(values.checkout), only, requests: count, acts: work }
  } catch (error) {
    say(`${error instanceof Error ? error.message : String(error)}`)
    say('用法：npm run attacks -- [--checkout 目录] [--only door|flood] [--requests 10000] [--acts 120]')
    process.exit(2)
  }
}
