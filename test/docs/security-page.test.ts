import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const ROOT = new URL('../../', import.meta.url)
const page = readFileSync(new URL('docs/security.md', ROOT), 'utf8')

/** Rows of its tables of points, by the first cell; without heads. */
function rowsOf(markdown: string): readonly (readonly string[])[] {
  return markdown
    .split(/^## /m)
    .filter((section) => section.includes(' | 测试 | '))
    .flatMap((section) => section.split('\n'))
    .filter((line) => line.startsWith('| ') && !line.startsWith('| ---'))
    .map((line) => line.slice(2, -2).split(' | '))
    .filter(([first]) => !['风险', '控制点', '指标'].includes(first ?? ''))
}

/** Tests that are named and are no file. */
function missingOf(markdown: string): readonly string[] {
  const named = [...markdown.matchAll(/`(test\/[^`]+)`/g)].map(([, path = '']) => path)
  return named.filter((path) => !existsSync(fileURLToPath(new URL(path, ROOT))))
}

describe('docs/security.md', () => {
  it('names tests that are there', () => {
    expect(missingOf(page)).toEqual([])
    expect(missingOf('`test/docs/security-page.test.ts` `test/api/nowhere.test.ts`')).toEqual([
      'test/api/nowhere.test.ts',
    ])
  })

  it('has every risk of the OWASP API Security Top 10, in order', () => {
    const risks = rowsOf(page).flatMap(([first = '']) => /^API\d+/.exec(first) ?? [])
    expect(risks).toEqual(Array.from({ length: 10 }, (_, index) => `API${index + 1}`))
  })

  it('gives each point what holds it and its test, or says that nothing does and whose it is', () => {
    expect(rowsOf(page).length).toBeGreaterThan(30)
    for (const [point, ours = '', test = '', operator = '', ...more] of rowsOf(page)) {
      expect([point, more]).toEqual([point, []])
      expect([point, ours.startsWith('未实现'), /`test\/.+\.test\.ts`/.test(test)]).toEqual([
        point,
        test === '—',
        test !== '—',
      ])
      if (test === '—') expect([point, operator]).not.toEqual([point, '—'])
    }
  })
})
