import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { ACT_TYPES, ACTS } from '../../domain/act.ts'
import { LINE_STATUSES } from '../../domain/line-status.ts'
import { explore } from '../../scripts/process/explore.ts'
import { processPage } from '../../scripts/process/page.ts'
import { statusOf } from '../../scripts/process/words.ts'
import { CHIBI } from '../fixtures/cities.ts'

const explored = explore(CHIBI)
const statusesOf = (type: (typeof ACT_TYPES)[number]) => LINE_STATUSES.filter((status) => [...(explored.acts.get(type)?.allowed ?? [])].some((standing) => statusOf(standing) === status))

describe('docs/process.md', () => {
  it('is what `node scripts/process-page.ts` would make', () => {
    expect(readFileSync(new URL('../../docs/process.md', import.meta.url), 'utf8')).toBe(processPage())
  })

  it('tells every act, and every status of a line is reached', () => {
    const page = processPage()
    expect(ACT_TYPES.filter((type) => !page.includes(`| ${ACTS[type].name} |`))).toEqual([])
    expect(ACT_TYPES.filter((type) => statusesOf(type).length === 0)).toEqual([])
    expect(LINE_STATUSES.filter((status) => ![...explored.standings].some((standing) => statusOf(standing) === status))).toEqual([])
  })

  it('R-16, R-19, R-20, R-21, R-26: each act of outer works has its place there and nowhere else', () => {
    expect(Object.fromEntries((['signCommitment', 'startWorks', 'completeWorks', 'acceptWorks', 'reportConnected'] as const).map((type) => [type, statusesOf(type)]))).toEqual({
      signCommitment: ['outerWorks', 'committed', 'constructing'], startWorks: ['committed'], completeWorks: ['constructing'], acceptWorks: ['completed'], reportConnected: ['appointed'],
    })
  })

  it('a line never goes back from connected', () => {
    const changes = [...explored.acts.values()].flatMap((found) => [...found.changes.values()])
    expect(changes.filter(({ from, to }) => statusOf(from) === 'connected' && statusOf(to) !== 'connected')).toEqual([])
  })
})
