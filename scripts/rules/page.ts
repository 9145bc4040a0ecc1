import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { citedIn } from './cites.ts'
import { RULES } from '../../domain/rules.ts'
import { HELD_BY_TESTS, RULE_IDS } from './rules.ts'
import type { RuleId } from './rules.ts'
import { rulesOf, titlesOf } from './titles.ts'
import type { Title } from './titles.ts'

/** What runs, and by what it is configured; scripts are tools and demonstrations. */
const CODE = ['activities', 'api', 'config', 'db', 'domain', 'push', 'temporal', 'workflows'] as const

export interface Held {
  readonly files: readonly string[]
  readonly tests: readonly Title[]
}

/** Where each rule lives and which tests hold it. */
export function rulesHeld(root: string): ReadonlyMap<RuleId, Held> {
  const code = CODE.flatMap((folder) => filesIn(root, folder))
    .filter((file) => /\.(ts|json)$/.test(file))
    .map((file) => [file, citedIn(read(root, file))] as const)
  const tests = filesIn(root, 'test')
    .filter((file) => file.endsWith('.test.ts'))
    .flatMap((file) => titlesOf(file, read(root, file)))
  return new Map(
    RULE_IDS.map((id) => [
      id,
      {
        files: code.filter(([, cited]) => cited.includes(id)).map(([file]) => file),
        tests: tests.filter((test) => rulesOf(test).includes(id)),
      },
    ]),
  )
}

/** Rules that must have a test and have none. */
export function unheld(held: ReadonlyMap<RuleId, Held>): readonly RuleId[] {
  return HELD_BY_TESTS.filter((id) => held.get(id)?.tests.length === 0)
}

/** `docs/rules.md`. */
export function rulesPage(held: ReadonlyMap<RuleId, Held>): string {
  const lines = [
    ...head(),
    ...[...held].map(([id, each]) => row(id, each)),
    '',
    '## 哪些测试守着它',
    ...[...held].flatMap(([id, { tests }]) => section(id, tests)),
  ]
  return `${lines.join('\n')}\n`
}

function head(): readonly string[] {
  return [
    '# 规则',
    '',
    '*The rules, where each lives and which tests hold it: made by `node scripts/rules-page.ts` ' +
      "from the code's own citations and the tests' own titles; do not edit. A test keeps it true.*",
    '',
    '“在哪里”：注释或 `rule` 字段引用该规则的源文件与配置（测试与 `scripts/` 除外）。“测试”：标题或所在分组的标题写明该规则的测试，点开见下；',
    '`it.each` 算一条；跳过、待写、已知不过的不算；跨五条及以上的区间（如 R-01…R-26）不指明哪一条，不算。⁺ 为本系统所加，方案原文没有。',
    '',
    '| 规则 | 内容 | 在哪里 | 测试 |',
    '| --- | --- | --- | --- |',
  ]
}

function row(id: RuleId, held: Held): string {
  const { files, tests } = held
  const places = files.map((file) => `[${file}](../${file})`).join('<br/>')
  const link = tests.length === 0 ? '—' : `[${tests.length}](#${id.toLowerCase()})`
  return `| ${id} | ${RULES[id]} | ${places === '' ? '—' : places} | ${link} |`
}

function section(id: RuleId, tests: readonly Title[]): readonly string[] {
  if (tests.length === 0) return []
  const files = [...new Set(tests.map(({ file }) => file))]
  return [
    '',
    `### ${id}`,
    '',
    ...files.flatMap((file) => [
      `- [${file}](../${file})`,
      ...tests.filter((test) => test.file === file).map((test) => `  - ${wordsOf(test)}`),
    ]),
  ]
}

/** As vitest says it, and safe in Markdown. */
function wordsOf({ groups, title }: Title): string {
  return [...groups, title].join(' › ').replaceAll(/[\\`*_<>[\]|]/g, '\\$&')
}

function filesIn(root: string, folder: string): readonly string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length).replaceAll('\\', '/'))
    .toSorted()
}

function read(root: string, file: string): string {
  return readFileSync(join(root, file), 'utf8')
}
