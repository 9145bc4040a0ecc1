import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const WELL = `export const one = 'one'\n`
const BADLY = `export const one="one";\n`

let clone: string

beforeEach(() => {
  clone = mkdtempSync(join(tmpdir(), 'seven-ones-hooks-'))
  mkdirSync(join(clone, 'scripts'))
  for (const file of ['.githooks', 'scripts/git-hooks.mjs', '.oxfmtrc.json', '.oxlintrc.json', 'tsconfig.json'])
    cpSync(join(ROOT, file), join(clone, file), { recursive: true })
  symlinkSync(join(ROOT, 'node_modules'), join(clone, 'node_modules'))
})
afterEach(() => rmSync(clone, { recursive: true, force: true }))

/** Nobody's settings but the clone's own. */
const env = (more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv => ({
  PATH: process.env['PATH'],
  HOME: clone,
  GIT_CONFIG_NOSYSTEM: '1',
  ...more,
})
const git = (...args: string[]) => spawnSync('git', args, { cwd: clone, env: env(), encoding: 'utf8' })
const prepare = (more: NodeJS.ProcessEnv = {}) =>
  execFileSync(process.execPath, ['scripts/git-hooks.mjs'], { cwd: clone, env: env(more), encoding: 'utf8' })
const hooksPath = () => git('config', '--get', 'core.hooksPath').stdout.trim()

function begin(): void {
  git('init', '-q')
  for (const [name, value] of [
    ['user.name', 'Somebody'],
    ['user.email', 'somebody@example.org'],
  ] as const)
    git('config', name, value)
}

function commit(file: string, text: string): { status: number | null; said: string } {
  writeFileSync(join(clone, file), text)
  git('add', '-f', file)
  const { status, stdout, stderr } = git('commit', '-q', '-m', 'one')
  return { status, said: stdout + stderr }
}

describe('the installation points git at our hooks', () => {
  it('in a clone, and in a worktree of it', () => {
    begin()
    prepare()
    expect(hooksPath()).toBe('.githooks')
    expect(commit('.githooks/pre-commit', '#!/bin/sh\nexit 0\n').status).toBe(0)
    git('worktree', 'add', '-q', 'beside')
    cpSync(join(clone, 'scripts'), join(clone, 'beside/scripts'), { recursive: true })
    git('config', '--unset', 'core.hooksPath')
    execFileSync(process.execPath, ['beside/scripts/git-hooks.mjs'], { cwd: clone, env: env() })
    expect(hooksPath()).toBe('.githooks')
  })

  it('never where somebody has set a path, or has hooks of their own; not in CI', () => {
    begin()
    prepare({ CI: 'true' })
    expect(hooksPath()).toBe('')
    git('config', 'core.hooksPath', 'elsewhere')
    prepare()
    expect(hooksPath()).toBe('elsewhere')
    git('config', '--unset', 'core.hooksPath')
    writeFileSync(join(clone, '.git/hooks/commit-msg'), '#!/bin/sh\n')
    prepare()
    expect(hooksPath()).toBe('')
  })

  it('says nothing outside git, without git, and in a folder of somebody else’s repository', () => {
    expect([prepare(), prepare({ PATH: '/nowhere' })]).toEqual(['', ''])
    begin()
    mkdirSync(join(clone, 'vendored'))
    cpSync(join(clone, 'scripts'), join(clone, 'vendored/scripts'), { recursive: true })
    execFileSync(process.execPath, ['vendored/scripts/git-hooks.mjs'], { cwd: clone, env: env() })
    expect(hooksPath()).toBe('')
  })
})

describe('a commit', () => {
  beforeEach(() => {
    begin()
    prepare()
  })

  it('of what is formatted passes; what is not is refused, and said how to mend', () => {
    expect(commit('one.ts', WELL).status).toBe(0)
    const refused = commit('two.ts', BADLY)
    expect([refused.status, refused.said.includes('npm run format')]).toEqual([1, true])
    expect(refused.said).toContain('two.ts')
  })

  it('of what the linter refuses is refused', () => {
    const refused = commit('one.ts', `export async function one(): Promise<void> {}\none()\n`)
    expect([refused.status, refused.said.includes('no-floating-promises')]).toEqual([1, true])
  })

  it('without code, and in a worktree where nothing is installed, is not held up', () => {
    expect(commit('page.md', 'a page\n').status).toBe(0)
    rmSync(join(clone, 'node_modules'))
    expect(commit('two.ts', BADLY).status).toBe(0)
  })
})
