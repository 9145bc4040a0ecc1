import { describe, expect, it } from 'vitest'
import { assess } from '../../db/assess.ts'
import { countedDeadlines } from '../../db/queries/counted-deadlines.ts'
import type { CountedCursor, CountedFilter } from '../../db/queries/counted-deadlines.ts'
import { NO_FIGURES } from '../../domain/assessment/assessment.ts'
import { local } from '../fixtures/assessed.ts'
import { CALENDARS } from '../fixtures/calendars.ts'
import { CHIBI } from '../fixtures/cities.ts'
import { testDatabase } from './database.ts'
import { NOW, span, figuresOf, sumsOf, partOf, givenDeadlines } from './assessing.ts'

const server = testDatabase()

const ids = givenDeadlines(server)

async function countedIn(key: string, change: Partial<CountedFilter> = {}): Promise<string[]> {
  const names = new Map(Object.entries(ids).map(([name, id]) => [id, name]))
  const found: string[] = []
  let cursor: CountedCursor | undefined
  do {
    const page = await countedDeadlines(server.database, {
      city: 'chibi',
      ...span(key),
      now: NOW,
      limit: 2,
      cursor,
      ...change,
    })
    found.push(...page.items.map(({ id }) => names.get(id) ?? id))
    cursor = page.next
  } while (cursor !== undefined)
  return found
}

describe('which period a deadline counts in', () => {
  it('R-30: met in time: where it was met; passed or running: where it is due; superseded: nowhere, unless it had passed', async () => {
    expect(await countedIn('2026-11')).toEqual(['inTime', 'elsewhere', 'redThenSuperseded', 'early'])
    expect(await countedIn('2026-12')).toEqual([
      'standing',
      'lateNextYear',
      'metWhileStanding',
      'stillOpen',
      'running',
      'lastMinute',
    ])
    expect(await countedIn('2027-01', { now: local('2027-02-01T09:00') })).toEqual(['nextYear'])
    expect(await countedIn('2026-10')).toEqual([])
  })

  it('R-30, R-35: one that stands still beyond its due time counts on the day of asking', async () => {
    expect(await countedIn('2026-11', { now: local('2026-11-24T12:00'), result: 'running' })).toEqual(['standing'])
    expect(await countedIn('2026-11', { result: 'running' })).toEqual([])
    expect(await countedIn('2026-12', { result: 'running' })).toEqual(['standing', 'running'])
  })

  it('R-30: by result, owner and kind', async () => {
    expect(await countedIn('2026-Q4', { result: 'onTime' })).toEqual(['inTime', 'early', 'metWhileStanding'])
    expect(await countedIn('2026-Q4', { result: 'overdue' })).toEqual([
      'elsewhere',
      'redThenSuperseded',
      'lateNextYear',
      'stillOpen',
      'lastMinute',
    ])
    expect(await countedIn('2026-Q4', { owners: ['shuiwu', 'zigui'] })).toEqual([
      'inTime',
      'standing',
      'early',
      'metWhileStanding',
    ])
    expect(await countedIn('2026-Q4', { kinds: ['works'], owners: ['shuiwu'] })).toEqual(['early'])
  })
})

describe('figures', () => {
  it('R-30, R-06: of one quarter by hand, what is applied by reference apart', async () => {
    const rows = await figuresOf(server, '2026-Q4')
    // 390 minutes allowed. Late by a working day; 12-09 09:00 to 12-10 09:00; superseded a day after it had passed:
    // twice the time each.
    expect(partOf(rows, 'ranqi')).toEqual({ ...NO_FIGURES, volume: 3, overdue: 3, measured: 3, useSum: 6, worstUse: 2 })
    expect(partOf(rows, 'ranqi', 'advisory')).toEqual({
      ...NO_FIGURES,
      volume: 1,
      overdue: 1,
      measured: 1,
      useSum: 2,
      worstUse: 2,
    })
    // Met on Monday 14:30, due on Tuesday 09:00: 180 minutes and 30 are left.
    expect(partOf(rows, 'shuiwu')).toEqual({
      ...NO_FIGURES,
      volume: 1,
      onTime: 1,
      measured: 1,
      useSum: 180 / 390,
      worstUse: 180 / 390,
    })
    expect(partOf(rows, 'guowang')).toMatchObject({ volume: 2, overdue: 1, running: 1, measured: 1 })
    // Stood since Tuesday 09:00, due on Wednesday 09:00: nothing was used.
    expect(partOf(rows, 'zigui', 'binding', 'commitment')).toEqual({
      ...NO_FIGURES,
      volume: 2,
      onTime: 1,
      running: 1,
      measured: 1,
    })
    expect(rows.map(({ org, link }) => `${org} ${link}`)).toEqual([
      'zigui commitment',
      'shuiwu works',
      'shuiwu connection',
      'guowang connection',
      'ranqi connection',
    ])
  })

  it('R-30: months make up quarters, and quarters the year', async () => {
    const now = local('2027-01-10T09:00')
    const sums = (keys: readonly string[]) => sumsOf(server, keys, now)
    const months = Array.from({ length: 12 }, (_, month) => `2026-${String(month + 1).padStart(2, '0')}`)
    const year = await sums(['2026'])
    // The one that stands still has gone on to 2027.
    expect([year[0]?.volume, year[1]?.volume]).toEqual([8, 1])
    expect(await sums(months)).toEqual(year)
    expect(await sums(['2026-Q1', '2026-Q2', '2026-Q3', '2026-Q4'])).toEqual(year)
  })

  it('R-30: another city has its own', async () => {
    expect(
      await assess(server.database, {
        city: 'drill',
        period: span('2026'),
        order: [],
        hours: CHIBI.hours,
        calendar: CALENDARS.china,
        now: NOW,
      }),
    ).toEqual([])
  })
})
