/**
 * `npm run screenshots`: the desks as PNG into docs/screenshots, desk and telephone, light and dark; `-- --against URL`
 * looks at a stack that runs already.
 */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { environmentOrExit } from '../environment.ts'
import { failWith } from '../lifecycle.ts'
import { Client } from './demo/client.ts'
import { ownStack, runningStack, tokensOf } from './demo/target.ts'
import { makeCases } from './screenshots/cases.ts'
import { takeAll } from './screenshots/take.ts'
import { browser } from './stack/browser.ts'
import { buildPage } from './stack/build-page.ts'

const say = (text: string) => void process.stderr.write(`${text}\n`)
const folder = fileURLToPath(new URL('../docs/screenshots', import.meta.url))
const { values } = parseArgs({ options: { against: { type: 'string' }, only: { type: 'string', default: '' } } })

try {
  const environment = environmentOrExit()
  await buildPage(say)
  const found = await browser(say)
  const stopped = new AbortController()
  const target =
    values.against === undefined
      ? await ownStack(environment, stopped.signal, true)
      : runningStack(values.against, environment)
  try {
    mkdirSync(folder, { recursive: true })
    const client = new Client(target.url, await tokensOf(target.environment, 'chibi'))
    say('正在准备办件…')
    const cases = await makeCases(client)
    const names = await takeAll(
      { url: target.url, browser: found, cases, environment: target.environment, only: values.only },
      (name) => join(folder, `${name}.png`),
    )
    say(`${names.length} 张：${names.join('、')}`)
  } finally {
    await target.stop(false)
  }
  process.exit(0)
} catch (error) {
  failWith('截图', error)
}
