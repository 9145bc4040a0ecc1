import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { FIELD_NAMES, PERSONAL_FIELDS } from '../../domain/visibility/fields.ts'
import { PART_NAMES, PARTS } from '../../domain/visibility/part.ts'
import { authorityPage } from '../../scripts/authority/page.ts'
import { CHIBI } from '../fixtures/cities.ts'

const page = readFileSync(new URL('../../docs/authority.md', import.meta.url), 'utf8')

describe('docs/authority.md', () => {
  it('R-39: its table is what `node scripts/authority-page.ts` would make', () => {
    expect(authorityPage(page, CHIBI)).toBe(page)
  })

  it('tells every part and every field', () => {
    expect(PARTS.filter((part) => !page.includes(`| ${PART_NAMES[part]} | `))).toEqual([])
    expect(PERSONAL_FIELDS.filter((field) => !page.includes(`| ${FIELD_NAMES[field]} |`))).toEqual([])
  })

  it("R-39: a city's own row shows there, and a page without its place is refused", () => {
    const visibility = [{ part: 'invited', kinds: ['authority'], whole: ['name'], masked: ['phone'] }] as const
    const own = authorityPage(page, { ...CHIBI, visibility: visibility as never })
    expect(own).toContain(`| ${PART_NAMES.invited} | 主管部门 | 全 | — | — | — | — | 脱敏 | — |`)
    expect(() => authorityPage('# 谁可以', CHIBI)).toThrow('docs/authority.md lacks')
  })
})
