/**
 * `npm test`: sets up what the tests need, then checks format, dead code, types and lint, then runs every test. Last
 * line: `N passed, N failed`.
 */
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { JsonTestResults } from 'vitest/node'
import type { Held } from '../test/fixtures/held.ts'
import { PROJECTS } from '../test/projects.ts'
import { setUpTimeSkippingServer } from '../test/servers/time-skipping-server.ts'
import { browser } from './stack/browser.ts'
import { buildPage } from './stack/build-page.ts'
import { cacheDir } from './stack/cache.ts'
import { temporalCli } from './stack/temporal-cli.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const bin = join(root, 'node_modules', '.bin')
/** Programs are started hundreds of times: what Node has compiled once it need not again, a quarter of a start. */
const compiled = join(cacheDir, 'compiled')
/** Characters of a failed test's message that are said again. */
const LONGEST_COMPLAINT = 1_500
const say = (text: string) => void process.stdout.write(`${text}\n`)

interface Results {
  readonly passed: number
  readonly failed: number
  /** Of each passed test of a desk in a real browser. */
  readonly browsed: readonly Held[]
}

/** Run beside all others and each other, each its projects one after the other; what kills servers mostly waits. */
const BESIDE: readonly (readonly string[])[] = [
  ['resilience', 'push', 'browser'],
  ['skipping', 'replay', 'projection'],
]

/** Whatever tests leave behind goes when they have ended; what is still held then says nothing of them. */
const temporary = mkdtempSync(join(tmpdir(), 'seven-ones-'))
process.once('exit', () => {
  try {
    rmSync(temporary, { recursive: true, force: true, maxRetries: 3 })
  } catch {}
})
let failedChecks = 0
/** What failed, said again at the end: whoever reads only the last lines of a long run shall know it. */
const complaints: string[] = []

await check('准备 Temporal', () => temporalCli(say))
await check('准备 Temporal 测试服务器', () => setUpTimeSkippingServer(say))
await check('准备浏览器', () => browser(say))
await check('构建页面', () => buildPage(say))
await check('格式', () => run('oxfmt', ['--check', '.']))
await check('无用代码', () => run('knip', ['--no-progress']))
await check('类型', () => run('tsc', ['--noEmit']))
await check('页面的类型', () => run('tsc', ['--noEmit', '-p', 'web']))
await check('代码规范', () => run('oxlint', ['--type-aware', '--deny-warnings']))
const tests = await allTests(process.argv.slice(2))

const failed = failedChecks + tests.failed
for (const complaint of complaints) say(complaint)
if (tests.browsed.length > 0) say(browsedWords(tests.browsed))
say(`${tests.passed} passed, ${failed} failed`)
process.exitCode = failed > 0 || tests.passed === 0 ? 1 : 0

/** One short line for each check; one that fails says why, and the others still run. */
async function check(name: string, work: () => Promise<unknown>): Promise<void> {
  const started = Date.now()
  try {
    await work()
    say(`✓ ${name}（${((Date.now() - started) / 1000).toFixed(1)} 秒）`)
  } catch (error) {
    failedChecks += 1
    complain(`✗ ${name}：${error instanceof Error ? error.message : String(error)}`)
  }
}

function complain(text: string): void {
  complaints.push(text)
  say(text)
}

/** Both cores of a small machine have work to the end. What is named on the command line runs by itself. */
async function allTests(named: string[]): Promise<Results> {
  if (named.length > 0) return runTests(named)
  const others = PROJECTS.map(({ test }) => test.name).filter((name) => !BESIDE.flat().includes(name))
  return sum(await Promise.all([...BESIDE, others].map(oneAfterTheOther)))
}

async function oneAfterTheOther(projects: readonly string[]): Promise<Results> {
  const results: Results[] = []
  for (const project of projects) results.push(await runTests(['--project', project]))
  return sum(results)
}

function sum(results: readonly Results[]): Results {
  return {
    passed: results.reduce((all, { passed }) => all + passed, 0),
    failed: results.reduce((all, { failed }) => all + failed, 0),
    browsed: results.flatMap(({ browsed }) => browsed),
  }
}

/** How much of the desks was held, in one line. */
function browsedWords(browsed: readonly Held[]): string {
  const all = (what: keyof Held) => [...new Set(browsed.flatMap((held) => held[what] ?? []))]
  const [desks, states] = [all('keyboard'), all('states')]
  const count = (theme: string) => states.filter((state) => state.startsWith(`${theme} `)).length
  return (
    `浏览器测试 ${browsed.length} 项通过；只用键盘办成主要工作的办理台 ${desks.length} 个（${desks.toSorted().join('、')}）；` +
    `axe 没有严重问题的页面状态 ${states.length} 种（浅色 ${count('light')}，深色 ${count('dark')}）`
  )
}

/**
 * Failed are failed tests, files that failed without one (they could not be loaded, or a hook threw), and errors that
 * no test owns.
 */
async function runTests(filters: readonly string[]): Promise<Results> {
  const folder = mkdtempSync(join(temporary, 'results-'))
  const file = join(folder, 'results.json')
  try {
    const problem = await run('vitest', [
      'run',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${file}`,
      ...filters,
    ]).then(
      () => undefined,
      (error: Error) => error.message,
    )
    const { numPassedTests, numFailedTests, testResults } = JSON.parse(readFileSync(file, 'utf8')) as JsonTestResults
    for (const { name, assertionResults } of testResults)
      for (const { status, fullName, failureMessages } of assertionResults)
        if (status === 'failed')
          complain(
            `✗ ${relative(root, name)} › ${fullName}：${(failureMessages ?? []).join('\n').slice(0, LONGEST_COMPLAINT)}`,
          )
    const brokenFiles = testResults.filter(
      (result) => result.status === 'failed' && !result.assertionResults.some(({ status }) => status === 'failed'),
    )
    for (const { name, message } of brokenFiles) complain(`✗ ${relative(root, name)}：${message}`)
    const failed = numFailedTests + brokenFiles.length
    if (failed === 0 && problem !== undefined) complain(`✗ 测试：${problem}`)
    const browsed = testResults
      .filter(({ name }) => relative(root, name).startsWith(join('test', 'browser')))
      .flatMap(({ assertionResults }) => assertionResults)
      .filter(({ status }) => status === 'passed')
      .map(({ meta }) => meta.held ?? {})
    return { passed: numPassedTests, failed: failed === 0 && problem !== undefined ? 1 : failed, browsed }
  } catch (error) {
    complain(`✗ 测试没有给出结果：${error instanceof Error ? error.message : String(error)}`)
    return { passed: 0, failed: 1, browsed: [] }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** A program from node_modules, with Node 24 first on its PATH; rejects where it does not end well. */
function run(program: string, args: string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(join(bin, program), args, {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: {
        NODE_COMPILE_CACHE: compiled,
        ...process.env,
        TMPDIR: temporary,
        PATH: `${bin}${delimiter}${process.env['PATH'] ?? ''}`,
      },
    })
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal))
    child.once('error', reject)
    child.once('exit', (code, signal) =>
      code === 0 ? resolve() : reject(new Error(`${program} ${signal ?? `退出码 ${code}`}`)),
    )
  })
}
