/** `npm run demo`: drives real applications by HTTP, as each party would. The last line of stdout is a JSON summary. */
import { parseArgs } from 'node:util'
import { environmentOrExit } from '../environment.ts'
import { failWith } from '../lifecycle.ts'
import { pausing } from './demo/pausing.ts'
import { play } from './demo/play.ts'
import type { Summary } from './demo/play.ts'
import type { Scenario } from './demo/scenario.ts'
import { SCENARIOS } from './demo/scenarios.ts'
import { ownStack, runningStack } from './demo/target.ts'
import { StackError } from './stack/program.ts'

const environment = environmentOrExit()
if (environment.AUTH_JWKS_URL !== undefined) usage('演示用内置开发签发方的令牌：请不要设置 AUTH_JWKS_URL。')
const { scenarios, against, pause } = askedFor()
const asked = new AbortController()
const interrupted = new Promise<string>((resolve) => {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      asked.abort()
      resolve('演示已中断。')
    })
  }
})

try {
  const target =
    against === undefined ? await ownStack(environment, asked.signal, pause) : runningStack(against, environment)
  const played = play(scenarios, target, pause ? pausing(target.url) : undefined)
  const outcome = await Promise.race([played, target.broken, interrupted]).catch(reasonOf)
  const ok = typeof outcome !== 'string' && Object.values(outcome).every((summary) => summary.ok)
  if (typeof outcome === 'string') process.stderr.write(`${outcome}\n`)
  await target.stop(!ok && !asked.signal.aborted)
  if (typeof outcome !== 'string') finish(outcome)
  process.exit(ok ? 0 : asked.signal.aborted ? 130 : 1)
} catch (error) {
  if (!(error instanceof StackError)) failWith('演示', error)
  process.stderr.write(`${error.message}\n`)
  process.exit(asked.signal.aborted ? 130 : 1)
}

/** Whatever happens while playing, the stack is stopped. */
function reasonOf(error: unknown): string {
  return `演示无法进行：${error instanceof Error ? (error.stack ?? error.message) : String(error)}`
}

function finish(summaries: Record<string, Summary>): void {
  process.stdout.write(`\n${JSON.stringify({ scenarios: summaries })}\n`)
}

function askedFor(): { scenarios: readonly Scenario[]; against: string | undefined; pause: boolean } {
  try {
    const { values } = parseArgs({
      options: {
        scenario: { type: 'string', default: SCENARIOS[0].name },
        against: { type: 'string' },
        pause: { type: 'boolean', default: false },
      },
    })
    const named = SCENARIOS.filter(({ name }) => values.scenario === 'all' || name === values.scenario)
    if (named.length === 0)
      throw new Error(`没有场景 ${values.scenario}；有：${SCENARIOS.map(({ name }) => name).join('、')}、all`)
    if (values.against !== undefined && !/^https?:\/\//.test(values.against))
      throw new Error(`--against 应为网址，例如 http://127.0.0.1:7100`)
    return { scenarios: named, against: values.against, pause: values.pause }
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error)
    return usage(`${said}\n用法：npm run demo -- [--scenario 名称|all] [--against 网址] [--pause]`)
  }
}

function usage(sentence: string): never {
  process.stderr.write(`${sentence}\n`)
  process.exit(2)
}
