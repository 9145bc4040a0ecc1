import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadCities } from '../../config/load-cities.ts'
import { projectMatterEvents } from '../../db/matters/projection.ts'
import { summedCity } from '../../db/schema/figure-sum.ts'
import { addDeadline, CITY_TIME, local, madeCase, projectCase } from '../fixtures/assessed.ts'
import { CLERK, officer } from '../fixtures/actors.ts'
import { noServers, testApi } from '../fixtures/api.ts'
import type { TestApi } from '../fixtures/api.ts'
import type { Who } from '../fixtures/matter-api.ts'
import { testDatabase } from '../projection/database.ts'
import { brokenInspection } from '../projection/matters.ts'

const NOW = local('2026-12-10T09:00')
const OFFICE: Who = ['office', 'officer']
const server = testDatabase()
let api: TestApi

beforeAll(async () => {
  api = await testApi({ ...noServers(), database: server.database, cities: loadCities(), now: () => new Date(NOW) })
  const here = await projectCase(server.database, madeCase())
  const elsewhere = await projectCase(server.database, madeCase('elsewhere'))
  const add = (given: Parameters<typeof addDeadline>[2]) =>
    addDeadline(server.database, given.advisory === true ? elsewhere : here, given)
  await add({ kind: 'survey', owner: 'zhujian', due: '2026-11-24T09:00', met: '2026-11-23T14:30' })
  await add({ kind: 'connection', owner: 'ranqi', due: '2026-11-24T09:00', passed: true, met: '2026-11-25T09:00' })
  await add({ kind: 'connection', owner: 'ranqi', due: '2026-12-02T09:00', met: '2026-12-01T09:00' })
  await add({
    kind: 'connection',
    owner: 'ranqi',
    due: '2026-11-24T09:00',
    passed: true,
    met: '2026-11-26T09:00',
    advisory: true,
  })
  await add({ kind: 'connection', owner: 'guowang', due: '2026-12-20T17:30' })
  await add({ kind: 'registration', owner: 'window', due: '2026-11-24T09:00', met: '2026-11-24T09:00' })
  const stopped = madeCase()
  stopped.at = local('2026-11-23T09:00')
  stopped.atSurvey()
  stopped.record(
    { type: 'clockStopped', rule: 'R-35', data: { deadline: 'survey', reason: 'forceMajeure', note: '大雪' } },
    officer('office'),
  )
  stopped.record({ type: 'surveyMoved', rule: 'R-12', data: { date: '2026-11-30', stops: true } }, CLERK)
  await projectCase(server.database, stopped)
  const { kind, id, events } = brokenInspection(here, {
    filedAt: local('2025-09-22T09:00'),
    dueDate: '2025-09-23',
    extendedTo: '2025-09-24',
    rectifiedAt: local('2025-09-25T17:30'),
  })
  await projectMatterEvents(server.database, kind, id, events)
  const next = brokenInspection(elsewhere, {
    filedAt: local('2025-09-22T09:30'),
    dueDate: '2025-09-23',
    extendedTo: '2025-09-24',
    rectifiedAt: local('2025-09-25T17:30'),
  })
  await projectMatterEvents(server.database, next.kind, next.id, next.events)
})
afterAll(async () => {
  await api.app.close()
})

interface Answer {
  status?: number
  code?: string
  errors?: { field: string }[]
  items: Record<string, unknown>[]
  next?: string
  rows: {
    org: string
    link: string
    assessedBy: string
    binding: Record<string, number>
    advisory: Record<string, number>
  }[]
  total: { binding: Record<string, number>; advisory: Record<string, number> }
}

const tokenOf = ([org, role]: Who) => api.token(org, role)

async function get(path: string, who: Who = OFFICE): Promise<Answer & Record<string, unknown>> {
  return (await api.get(`/api/v1/${path}`, await tokenOf(who))).json<Answer & Record<string, unknown>>()
}

const rowsOf = (answer: Answer) => answer.rows.map(({ org, link }) => `${org} ${link}`)

describe('figures', () => {
  it('R-30: of a quarter, by organisation and link, with totals, in the city’s time', async () => {
    const answer = await get('assessments?period=2026-Q4')
    expect(answer).toMatchObject({
      period: '2026-Q4',
      periodName: '2026年第四季度',
      kind: 'quarter',
      from: '2026-10-01T00:00:00+08:00',
      to: '2027-01-01T00:00:00+08:00',
      over: false,
      at: `2026-12-10T09:00:00${CITY_TIME}`,
      assessor: { org: 'zhujian', orgName: '住建局' },
      reviewer: { org: 'fagai', orgName: '发改局' },
    })
    expect(rowsOf(answer)).toEqual(['zhujian survey', 'guowang connection', 'ranqi connection', 'window registration'])
    expect(answer.rows[2]).toMatchObject({
      linkName: '验收接入',
      binding: {
        volume: 2,
        onTime: 1,
        overdue: 1,
        running: 0,
        onTimeRate: 0.5,
        meanUse: 1,
        worstUse: 2,
        absences: 0,
        rectificationsOrdered: 0,
        appointmentsMissed: 0,
      },
    })
    expect(answer.total.binding).toMatchObject({ volume: 5, onTime: 3, overdue: 1, running: 1, onTimeRate: 0.75 })
    expect((await get('assessments?period=2026-11')).total.binding).toMatchObject({ volume: 3 })
    expect((await get('assessments?period=2026-12')).total.binding).toMatchObject({ volume: 2 })
    expect(rowsOf(await get('assessments?period=2026&org=ranqi'))).toEqual(['ranqi connection'])
    expect(rowsOf(await get('assessments?period=2026&link=survey'))).toEqual(['zhujian survey'])
  })

  it('R-06, R-30: what is applied by reference is apart and in no binding figure', async () => {
    const answer = await get('assessments?period=2026-Q4')
    expect(answer.rows[2]?.advisory).toMatchObject({ volume: 1, overdue: 1, worstUse: 3 })
    expect(answer.total.advisory).toMatchObject({ volume: 1, overdue: 1 })
    expect(
      (await get('assessments/deadlines?period=2026-Q4&org=ranqi&result=overdue')).items.map(({ advisory, use }) => [
        advisory,
        use,
      ]),
    ).toEqual([
      [false, 2],
      [true, 3],
    ])
  })

  it('R-30: 住建局’s own figures are for another bureau to say', async () => {
    const { rows } = await get('assessments?period=2026-Q4', ['fagai', 'lead'])
    expect(rows.map(({ org, assessedBy }) => `${org} ${assessedBy}`)).toEqual([
      'zhujian fagai',
      'guowang zhujian',
      'ranqi zhujian',
      'window zhujian',
    ])
    const { items } = await get('assessments/exceptions?period=2026-Q4', ['fagai', 'officer'])
    expect(items).toMatchObject([
      { kind: 'stop', kindName: '停表', byName: '协调小组办公室', words: '大雪' },
      { kind: 'stop', byName: '水电气网联动报装综窗', words: '2026-11-30' },
    ])
    expect((await get('assessments/exceptions?period=2026-Q4', ['shuiwu', 'officer'])).code).toBe('forbidden')
  })

  it('R-30: as CSV that a spreadsheet opens in Chinese', async () => {
    const answer = await api.get('/api/v1/assessments.csv?period=2026', await tokenOf(OFFICE))
    expect([answer.headers['content-type'], answer.headers['content-disposition']]).toEqual([
      'text/csv; charset=utf-8',
      'attachment; filename="assessment-chibi-2026.csv"',
    ])
    expect(answer.rawPayload.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]))
    const lines = answer.payload.slice(1).split('\r\n')
    expect(lines[0]).toBe(
      '期间,单位,环节,适用,考核单位,时限数,按时,超期,在办,按时率,平均用时比,最长用时比,踏勘缺席,责令整改,逾期未整改,接入失约,责令停工,撤销审批,施工延期,引导,引导后申请,咨询,咨询答复,咨询逾期',
    )
    expect(lines).toContain('2026年度,赤壁华润燃气公司,验收接入,本方案,住建局,2,1,1,0,0.5,1,2,0,0,0,0,0,0,0,0,0,0,0,0')
    expect(lines).toContain('2026年度,赤壁华润燃气公司,验收接入,参照执行,住建局,1,0,1,0,0,3,3,0,0,0,0,0,0,0,0,0,0,0,0')
    expect(lines).toContain('2026年度,住建局,联合踏勘,本方案,发改局,1,1,0,0,1,0.4615,0.4615,0,0,0,0,0,0,0,0,0,0,0,0')
    expect(lines.at(-3)).toMatch(/^2026年度,全市,合计,本方案,住建局,5,/)
  })

  it('R-30: the deadlines behind a figure, by pages', async () => {
    const first = await get('assessments/deadlines?period=2026-Q4&limit=4')
    const second = await get(`assessments/deadlines?period=2026-Q4&limit=4&cursor=${first.next}`)
    expect([first.items.length, second.items.length, second.next]).toEqual([4, 2, undefined])
    expect(new Set([...first.items, ...second.items].map(({ id }) => id)).size).toBe(6)
    expect(first.items[0]).toMatchObject({
      kind: 'survey',
      kindName: '联合踏勘',
      org: 'zhujian',
      result: 'onTime',
      resultName: '按时',
      dueAt: '2026-11-24T09:00:00+08:00',
      metAt: '2026-11-23T14:30:00+08:00',
      minutes: 390,
      use: 0.4615,
    })
    expect((await get('assessments/deadlines?period=2026-12&result=running')).items).toMatchObject([
      { org: 'guowang', result: 'running', use: 0 },
    ])
  })
})

describe('inspections after the case', () => {
  it('R-20, R-26, R-30: count as the case’s own, and are found by their number; R-06: by the area of their case', async () => {
    const { rows } = await get('assessments?period=2025-Q3')
    const works = { volume: 1, onTime: 0, overdue: 1, worstUse: 2, rectificationsOrdered: 1, rectificationsMissed: 1 }
    expect(rows).toMatchObject([{ org: 'shuiwu', link: 'works', binding: works, advisory: works }])
    const { items } = await get('assessments/deadlines?period=2025-Q3&link=works', ['shuiwu', 'officer'])
    expect(items).toMatchObject(
      [false, true].map((advisory) => ({ kind: 'rectification', line: 'water:shuiwu', result: 'overdue', advisory })),
    )
    for (const { serviceNumber, laterInspection } of items)
      expect(laterInspection).toBe(`inspection:${String(serviceNumber)}:0123456789abcdef`)
    expect((await get('assessments/deadlines?period=2025-Q3&link=connection')).items).toEqual([])
  })

  it('R-30⁺: their extensions are reviewed, by pages', async () => {
    const first = await get('assessments/exceptions?period=2025-Q3&limit=1')
    const second = await get(`assessments/exceptions?period=2025-Q3&limit=1&cursor=${first.next}`)
    expect([...first.items, ...second.items]).toMatchObject(
      [false, true].map((advisory) => ({
        kind: 'extension',
        kindName: '延期',
        by: 'chengguan',
        owner: 'shuiwu',
        words: '情况属实',
        advisory,
      })),
    )
    for (const { serviceNumber, laterInspection } of [...first.items, ...second.items])
      expect(laterInspection).toBe(`inspection:${String(serviceNumber)}:0123456789abcdef`)
    expect(second.next).toBeUndefined()
  })
})

describe('who may', () => {
  it.each<[string, Who, string[]]>([
    ['the office', OFFICE, ['zhujian', 'guowang', 'ranqi', 'window']],
    ['the group', ['group', 'lead'], ['zhujian', 'guowang', 'ranqi', 'window']],
    ['the assessor', ['zhujian', 'officer'], ['zhujian', 'guowang', 'ranqi', 'window']],
    ['an auditor', ['kejing', 'auditor'], ['zhujian', 'guowang', 'ranqi', 'window']],
    ['a utility: its own', ['ranqi', 'officer'], ['ranqi']],
    ['the window: its own', ['window', 'lead'], ['window']],
    ['an inspector of 住建局: its own and the utilities it supervises', ['zhujian', 'inspector'], ['zhujian', 'ranqi']],
    ['a supervisor of none that is here', ['kejing', 'officer'], []],
  ])('R-30: %s', async (_title, who, orgs) => {
    expect((await get('assessments?period=2026-Q4', who)).rows.map(({ org }) => org)).toEqual(orgs)
    expect(new Set((await get('assessments/deadlines?period=2026-Q4', who)).items.map(({ org }) => org))).toEqual(
      new Set(orgs),
    )
  })

  it('R-30: not applicants, not intakes, not another’s', async () => {
    expect((await get('assessments?period=2026-Q4', ['applicant', 'applicant'])).code).toBe('forbidden')
    expect((await get('assessments?period=2026-Q4', ['hubeiGovernmentService', 'system'])).code).toBe('forbidden')
    for (const path of ['assessments', 'assessments.csv', 'assessments/deadlines']) {
      const answer = await get(`${path}?period=2026-Q4&org=guowang`, ['ranqi', 'lead'])
      expect([answer.status, answer.code, answer.errors?.[0]?.field]).toEqual([403, 'forbidden', 'org'])
    }
  })
})

it('R-30: a server adds them up by itself, and answers the same', async () => {
  const { rows } = await get('assessments?period=2026-Q4')
  await api.app.listen({ port: 0, host: '127.0.0.1' })
  await expect.poll(() => server.database.$count(summedCity, eq(summedCity.city, 'chibi'))).toBe(1)
  expect(rows.length).toBeGreaterThan(3)
  expect(await get('assessments?period=2026-Q4')).toMatchObject({ rows })
})

describe('bad input', () => {
  it.each<[string, number, string, string | undefined]>([
    ['period=2026-13', 422, 'validation-failed', 'period'],
    ['period=2026-Q5', 422, 'validation-failed', 'period'],
    ['period=today', 422, 'validation-failed', 'period'],
    ['link=survey', 422, 'validation-failed', 'period'],
    ['period=2026&link=tea', 422, 'validation-failed', 'link'],
    ['period=2026&colour=red', 422, 'validation-failed', 'colour'],
    ['period=2027-Q1', 422, 'period-out-of-range', 'period'],
    ['period=2027', 422, 'period-out-of-range', 'period'],
    ['period=2023', 422, 'period-out-of-range', 'period'],
    ['period=2026&org=nobody', 404, 'organisation-not-found', 'org'],
  ])('R-30: %s', async (query, status, code, field) => {
    for (const path of ['assessments', 'assessments.csv', 'assessments/deadlines']) {
      const answer = await get(`${path}?${query}`)
      expect([path, answer.status, answer.code, answer.errors?.[0]?.field]).toEqual([path, status, code, field])
    }
  })

  it('R-30: a cursor that is not ours, an unknown result', async () => {
    expect((await get('assessments/deadlines?period=2026&cursor=abc')).code).toBe('cursor-invalid')
    expect((await get('assessments/deadlines?period=2026&result=late')).errors?.[0]?.field).toBe('result')
  })
})
