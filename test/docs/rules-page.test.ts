import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { citedIn } from '../../scripts/rules/cites.ts'
import { rulesHeld, rulesPage, unheld } from '../../scripts/rules/page.ts'
import { RULE_IDS, rulesIn } from '../../scripts/rules/rules.ts'
import { rulesOf, titlesOf } from '../../scripts/rules/titles.ts'

const held = rulesHeld(fileURLToPath(new URL('../../', import.meta.url)))

describe('docs/rules.md', () => {
  it('is what `node scripts/rules-page.ts` would make', () => {
    expect(readFileSync(new URL('../../docs/rules.md', import.meta.url), 'utf8')).toBe(rulesPage(held))
  })

  it('shows no rule without a test, of those that must have one', () => {
    expect(unheld(held)).toEqual([])
  })

  it('has every rule, in order', () => {
    expect(RULE_IDS).toEqual(Array.from({ length: 39 }, (_, index) => `R-${String(index + 1).padStart(2, '0')}`))
  })
})

describe('what names a rule', () => {
  it.each([
    ['R-03, R-35: asked once', ['R-03', 'R-35']],
    ['R-14, R-24…R-26: appointed', ['R-14', 'R-24', 'R-25', 'R-26']],
    ['R-01…R-26: all and none', []],
    ['ISO-8601, R-3, R-77', []],
  ])('%s', (text, rules) => {
    expect(rulesIn(text)).toEqual(rules)
  })

  it('is a test that runs, by its own title or its group’s', () => {
    const source = `
      describe('R-11: waived', () => {
        it('by the convener (R-12)', () => { expect('it(R-39)').toBe("test('R-38')") })
        it.each<[string, number]>([['R-20', 1]])('R-13: %s', () => undefined)
        it.skip('R-14: later', () => undefined)
        test.todo('R-15: some day')
        test.fails('R-16: known', () => undefined)
        test.runIf(true)(\`R-17: \${1} of two\`, () => undefined)
      })
      describe.skip('R-18', () => { it('R-19', () => undefined) })
      // it('R-21: commented out', () => undefined)
    `
    const titles = titlesOf('a.test.ts', source)
    expect(titles.map(({ title }) => title)).toEqual(['by the convener (R-12)', 'R-13: %s', 'R-17: … of two'])
    expect(titles.map(rulesOf)).toEqual([
      ['R-11', 'R-12'],
      ['R-11', 'R-13'],
      ['R-11', 'R-17'],
    ])
  })

  it('is a comment or a rule of the code, not any string', () => {
    expect(
      citedIn("/** R-03: once */\nconst a = { rule: 'R-04' } // R-05\nconst b = 'R-06' + 'https://example.org/R-07'"),
    ).toEqual(['R-03', 'R-04', 'R-05'])
    expect(citedIn('{ "survey": { "rule": "R-12", "name": "R-13" } }')).toEqual(['R-12'])
  })
})
