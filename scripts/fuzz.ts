/**
 * `npm run fuzz -- --minutes N --seed S`: Schemathesis against the API's own OpenAPI document, each role on cases of
 * its own, on a stack of its own. The last line of stdout is a JSON summary.
 */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { loadCities } from '../config/load-cities.ts'
import { environmentOrExit } from '../environment.ts'
import type { Environment } from '../environment.ts'
import { failWith } from '../lifecycle.ts'
import { ownStack, tokensOf } from './demo/target.ts'
import { fuzz } from './fuzz/run.ts'
import { schemathesis } from './fuzz/schemathesis.ts'
import { isWell, reportOf, tell } from './fuzz/tell.ts'
import { StackError } from './stack/program.ts'

const CITY = 'chibi'
const USAGE = '用法：npm run fuzz -- [--minutes 5] [--seed 1]'
/** A server of somebody's own is never fuzzed. */
const NOT_OURS = ['DATABASE_URL', 'TEMPORAL_ADDRESS', 'PAYLOAD_KEYS', 'AUTH_JWKS_URL'] as const

const environment = ourOwn(environmentOrExit())
const { minutes, seed } = askedFor()
const say = (text: string) => void process.stderr.write(`${text}\n`)
const asked = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => asked.abort())

const python = await schemathesis(say, asked.signal).catch((error: unknown) => {
  if (!(error instanceof StackError)) failWith('模糊测试', error)
  say(error.message)
  process.exit(2)
})
const folder = mkdtempSync(join(tmpdir(), 'seven-ones-fuzz-'))
chmodSync(folder, 0o700)
const started = Date.now()
let well = false
try {
  const target = await ownStack(environment, asked.signal)
  try {
    const city = loadCities().get(CITY)?.city
    if (city === undefined) throw new Error(`没有城市 ${CITY}`)
    const tokenOf = await tokensOf(target.environment, CITY)
    const { signal } = asked
    const all = await Promise.race([
      fuzz({ python, url: target.url, city, tokenOf, folder, minutes, seed, say, signal }),
      target.broken.then((sentence) => Promise.reject(new StackError(sentence))),
    ])
    const report = reportOf(seed, Math.round((Date.now() - started) / 1000), all)
    well = isWell(report)
    tell(report, all)
  } finally {
    await target.stop(!well && !asked.signal.aborted)
  }
} catch (error) {
  if (asked.signal.aborted) say('模糊测试已中断。')
  else if (error instanceof StackError) say(error.message)
  else failWith('模糊测试', error)
}
if (well || asked.signal.aborted) rmSync(folder, { recursive: true, force: true })
else say(`每个角色的报告与日志留在 ${folder}`)
process.exit(asked.signal.aborted ? 130 : well ? 0 : 1)

/** Nothing is pushed, and the limiter is not what is tested. */
function ourOwn(given: Environment): Environment {
  const set = NOT_OURS.filter((name) => given[name] !== undefined)
  if (set.length > 0) usage(`模糊测试自起一套，不碰别的：请不要设置 ${set.join('、')}。`)
  return {
    ...given,
    PUSH: 'off',
    LOG_LEVEL: 'warn',
    LIMIT_ACCOUNT: 'off',
    LIMIT_CLIENT: 'off',
    LIMIT_ACCOUNT_DAY: 'off',
    LIMIT_CLIENT_DAY: 'off',
    LIMIT_ADDRESS: 'off',
    LIMIT_OPEN_INDIVIDUAL: 'off',
    LIMIT_OPEN_ENTERPRISE: 'off',
  }
}

function askedFor(): { minutes: number; seed: number } {
  try {
    const text = { type: 'string' } as const
    const { values } = parseArgs({ options: { minutes: { ...text, default: '5' }, seed: { ...text, default: '1' } } })
    const [given, number] = [Number(values.minutes), Number(values.seed)]
    if (!(given > 0 && given <= 240)) throw new Error('--minutes 应大于 0，至多 240')
    if (!Number.isInteger(number) || number < 0 || number > 1_000_000)
      throw new Error('--seed 应为 0 到 1000000 的整数')
    return { minutes: given, seed: number }
  } catch (error) {
    return usage(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`)
  }
}

function usage(sentence: string): never {
  process.stderr.write(`${sentence}\n`)
  process.exit(2)
}
