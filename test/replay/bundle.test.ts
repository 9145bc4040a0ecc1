import {
  chmodSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { EnvironmentError } from '../../environment.ts'
import { dataConverter } from '../../temporal/data-converter.ts'
import { BUNDLED_FROM, digestOf, workflowCode } from '../../temporal/workflow-code.ts'
import { CALENDARS } from '../fixtures/calendars.ts'
import { recordingsKeyring } from './recording.ts'
import { bundle } from './replay.ts'

const WORKFLOWS = fileURLToPath(new URL('../../workflows', import.meta.url))
const MEGABYTE = 1024 * 1024
/**
 * Without its source map: the rules of the whole plan are 0.7 MB, and all else is Temporal's: which packages, is said
 * exactly.
 */
const LARGEST = 1.5 * MEGABYTE
const PACKAGES = ['@temporalio/common', '@temporalio/workflow', 'long', 'ms', 'nexus-rpc']
const FROM = new RegExp(`/(${BUNDLED_FROM.join('|')})/[^/]`)
let code: string

beforeAll(async () => {
  code = (await bundle(recordingsKeyring())).code
})

/**
 * The files that the bundle was made of, from its source map, by path from the top of the repository or of
 * `node_modules`.
 */
function sourcesOf(bundled: string): readonly string[] {
  const [, map = ''] =
    /sourceMappingURL=data:application\/json;charset=utf-8;base64,([A-Za-z0-9+/=]+)/.exec(bundled) ?? []
  const { sources } = JSON.parse(Buffer.from(map, 'base64').toString('utf8')) as { sources: string[] }
  return sources.map((source) => decodeURIComponent(source))
}

describe('the workflow bundle', () => {
  it('R-36: no zod, no database, no API, no calendar and nothing of Node: an upgrade of any cannot change a replay', () => {
    const sources = sourcesOf(code)
    expect(sources.some((source) => source.endsWith('/workflows/application/workflow.ts'))).toBe(true)
    const packages = sources.flatMap((source) => source.match(/node_modules\/(@[^/]+\/[^/]+|[^/]+)/)?.[1] ?? [])
    expect([...new Set(packages)].sort()).toEqual(PACKAGES)
    const ours = sources.filter((source) => !source.includes('node_modules') && /\.(ts|json)$/.test(source))
    expect(ours.filter((source) => !FROM.test(source) || source.endsWith('.schema.ts'))).toEqual([])
    // Due times are computed over the days that a case carries: a new calendar cannot reach a replay. The
    // arithmetic is versioned, by a test of its own.
    expect(ours.filter((source) => source.endsWith('/domain/clocks/due-times.ts'))).toHaveLength(1)
    expect([...CALENDARS.china.holidays, ...CALENDARS.china.makeUpDays].filter((day) => code.includes(day))).toEqual([])
    expect(code).not.toMatch(/require\(["']node:|external "node:|from ["']node:/)
  })

  it('stays small, for each worker keeps it in memory', ({ annotate }) => {
    const withoutMap = code.replace(/\/\/# sourceMappingURL=.*/, '').length
    void annotate(
      `bundle ${(code.length / MEGABYTE).toFixed(2)} MB with its source map, ` +
        `${(withoutMap / MEGABYTE).toFixed(2)} MB without`,
    )
    process.stdout.write(`workflow bundle: ${code.length} bytes with its source map, ${withoutMap} without\n`)
    expect(withoutMap).toBeLessThan(LARGEST)
  })

  it('is one module as Node runs it, loaded once for all cases of a worker', () => {
    // Helpers by which an older JavaScript would spread an object, and modules that take each other's exports.
    expect(code).not.toMatch(
      /_object_spread|_object_without_properties|workflows_application_core_\w+__WEBPACK_IMPORTED/,
    )
    const [, preloaded = ''] = /exports\.preloadModules = function preloadModules\(\) \{([^}]*)\}/.exec(code) ?? []
    expect(preloaded).toContain('/workflows/all.ts')
  })
})

function temporary(): string {
  const folder = mkdtempSync(join(tmpdir(), 'seven-ones-code-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

describe('WORKFLOW_CODE_DIR', () => {
  const converter = dataConverter(recordingsKeyring())

  it('keeps what was bundled, for its owner alone, and gives it to whoever comes next', async () => {
    const dir = join(temporary(), 'code')
    const [first, second] = [
      await workflowCode({ converter, use: 'replay', dir }),
      await workflowCode({ converter, use: 'replay', dir }),
    ]
    expect(second).toEqual(first)
    const [file = '', ...others] = globSync('*', { cwd: dir }).map((name) => join(dir, name))
    expect([others, statSync(dir).mode & 0o777, statSync(file).mode & 0o777]).toEqual([[], 0o700, 0o600])
    writeFileSync(file, 'kept')
    expect(await workflowCode({ converter, use: 'replay', dir })).toEqual({ code: 'kept' })
  })

  it('is refused where others could write into it: they would run in every worker', async () => {
    const dir = temporary()
    chmodSync(dir, 0o777)
    await expect(workflowCode({ converter, use: 'live', dir })).rejects.toThrow(EnvironmentError)
    await expect(workflowCode({ converter, use: 'live', dir: '/proc/code' })).rejects.toThrow(/WORKFLOW_CODE_DIR/)
  })

  it('another source, another name of one, or other packages are another digest', () => {
    const top = temporary()
    const write = (file: string, text: string) => {
      mkdirSync(join(top, file, '..'), { recursive: true })
      writeFileSync(join(top, file), text)
      return digestOf(top)
    }
    const digests = [
      write('node_modules/.package-lock.json', '{}'),
      ...BUNDLED_FROM.map((folder) => write(`${folder}/deep/a.ts`, 'a')),
      write('domain/deep/a.ts', 'b'),
      write('domain/deep/b.ts', 'a'),
      write('node_modules/.package-lock.json', '{"packages":{}}'),
    ]
    expect(new Set(digests).size).toBe(digests.length)
    expect(digestOf(top)).toBe(digests.at(-1))
  })
})

describe('module state', () => {
  const files = readdirSync(WORKFLOWS, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'))

  it.each(files)('R-36: %s has no top-level variable, collection or array that could change', (file) => {
    expect(mutableState(readFileSync(join(WORKFLOWS, file), 'utf8'))).toEqual([])
  })

  it('R-36: nor has anything else of ours that all cases of a worker share', () => {
    const ours = sourcesOf(code).filter((source) => !source.includes('node_modules') && FROM.test(source))
    const shared = ours.filter((source) => source.endsWith('.ts'))
    expect(shared.length).toBeGreaterThan(files.length)
    expect(
      shared.map((file) => [file, mutableState(readFileSync(file, 'utf8'))]).filter(([, found]) => found?.length),
    ).toEqual([])
  })

  it('the check finds what it is for', () => {
    const bad = [
      'let count = 0',
      'export var x = 1',
      'const seen = new Map<string, number>()',
      'export const all: string[] = []',
      'const cache: Record<string, number> = {}\nfunction f() { cache["a"] = 1 }',
      'const TABLE = { a: 1 }\nTABLE.a += 2',
      "const C = [\n  'a',\n]",
    ]
    for (const source of bad) expect([source, mutableState(source).length]).toEqual([source, 1])
    const good = [
      "const A: readonly string[] = ['a']",
      'const B = [1] as const',
      "const C = [\n  'a',\n] as const satisfies readonly string[]",
      'const SET: ReadonlySet<string> = new Set()',
      'const TABLE = { a: 1 }\nconst b = TABLE.a === 1',
      'function f() {\n  let x = 0\n}',
    ]
    for (const source of good) expect([source, mutableState(source)]).toEqual([source, []])
  })
})

/**
 * Top-level state of a module, by its text: `let` and `var`; collections and arrays that are not declared read-only; a
 * table that something in its file writes to. A table is handed out as a type whose members can be written: that nobody
 * does it elsewhere is what the interleaved cases show.
 */
function mutableState(source: string): readonly string[] {
  const variables = source.match(/^(?:export )?(?:let|var) .*/gm) ?? []
  const constants = [...source.matchAll(/^(?:export )?const (\w+)(?:: ([^=]+?))? = (\[\n(?: .*\n)*\].*|.*)/gm)]
  const collections = constants
    .filter(
      ([line, , type = '', value = '']) =>
        /^(\[|new (Map|Set|WeakMap|WeakSet|Array)\b)/.test(value) &&
        !/\b[Rr]eadonly/.test(type) &&
        !/\] as const( satisfies .*)?$/.test(line),
    )
    .map(([line]) => line)
  const written = constants.filter(([, name = '']) => writes(name).test(source)).map(([line]) => line)
  return [...variables, ...collections, ...written]
}

function writes(name: string): RegExp {
  return new RegExp(
    [
      `\\b${name}(\\.\\w+|\\[[^\\]]*\\])+\\s*([-+*/|&?]{0,2}=(?![=>])|\\+\\+|--)`,
      `\\b${name}\\.(push|pop|shift|unshift|splice|sort|reverse|fill|set|add|delete|clear)\\(`,
      `Object\\.(assign|defineProperty)\\(${name}\\b`,
      `\\bdelete ${name}\\b`,
    ].join('|'),
  )
}
