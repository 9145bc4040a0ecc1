import { beforeAll, describe, expect, it } from 'vitest'
import { sql } from 'drizzle-orm'
import { assess } from '../../db/assess.ts'
import { projectMatterEvents } from '../../db/matters/projection.ts'
import { projectEvents } from '../../db/projection.ts'
import { countExceptions, exceptionsOf } from '../../db/queries/assessment.ts'
import { countedDeadlines } from '../../db/queries/counted-deadlines.ts'
import type { CountedCursor, CountedFilter } from '../../db/queries/counted-deadlines.ts'
import { quartersToReport } from '../../db/queries/quarters.ts'
import { disputesOf, overdueNow } from '../../db/queries/meeting-report.ts'
import { NO_FIGURES, ratesOf, sumOf } from '../../domain/assessment/assessment.ts'
import type { AssessmentRow, Figures } from '../../domain/assessment/assessment.ts'
import { parsePeriod } from '../../domain/assessment/period.ts'
import { CLERK, officer } from '../fixtures/actors.ts'
import { addDeadline, local, madeCase, projectCase } from '../fixtures/assessed.ts'
import type { GivenDeadline } from '../fixtures/assessed.ts'
import { CALENDARS } from '../fixtures/calendars.ts'
import { CHIBI } from '../fixtures/cities.ts'
import { needsOuterWorks } from '../fixtures/opinions.ts'
import { commitment, inspection } from '../fixtures/works.ts'
import { testDatabase } from './database.ts'
import {
  answeredRating,
  brokenInspection,
  heldReport,
  overdueInstalments,
  partlyTransferred,
  rectifiedInspection,
  withdrawnRecord,
} from './matters.ts'
import type { WholeMatter } from './matters.ts'

const NOW = local('2026-12-10T09:00')
const server = testDatabase()
const ids: Record<string, string> = {}

const GIVEN: Readonly<Record<string, GivenDeadline>> = {
  early: { kind: 'works', owner: 'shuiwu', due: '2026-12-31T17:30', met: '2026-11-30T09:00' },
  inTime: { kind: 'connection', owner: 'shuiwu', due: '2026-11-24T09:00', met: '2026-11-23T14:30' },
  lateNextYear: { kind: 'connection', owner: 'ranqi', due: '2026-12-01T09:00', passed: true, met: '2026-12-02T09:00' },
  stillOpen: { kind: 'connection', owner: 'ranqi', due: '2026-12-09T09:00', passed: true },
  running: { kind: 'connection', owner: 'guowang', due: '2026-12-20T17:30' },
  standing: { kind: 'approval', owner: 'zigui', due: '2026-11-25T09:00', stopped: '2026-11-24T10:00' },
  metWhileStanding: {
    kind: 'approval',
    owner: 'zigui',
    due: '2026-11-25T09:00',
    stopped: '2026-11-24T09:00',
    met: '2026-12-03T10:00',
  },
  superseded: { kind: 'connection', owner: 'ranqi', due: '2026-11-26T09:00', superseded: '2026-11-25T09:00' },
  redThenSuperseded: {
    kind: 'connection',
    owner: 'ranqi',
    due: '2026-11-26T09:00',
    passed: true,
    superseded: '2026-11-27T09:00',
  },
  lastMinute: { kind: 'connection', owner: 'guowang', due: '2026-12-31T23:59', passed: true, met: '2027-01-04T09:00' },
  nextYear: { kind: 'connection', owner: 'guowang', due: '2027-01-01T00:00', passed: true, met: '2027-01-04T09:00' },
  elsewhere: {
    kind: 'connection',
    owner: 'ranqi',
    due: '2026-11-24T09:00',
    passed: true,
    met: '2026-11-25T09:00',
    advisory: true,
  },
}

beforeAll(async () => {
  const here = await projectCase(server.database, madeCase())
  const elsewhere = await projectCase(server.database, madeCase('elsewhere'))
  for (const [name, given] of Object.entries(GIVEN))
    ids[name] = await addDeadline(server.database, given.advisory === true ? elsewhere : here, given)
}, 60_000)

function span(key: string) {
  const period = parsePeriod(key, 480)
  if (period === undefined) throw new Error(key)
  return period
}

function within(key: string): { from: string; to: string } {
  const { from, to } = span(key)
  return { from, to }
}

function figuresOf(key: string, now = NOW): Promise<AssessmentRow[]> {
  return assess(server.database, {
    city: 'chibi',
    period: span(key),
    order: CHIBI.organisations.map(({ key: org }) => org),
    hours: CHIBI.hours,
    calendar: CALENDARS.china,
    now,
  })
}

/**
 * Of all rows of some periods: what binds, and what does not; the mean use in the place of its sum, which is not to the
 * last digit the same.
 */
async function sumsOf(keys: readonly string[], now: string) {
  const rows = (await Promise.all(keys.map((key) => figuresOf(key, now)))).flat()
  return [sumOf(rows.map(({ binding }) => binding)), sumOf(rows.map(({ advisory }) => advisory))].map((figures) => ({
    ...figures,
    useSum: ratesOf(figures).meanUse,
  }))
}

const partOf = (
  rows: readonly AssessmentRow[],
  org: string,
  part: 'binding' | 'advisory' = 'binding',
  link = 'connection',
): Figures => rows.find((row) => row.org === org && row.link === link)?.[part] ?? NO_FIGURES

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

  it('R-30: is found by its index', async () => {
    const plan = await server.database.transaction(async (transaction) => {
      await transaction.execute(sql`set local enable_seqscan = off`)
      return transaction.execute<{
        'QUERY PLAN': string
      }>(sql`explain select 1 from deadline where city = 'chibi' and (superseded_at is null or met_at is not null or passed_at is not null)
        and (case when met_at is not null and passed_at is null and coalesce(stopped_at, met_at) <= due_at then met_at else due_at end) >= now()`)
    })
    expect(plan.map((row) => row['QUERY PLAN']).join('\n')).toContain(
      "Index Cond: ((city = 'chibi'::text) AND (CASE WHEN",
    )
  })
})

describe('figures', () => {
  it('R-30, R-06: of one quarter by hand, what is applied by reference apart', async () => {
    const rows = await figuresOf('2026-Q4')
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
    const sums = (keys: readonly string[]) => sumsOf(keys, now)
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

describe('what events tell', () => {
  const quarter = { city: 'chibi', ...within('2027-Q1') }
  const figures = () =>
    assess(server.database, {
      city: 'chibi',
      period: quarter,
      order: [],
      hours: CHIBI.hours,
      calendar: CALENDARS.china,
      now: local('2027-02-01T09:00'),
    })

  it('R-30, R-13, R-20: absences are charged to the absent, orders and broken promises to the utility; R-06: elsewhere apart', async () => {
    for (const area of ['planningArea', 'elsewhere'] as const) {
      const the = madeCase(area)
      the.at = local('2027-01-11T09:00')
      the.atSurvey()
      the.act('fileOpinion', officer('shuiwu'), needsOuterWorks('water:shuiwu'))
      the.closeSurvey(['chengguan', 'telecom'])
      the.act('signCommitment', officer('shuiwu'), commitment('2027-01-11', '2027-01-29'))
      the.act('fileDesign', officer('shuiwu'), { line: 'water:shuiwu', title: '方案', summary: '沿路敷设' })
      the.act('fileConstructionPlan', officer('shuiwu'), {
        line: 'water:shuiwu',
        title: '方案',
        summary: '分段施工',
        nearbyOwners: [],
      })
      the.act('startWorks', officer('shuiwu'), { line: 'water:shuiwu' })
      the.act('fileInspection', officer('chengguan', 'inspector'), inspection('water:shuiwu', [3], '2027-01-12'))
      const order = Object.values(the.state.orders)[0]?.id ?? ''
      the.act('requestExtension', officer('shuiwu'), { order, dueDate: '2027-01-14', reason: '降雨' })
      the.act('decideExtension', officer('chengguan'), { order, granted: true })
      the.record({
        type: 'promiseBroken',
        rule: 'R-20',
        data: { org: 'shuiwu', order, promises: [3], creditRecord: 'credit:x', office: 'office' },
      })
      await projectCase(server.database, the)
    }
    const rows = await figures()
    for (const part of ['binding', 'advisory'] as const) {
      expect([
        part,
        partOf(rows, 'chengguan', part, 'survey').absences,
        partOf(rows, 'telecom', part, 'survey').absences,
      ]).toEqual([part, 1, 1])
      expect(partOf(rows, 'shuiwu', part, 'works')).toMatchObject({ ordered: 1, missed: 1 })
    }
    expect((await disputes()).broken).toMatchObject({
      total: 2,
      items: [{ org: 'shuiwu', promises: [3] }, { org: 'shuiwu' }],
    })
  })

  it('R-30⁺, R-35, R-11, R-20: every stop, waiver and granted extension is there to be reviewed, with who decided', async () => {
    const the = madeCase()
    the.at = local('2027-02-02T09:00')
    the.atSurvey()
    the.record({ type: 'surveyMoved', rule: 'R-12', data: { date: '2027-02-05', stops: true } }, CLERK)
    the.record({ type: 'surveyMoved', rule: 'R-12', data: { date: '2027-02-02', stops: false } }, CLERK)
    the.record(
      { type: 'clockStopped', rule: 'R-35', data: { deadline: 'survey', reason: 'forceMajeure', note: '大雪' } },
      officer('office'),
    )
    the.record(
      { type: 'surveyWaived', rule: 'R-11', data: { reason: '管线已到位', signer: '刘局' } },
      officer('zhujian', 'lead'),
    )
    the.record(
      { type: 'extensionDecided', rule: 'R-20', data: { order: 'o', granted: false, dueDate: '2027-02-09' } },
      officer('chengguan'),
    )
    await projectCase(server.database, the)
    const february = { city: 'chibi', ...within('2027-02') }
    const { items } = await exceptionsOf(server.database, { ...february, limit: 10 })
    expect(items.map(({ kind, by, deadline, words }) => [kind, by, deadline, words])).toEqual([
      ['stop', 'window', 'survey', '2027-02-05'],
      ['stop', 'office', 'survey', '大雪'],
      ['waiver', 'zhujian', 'survey', '管线已到位'],
    ])
    expect(await countExceptions(server.database, quarter)).toEqual({ stop: 2, waiver: 1, extension: 2 })
    const first = await exceptionsOf(server.database, { ...february, limit: 1 })
    const rest = await exceptionsOf(server.database, { ...february, limit: 5, cursor: first.next })
    expect([...first.items, ...rest.items]).toEqual(items)
    expect(
      (await exceptionsOf(server.database, { ...quarter, kind: 'extension', limit: 5 })).items.map(
        ({ by, advisory }) => [by, advisory],
      ),
    ).toEqual([
      ['chengguan', false],
      ['chengguan', true],
    ])
  })

  it('R-30, R-37: what a withdrawal left running counts nowhere; a survey that ended without an opinion used all of its time', async () => {
    const the = madeCase()
    the.at = local('2027-03-01T09:00')
    the.atSurvey()
    const started = (kind: 'survey' | 'registration', minutes: number) =>
      the.record({
        type: 'deadlineStarted',
        rule: 'R-33',
        data: {
          deadline: {
            id: kind,
            kind,
            owner: 'fagai',
            rule: 'R-12',
            length: { kind: 'workingDays', days: 2 },
            startedAt: the.at,
            warnAt: the.at,
            dueAt: local('2027-03-03T09:00'),
            minutes,
            calendarVersion: 'cn',
            provisional: false,
            advisory: false,
          },
        },
      })
    started('survey', 780)
    started('registration', 780)
    the.at = local('2027-03-03T09:00')
    the.record({
      type: 'deadlinePassed',
      rule: 'R-33',
      data: { deadline: 'survey', owner: 'fagai', absent: ['telecom'] },
    })
    the.closeSurvey(['telecom'])
    const number = await projectCase(server.database, the)
    const march = async () => {
      const rows = await assess(server.database, {
        city: 'chibi',
        period: span('2027-03'),
        order: [],
        hours: CHIBI.hours,
        calendar: CALENDARS.china,
        now: local('2027-03-30T09:00'),
      })
      return ['survey', 'registration'].map((link) => partOf(rows, 'fagai', 'binding', link))
    }
    expect(await march()).toEqual([
      { ...NO_FIGURES, volume: 1, overdue: 1, measured: 1, useSum: 1, worstUse: 1 },
      { ...NO_FIGURES, volume: 1, running: 1 },
    ])
    expect((await overdue()).items.find((item) => item.number === number)).toMatchObject({
      of: 'application',
      kind: 'survey',
      owner: 'fagai',
      dueAt: local('2027-03-03T09:00'),
    })
    const before = the.events.length
    the.record({ type: 'applicationWithdrawn', rule: 'R-37', data: { reason: '不再需要' } }, CLERK)
    await projectEvents(server.database, number, the.events.slice(before))
    expect(await march()).toEqual([
      { ...NO_FIGURES, volume: 1, overdue: 1, measured: 1, useSum: 1, worstUse: 1 },
      NO_FIGURES,
    ])
    expect((await overdue()).items.find((item) => item.number === number)).toBeUndefined()
  })
})

/** As far as its `upTo`th event. */
async function project({ kind, id, events }: WholeMatter, upTo = events.length): Promise<void> {
  await projectMatterEvents(server.database, kind, id, events.slice(0, upTo))
}

/** a bad rating whose answer is overdue. */
function lateRating(serviceNumber: string): WholeMatter {
  const { kind, id, events } = answeredRating(serviceNumber)
  const until = events.slice(0, events.findIndex(({ type }) => type === 'deadlineStarted') + 1)
  return {
    kind,
    id,
    events: [
      ...until,
      {
        type: 'deadlinePassed',
        rule: 'R-33',
        data: { deadline: 'answer', owner: 'office' },
        seq: until.length + 1,
        at: '2026-11-30T01:00:00.000Z',
        actor: CLERK,
      },
    ],
  }
}

describe('inspections after the case', () => {
  const now = local('2027-12-31T09:00')
  const spanOf = (key: string) => ({ city: 'chibi', ...within(key) })
  const row = async (key: string, part: 'binding' | 'advisory') =>
    partOf(await figuresOf(key, now), 'shuiwu', part, 'works')
  let here = ''
  let elsewhere = ''

  beforeAll(async () => {
    here = await projectCase(server.database, madeCase())
    elsewhere = await projectCase(server.database, madeCase('elsewhere'))
    // Ordered in June, prolonged beyond the quarter, broken and put right in July.
    for (const number of [here, elsewhere])
      await project(
        brokenInspection(number, {
          filedAt: local('2027-06-28T09:00'),
          dueDate: '2027-06-30',
          extendedTo: '2027-07-02',
          rectifiedAt: local('2027-07-05T17:30'),
        }),
      )
    // Ordered in July, due in September, put right in August.
    await project(
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
    const sums = (keys: readonly string[]) => sumsOf(keys, now)
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

const overdue = () => server.database.transaction((transaction) => overdueNow(transaction, 'chibi'))
const disputes = () =>
  server.database.transaction((transaction) => disputesOf(transaction, { city: 'chibi', ...within('2027-Q1') }))

describe('the meeting', () => {
  it('R-31: what is red and open, the longest first, with its owner', async () => {
    const { total, items } = await overdue()
    expect(items.filter(({ kind }) => kind === 'connection')).toEqual([
      expect.objectContaining({ owner: 'ranqi', dueAt: local('2026-12-09T09:00'), advisory: false }),
    ])
    expect(total).toBe(items.length)
  })

  it('R-31, R-17: a refused approval is in dispute until its design is filed anew or it is applied for again', async () => {
    const the = madeCase()
    the.at = local('2027-03-08T09:00')
    the.atSurvey()
    the.act('fileOpinion', officer('ranqi'), needsOuterWorks('gas:ranqi', ['planning']))
    the.closeSurvey()
    const schedule = {
      worksFrom: '2027-03-15',
      worksTo: '2027-03-31',
      sections: [{ road: '河北大道', from: '甲', to: '乙' }],
      responsible: '陈工',
    }
    the.act('applyForApprovals', officer('ranqi'), { ...schedule, approvals: ['worksPlanning'] })
    the.act('decideApproval', officer('zigui'), {
      approval: 'ranqi:worksPlanning:1',
      approved: false,
      reason: '与规划道路冲突',
    })
    await projectCase(server.database, the)
    expect((await disputes()).refused).toEqual({
      total: 1,
      items: [
        {
          serviceNumber: the.state.serviceNumber,
          approval: 'ranqi:worksPlanning:1',
          org: 'ranqi',
          authority: 'zigui',
          since: the.at,
        },
      ],
    })
    const before = the.events.length
    the.act('fileDesign', officer('ranqi'), { line: 'gas:ranqi', title: '改线', summary: '绕行' })
    await projectEvents(server.database, the.state.serviceNumber, the.events.slice(before))
    expect((await disputes()).refused).toEqual({ total: 0, items: [] })
  })

  it('R-31, R-33: what organisations owe to matters is overdue until it is done; not what the user owes, nor what has ended', async () => {
    const number = await projectCase(server.database, madeCase('elsewhere'))
    const times = {
      filedAt: local('2027-03-08T09:00'),
      dueDate: '2027-03-09',
      extendedTo: '2027-03-10',
      rectifiedAt: local('2027-03-12T09:00'),
    }
    const red = [
      withdrawnRecord(`credit:${number}:water:shuiwu:1`),
      partlyTransferred('CBT-20270308-00001-0'),
      brokenInspection(number, times),
      heldReport('2026-Q1'),
      overdueInstalments(number),
    ]
    for (const the of red) await project(the, the.events.findIndex(({ type }) => type === 'deadlinePassed') + 1)
    await project(lateRating(number))
    const listed = async () =>
      (await overdue()).items
        .filter(({ of }) => of !== 'application')
        .map(({ of, kind, owner, advisory }) => `${of} ${kind} ${owner}${advisory ? ' 参照' : ''}`)
        .sort()
    expect(await listed()).toEqual([
      'creditRecord decision office',
      'laterInspection rectification shuiwu 参照',
      'meetingReport review fagai',
      'rating answer office',
      'transfer account guowang',
    ])
    for (const the of red) await project(the)
    expect(await listed()).toEqual(['rating answer office'])
  })

  it('R-31, R-28: a transfer that is withdrawn leaves nothing overdue behind', async () => {
    const { kind, id, events } = partlyTransferred('CBT-20270308-00002-0')
    const until = events.slice(0, events.findIndex(({ type }) => type === 'deadlinePassed') + 1)
    await project({ kind, id, events: until })
    const listed = async () => (await overdue()).items.filter(({ number }) => number === id).length
    expect(await listed()).toBe(1)
    const withdrawn = { type: 'transferWithdrawn', rule: 'R-37', data: { reason: '不再过户' } }
    const closed = { type: 'transferClosed', rule: 'R-28', data: { outcome: 'withdrawn' } }
    await project({
      kind,
      id,
      events: [
        ...until,
        ...[withdrawn, closed].map((body, index) => ({
          ...body,
          seq: until.length + 1 + index,
          at: '2026-11-26T01:00:00.000Z',
          actor: CLERK,
        })),
      ],
    })
    expect(await listed()).toBe(0)
  })

  it('R-31: the quarters that want a report begin with the first application, at most four back', async () => {
    const quarters = (at: string, city = 'chibi') =>
      quartersToReport(server.database, { city, at: local(at), utcOffsetMinutes: 480 })
    expect(await quarters('2026-12-31T23:59')).toEqual([])
    expect(await quarters('2027-01-01T00:05')).toEqual(['2026-Q4'])
    expect(await quarters('2027-07-01T00:05')).toEqual(['2026-Q4', '2027-Q1', '2027-Q2'])
    expect(await quarters('2028-04-01T00:05')).toEqual(['2027-Q2', '2027-Q3', '2027-Q4', '2028-Q1'])
    expect(await quarters('2027-07-01T00:05', 'drill')).toEqual([])
  })
})
