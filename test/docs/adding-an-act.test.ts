import { execFile } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const top = fileURLToPath(new URL('../../', import.meta.url))
const page = readFileSync(`${top}/docs/adding-an-act.md`, 'utf8')

interface Step {
  readonly file: string
  readonly anchor: string
  readonly where: '之前' | '之后'
  readonly code: string
}

/** What the page says: where each block of code goes. */
const steps: readonly Step[] = [
  ...page.matchAll(/^`([^`]+)`，加在 `([^`]+)` (之前|之后)：\n\n```ts\n([\s\S]*?)^```$/gm),
].map(([, file = '', anchor = '', where, code = '']) => ({ file, anchor, where: where as Step['where'], code }))

/** A tree with the block in it; throws where the line that the page names is not there, or not once. */
function follow(tree: string, { file, anchor, where, code }: Step): void {
  const lines = readFileSync(join(tree, file), 'utf8').split('\n')
  const at = lines.indexOf(anchor)
  if (at < 0 || lines.indexOf(anchor, at + 1) >= 0) throw new Error(`${file} has not one line ${anchor}`)
  lines.splice(where === '之前' ? at : at + 1, 0, ...code.trimEnd().split('\n'))
  writeFileSync(join(tree, file), lines.join('\n'))
}

const run = promisify(execFile)
const MINUTES = 60_000
/** For a run of tests within a test. */
const OF_NO_TEST = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('VITEST')))

describe('docs/adding-an-act.md', () => {
  const tree = mkdtempSync(join(tmpdir(), 'adding-an-act-'))
  const node = (program: string, args: readonly string[]) =>
    run(process.execPath, [join(top, 'node_modules', program), ...args], { cwd: tree, env: OF_NO_TEST }).then(
      () => '',
      (error: { stdout?: string; stderr?: string }) => `${error.stdout ?? ''}${error.stderr ?? ''}`,
    )

  beforeAll(async () => {
    const left = /^(node_modules|\.git|\.data|\.cache|docs\/upstream|test\/replay\/recordings)$/
    cpSync(top, tree, { recursive: true, filter: (path) => !left.test(relative(top, path)) })
    symlinkSync(join(top, 'node_modules'), join(tree, 'node_modules'))
    for (const step of steps) follow(tree, step)
    // As the page tells last: the case looks at the new act's body by its shape.
    await run(process.execPath, ['--disable-warning=ExperimentalWarning', 'scripts/act-shapes.ts'], { cwd: tree })
    expect(await node('oxfmt/bin/oxfmt', ['domain'])).toBe('')
    writeFileSync(
      join(tree, 'tsconfig.json'),
      readFileSync(join(top, 'tsconfig.json'), 'utf8').replace(
        '"include": ["**/*.ts"]',
        '"include": ["*.ts", "api", "db", "push", "scripts", "workflows", "test/state"]',
      ),
    )
  }, 2 * MINUTES)
  afterAll(() => {
    rmSync(tree, { recursive: true })
  })

  it('changes four files of the product', () => {
    const product = new Set(steps.map(({ file }) => file).filter((file) => !/^(test|scripts)\//.test(file)))
    expect([...product]).toEqual([
      'domain/act/act.ts',
      'domain/case/event.ts',
      'domain/works/works.schema.ts',
      'workflows/application/core/works.ts',
    ])
    expect(steps).toHaveLength(10)
  })

  it('leaves a tree that compiles', { timeout: 5 * MINUTES }, async () => {
    expect(await node('typescript/bin/tsc', ['--noEmit'])).toBe('')
  })

  it('keeps the boundaries, and the tests of the subject pass', { timeout: 5 * MINUTES }, async () => {
    const files = [
      'test/domain-boundaries',
      'test/state/refusals.test.ts',
      'test/state/may-do.test.ts',
      'test/state/works',
    ]
    expect(await node('vitest/vitest.mjs', ['run', '--project', 'pure', ...files])).toBe('')
  })
})
