import { beforeAll, describe, expect, it } from 'vitest'
import { countExceptions, exceptionsOf } from '../../db/queries/assessment.ts'
import { countedDeadlines } from '../../db/queries/counted-deadlines.ts'
import type { CountedCursor, CountedFilter } from '../../db/queries/counted-deadlines.ts'
import { disputesOf } from '../../db/queries/meeting-report.ts'
import { NO_FIGURES } from '../../domain/assessment/assessment.ts'
import { local, madeCase, projectCase } from '../fixtures/assessed.ts'
import { testDatabase } from './database.ts'
import { brokenInspection, rectifiedInspection } from './matters.ts'
import { within, figuresOf, sumsOf, partOf, project, givenDeadlines } from './assessing.ts'

const server = testDatabase()
givenDeadlines(server)

describe('inspections after the case', () => {
  const now = local('2027-12-31T09:00')
  const spanOf = (key: string) => ({ city: 'chibi', ...within(key) })
  const row = async (key: string, part: 'binding' | 'advisory') =>
    partOf(await figuresOf(server, key, now), 'shuiwu', part, 'works')
  let here = ''
  let elsewhere = ''

  beforeAll(async () => {
    here = await projectCase(server.database, madeCase())
    elsewhere = await projectCase(server.database, madeCase('elsewhere'))
    // Ordered in June, prolonged beyond the quarter, broken and put right in July.
    for (const number of [here, elsewhere])
      await project(
        server,
        brokenInspection(number, {
          filedAt: local('2027-06-28T09:00'),
          dueDate: '2027-06-30',
          extendedTo: '2027-07-02',
          rectifiedAt: local('2027-07-05T17:30'),
        }),
      )
    // Ordered in July, due in September, put right in August.
    await project(
      server,
      rectifiedInspection(here, {
        key: 'fedcba9876543210',
        filedAt: local('2027-07-30T09:00'),
        dueDate: '2027-09-01',
        rectifiedAt: local('2027-08-02T09:00'),
      }),
    )
  })

  it('R-20, R-26, R-30, R-06: orders, rectification and broken promises count in the works link as a case’s do, by the area of their case', async () => {
    for (const part of ['binding', 'advisory'] as const) {
      expect([part, await row('2027-06', part)]).toEqual([part, { ...NO_FIGURES, ordered: 1 }])
      // 390 minutes allowed; Friday 17:30 to Monday 17:30 is one working day late.
      expect([part, await row('2027-07', part)]).toEqual([
        part,
        {
          ...NO_FIGURES,
          volume: 1,
          overdue: 1,
          measured: 1,
          useSum: 2,
          worstUse: 2,
          missed: 1,
          ordered: part === 'binding' ? 1 : 0,
        },
      ])
    }
    expect(await row('2027-08', 'binding')).toMatchObject({ volume: 1, onTime: 1, overdue: 0, ordered: 0, missed: 0 })
    expect(await row('2027-09', 'binding')).toEqual(NO_FIGURES)
  })

  it('R-30: their deadlines are found behind a figure, by pages, each with its inspection', async () => {
    const filter = { ...spanOf('2027-Q3'), now, limit: 10 }
    const { items } = await countedDeadlines(server.database, filter)
    const order = (key: string) => `water:shuiwu:later:${key}`
    expect(
      items.map(({ serviceNumber, laterInspection, id, line, kind, owner, advisory, countedAt }) => [
        serviceNumber,
        laterInspection,
        id,
        line,
        kind,
        owner,
        advisory,
        countedAt,
      ]),
    ).toEqual([
      ...[here, elsewhere]
        .sort()
        .map((number) => [
          number,
          `inspection:${number}:0123456789abcdef`,
          `rectification:${order('0123456789abcdef')}:2`,
          'water:shuiwu',
          'rectification',
          'shuiwu',
          number === elsewhere,
          local('2027-07-02T17:30'),
        ]),
      [
        here,
        `inspection:${here}:fedcba9876543210`,
        `rectification:${order('fedcba9876543210')}`,
        'water:shuiwu',
        'rectification',
        'shuiwu',
        false,
        local('2027-08-02T09:00'),
      ],
    ])
    const paged: unknown[] = []
    for (let cursor: CountedCursor | undefined, more = true; more; more = cursor !== undefined) {
      const page = await countedDeadlines(server.database, { ...filter, limit: 1, cursor })
      paged.push(...page.items)
      cursor = page.next
    }
    expect(paged).toEqual(items)
    const numbers = async (change: Partial<CountedFilter>) =>
      (await countedDeadlines(server.database, { ...filter, ...change })).items.length
    expect(
      await Promise.all(
        [
          { kinds: ['rectification'] },
          { kinds: ['works'] },
          { owners: ['shuiwu'] },
          { owners: ['guowang'] },
          { result: 'onTime' },
          { result: 'overdue' },
          { result: 'running' },
        ].map((change) => numbers(change as Partial<CountedFilter>)),
      ),
    ).toEqual([3, 0, 3, 0, 1, 2, 0])
  })

  it('R-30: with them, months make up quarters, and quarters the year', async () => {
    const sums = (keys: readonly string[]) => sumsOf(server, keys, now)
    const [months, quarters] = [
      Array.from({ length: 12 }, (_, month) => `2027-${String(month + 1).padStart(2, '0')}`),
      ['2027-Q1', '2027-Q2', '2027-Q3', '2027-Q4'],
    ]
    const year = await sums(['2027'])
    expect(await sums(months)).toEqual(year)
    expect(await sums(quarters)).toEqual(year)
    for (const [quarter, three] of quarters.map((key, index) => [key, months.slice(index * 3, index * 3 + 3)] as const))
      expect(await sums(three)).toEqual(await sums([quarter]))
    const [before, after] = await Promise.all([sums(['2027-Q2']), sums(['2027-Q3'])])
    expect([before[0], after[0]]).toMatchObject([
      { volume: 0, ordered: 1, missed: 0 },
      { volume: 2, ordered: 1, missed: 1 },
    ])
  })

  it('R-30⁺, R-20: a granted extension is reviewed with its inspection and its owner; pages go on in it', async () => {
    const june = spanOf('2027-06')
    const { items } = await exceptionsOf(server.database, { ...june, limit: 10 })
    expect(
      items.map(({ kind, serviceNumber, laterInspection, by, owner, deadline, advisory, words }) => [
        kind,
        serviceNumber,
        laterInspection,
        by,
        owner,
        deadline,
        advisory,
        words,
      ]),
    ).toEqual(
      [here, elsewhere]
        .sort()
        .map((number) => [
          'extension',
          number,
          `inspection:${number}:0123456789abcdef`,
          'chengguan',
          'shuiwu',
          'rectification:water:shuiwu:later:0123456789abcdef',
          number === elsewhere,
          '情况属实',
        ]),
    )
    const first = await exceptionsOf(server.database, { ...june, limit: 1 })
    const rest = await exceptionsOf(server.database, { ...june, limit: 5, cursor: first.next })
    expect([...first.items, ...rest.items]).toEqual(items)
    expect(await countExceptions(server.database, june)).toEqual({ stop: 0, waiver: 0, extension: 2 })
    expect((await exceptionsOf(server.database, { ...june, kind: 'stop', limit: 5 })).items).toEqual([])
  })

  it('R-31: their broken promises are listed for the meeting', async () => {
    const { broken } = await server.database.transaction((transaction) => disputesOf(transaction, spanOf('2027-Q3')))
    expect(broken).toEqual({
      total: 2,
      items: [here, elsewhere].sort().map((serviceNumber) => ({
        serviceNumber,
        org: 'shuiwu',
        order: 'water:shuiwu:later:0123456789abcdef',
        promises: [4],
        at: local('2027-07-02T17:30'),
      })),
    })
    expect(
      (await server.database.transaction((transaction) => disputesOf(transaction, spanOf('2027-Q2')))).broken.total,
    ).toBe(0)
  })
})
