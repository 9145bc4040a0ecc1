import { beforeAll, describe, expect, it } from 'vitest'
import { quarterAt, parsePeriod, quartersOver } from '../../domain/assessment/period.ts'
import { makeServiceNumber } from '../../domain/case/service-number.ts'
import { ensureReportSchedules, quarterStarts, reportScheduleId } from '../../temporal/report-schedules.ts'
import { newKey } from '../fixtures/api.ts'
import { addDeadline, madeCase, projectCase } from '../fixtures/assessed.ts'
import { CHIBI } from '../fixtures/cities.ts'
import { PROPOSER, recordInForce } from '../fixtures/credit-in-force.ts'
import { registrationBody } from '../fixtures/forms.ts'
import { evidencedBody, transferBody } from '../fixtures/matters.ts'
import { PartyClient, testServers } from '../fixtures/matter-api.ts'
import type { Who } from '../fixtures/matter-api.ts'
import { wholeCase } from '../projection/cases.ts'

const OFFICE: Who = ['office', 'officer']
const INTAKE: Who = ['hubeiGovernmentService', 'system']
const RECORDS = '/api/v1/credit-records'
const now = new Date().toISOString()
const THIS = quarterAt(now, 480)
const [LAST, EARLIER] = quartersOver(now, 480, 2).map(({ key }) => key) as [string, string]
const inDays = (days: number) => new Date(Date.now() + 480 * 60_000 + days * 86_400_000).toISOString().slice(0, 10)
const today = () => inDays(0)

const servers = testServers({ ownDatabase: true })
const client = new PartyClient(servers)
let overdue: string

/** A day inside a quarter, 09:00 local. */
function dayIn(quarter: string, day: string): string {
  const month = String(Number(quarter.at(-1)) * 3 - 1).padStart(2, '0')
  return `${quarter.slice(0, 4)}-${month}-${day}T09:00`
}

beforeAll(async () => {
  const the = madeCase()
  the.events[0] = {
    ...the.events[0],
    at: new Date(`${dayIn(EARLIER, '05')}:00+08:00`).toISOString(),
  } as (typeof the.events)[number]
  overdue = await projectCase(servers.database, the)
  await addDeadline(servers.database, overdue, {
    kind: 'connection',
    owner: 'ranqi',
    due: dayIn(LAST, '10'),
    passed: true,
  })
  await addDeadline(servers.database, overdue, {
    kind: 'connection',
    owner: 'guowang',
    due: dayIn(LAST, '11'),
    met: dayIn(LAST, '10'),
  })
})

describe('meeting report', () => {
  it('R-31, R-30: compiled for the office, reviewed by 发改局, the meeting recorded, closed; read and printed', async () => {
    const opened = await client.done('/api/v1/reports', OFFICE, { period: LAST })
    // It compiles by itself, and may be done before the answer is given.
    expect(opened).toMatchObject({
      period: LAST,
      status: expect.toBeOneOf(['compiling', 'awaitingReview']),
      links: { self: `/api/v1/reports/${LAST}` },
    })
    const url = `/api/v1/reports/${LAST}`
    await client.until(url, OFFICE, {
      status: 'awaitingReview',
      deadlines: [
        { kind: 'meeting', name: '召开联席会议', owner: 'office', light: 'green', minutes: 5850 },
        { kind: 'review', name: '考核复核', owner: 'fagai', light: 'green', minutes: 3900 },
      ],
    })
    const { json } = await client.get(url, ['shuiwu', 'officer'])
    expect(json).toMatchObject({
      period: LAST,
      version: 1,
      final: true,
      assessor: { org: 'zhujian' },
      reviewer: { org: 'fagai' },
      awaiting: [{ org: 'fagai' }, { org: 'office' }],
      assessment: { total: { binding: { volume: 2, onTime: 1, overdue: 1 }, advisory: { volume: 0 } } },
      overdue: {
        total: 1,
        items: [
          {
            number: overdue,
            of: 'application',
            kind: 'connection',
            kindName: '接入',
            org: 'ranqi',
            orgName: '赤壁华润燃气公司',
            since: `${dayIn(LAST, '10')}:00+08:00`,
          },
        ],
      },
    })
    const resolutions = [{ text: '燃气接入一周内办结', org: 'ranqi', dueDate: inDays(30) }]
    for (const [field, one] of [
      ['org', { text: '议定', dueDate: inDays(30) }],
      ['dueDate', { text: '议定', org: 'ranqi' }],
    ] as const)
      expect(await client.refused(`${url}/meeting`, OFFICE, { date: today(), resolutions: [one] })).toEqual([
        422,
        'validation-failed',
        `resolutions.0.${field}`,
      ])
    expect(await client.refused(`${url}/review`, ['zhujian', 'lead'], { endorsed: true, findings: '自评' })).toEqual([
      403,
      'not-concerned',
    ])
    expect(await client.refused(`${url}/meeting`, ['zhujian', 'lead'], { date: today(), resolutions })).toEqual([
      403,
      'not-concerned',
    ])
    expect(await client.refused(`${url}/meeting`, OFFICE, { date: '2020-01-01', resolutions })).toEqual([
      422,
      'validation-failed',
      'date',
    ])
    expect(await client.refused(`${url}/meeting`, OFFICE, { date: today(), resolutions: [] })).toEqual([
      422,
      'validation-failed',
      'resolutions',
    ])
    expect(await client.refused(`${url}/review`, ['fagai', 'officer'], { endorsed: 'yes', findings: '属实' })).toEqual([
      422,
      'validation-failed',
      'endorsed',
    ])
    await client.done(`${url}/review`, ['fagai', 'lead'], { endorsed: false, findings: '一件超期应说明原因' })
    await client.done(`${url}/meeting`, OFFICE, { date: today(), resolutions })
    await client.until(url, OFFICE, {
      status: 'following',
      awaiting: [{ org: 'ranqi' }],
      followUp: [{ number: 1, status: 'open', dueDate: inDays(30) }],
    })
    await client.until('/api/v1/reports?awaiting=ranqi', OFFICE, {
      items: [{ period: LAST, meetingHeld: today(), unresolved: 1 }],
    })
    const reported = { resolution: 1, report: '已制定办法' }
    expect(await client.refused(`${url}/resolutions/reports`, ['shuiwu', 'officer'], reported)).toEqual([
      403,
      'not-concerned',
      'resolution',
    ])
    await client.done(`${url}/resolutions/reports`, ['ranqi', 'officer'], reported)
    await client.done(`${url}/resolutions/checks`, OFFICE, { outcome: 'done', resolution: 1 })
    await client.until(url, OFFICE, {
      status: 'closed',
      followUp: [{ status: 'done', reported: { report: '已制定办法', late: false } }],
      review: { endorsed: false, late: false },
      meeting: { date: today(), resolutions: [{ orgName: '赤壁华润燃气公司' }] },
    })
    expect(await client.refused(`${url}/review`, ['fagai', 'lead'], { endorsed: true, findings: '再看' })).toEqual([
      409,
      'matter-closed',
    ])
    expect((await client.get(`${url}/history`, ['group', 'lead'])).json.items.map(({ type }) => type)).toEqual([
      'reportOpened',
      'reportCompiled',
      'deadlineStarted',
      'deadlineStarted',
      'reportReviewed',
      'meetingHeld',
      'deadlineStarted',
      'resolutionReported',
      'deadlineStarted',
      'resolutionChecked',
      'reportClosed',
    ])
    const payload = await client.text(`${url}/document`, ['fagai', 'auditor'])
    for (const text of [
      '赤壁市水电气网联动报装联席会议报告',
      overdue,
      '一件超期应说明原因',
      '不认可',
      '燃气接入一周内办结',
      '停表 0 次',
    ])
      expect(payload).toContain(text)
  })

  it('R-31: once a quarter: the same key gives the same report, another is refused', async () => {
    const key = newKey()
    const [first, again] = [
      await client.post('/api/v1/reports', OFFICE, { period: THIS }, key),
      await client.post('/api/v1/reports', OFFICE, { period: THIS }, key),
    ]
    expect([first.statusCode, again.statusCode]).toEqual([201, 200])
    expect(await client.refused('/api/v1/reports', OFFICE, { period: THIS })).toEqual([409, 'already-done'])
    await client.until(`/api/v1/reports/${THIS}`, OFFICE, { status: 'interim', final: false, version: 1 })
    expect(
      await client.refused(`/api/v1/reports/${THIS}/meeting`, OFFICE, { date: today(), resolutions: [{ text: '?' }] }),
    ).toEqual([409, 'wrong-stage'])
    expect(await client.text(`/api/v1/reports/${THIS}/document`, OFFICE)).toContain('为阶段数据')
    expect((await client.get('/api/v1/reports?status=interim', OFFICE)).json.items).toMatchObject([
      { period: THIS, final: false, overdue: 1 },
    ])
  })

  it('R-31: bad input: no quarter, one to come, one before the policy, others than the office, one that is not there', async () => {
    const next = `${Number(THIS.slice(0, 4)) + 1}-Q1`
    expect(await client.refused('/api/v1/reports', OFFICE, { period: '2026-11' })).toEqual([
      422,
      'validation-failed',
      'period',
    ])
    expect(await client.refused('/api/v1/reports', OFFICE, { period: '2026-Q5' })).toEqual([
      422,
      'validation-failed',
      'period',
    ])
    expect(await client.refused('/api/v1/reports', OFFICE, {})).toEqual([422, 'validation-failed', 'period'])
    expect(await client.refused('/api/v1/reports', OFFICE, { period: next })).toEqual([
      422,
      'period-out-of-range',
      'period',
    ])
    expect(await client.refused('/api/v1/reports', OFFICE, { period: '2023-Q4' })).toEqual([
      422,
      'period-out-of-range',
      'period',
    ])
    expect(await client.refused('/api/v1/reports', ['zhujian', 'lead'], { period: LAST })).toEqual([403, 'forbidden'])
    expect(await client.refused('/api/v1/reports', INTAKE, { period: LAST })).toEqual([403, 'forbidden'])
    for (const period of ['2024-Q1', '2026-11', 'x'])
      expect((await client.get(`/api/v1/reports/${period}`, OFFICE)).json).toMatchObject({
        status: 404,
        code: 'report-not-found',
      })
    expect((await client.get(`/api/v1/reports/${LAST}`, INTAKE)).json).toMatchObject({ code: 'report-not-found' })
    expect((await client.get(`/api/v1/reports/${LAST}/document`, ['applicant', 'applicant'])).json).toMatchObject({
      code: 'report-not-found',
    })
    expect((await client.get('/api/v1/reports', INTAKE)).json.items).toEqual([])
  })
})

describe('the schedule', () => {
  it('R-31: at the first minutes of a quarter in the city’s time', () => {
    const instants = quarterStarts(480).map(({ month, dayOfMonth, hour, minute }) =>
      [month, dayOfMonth, hour, minute].map(String).join(' '),
    )
    expect(instants).toEqual(['DECEMBER 31 16 5', 'MARCH 31 16 5', 'JUNE 30 16 5', 'SEPTEMBER 30 16 5'])
    expect(quarterStarts(0)[0]).toMatchObject({ month: 'JANUARY', dayOfMonth: 1, hour: 0, minute: 5 })
    expect(quarterStarts(-210)[1]).toMatchObject({ month: 'APRIL', dayOfMonth: 1, hour: 3, minute: 35 })
  })

  it('R-31: is there once, however often workers start, and opens the reports that are due', async () => {
    const { temporal, taskQueue } = servers
    await Promise.all([
      ensureReportSchedules(temporal, [CHIBI], taskQueue),
      ensureReportSchedules(temporal, [CHIBI], taskQueue),
    ])
    await ensureReportSchedules(temporal, [CHIBI], taskQueue)
    const handle = temporal.schedule.getHandle(reportScheduleId('chibi'))
    try {
      const { info, policies } = await handle.describe()
      const next = info.nextActionTimes.slice(0, 4).map((at) => at.toISOString())
      const end = parsePeriod(THIS, 480)?.to ?? ''
      expect(next[0]).toBe(new Date(Date.parse(end) + 300_000).toISOString())
      expect(next.map((at) => at.slice(5, 16)).toSorted()).toEqual([
        '03-31T16:05',
        '06-30T16:05',
        '09-30T16:05',
        '12-31T16:05',
      ])
      expect(policies).toMatchObject({ overlap: 'SKIP', catchupWindow: 30 * 86_400_000 })
      await handle.trigger()
      await client.until(`/api/v1/reports/${EARLIER}`, OFFICE, { status: 'awaitingReview', final: true })
      expect((await client.get(`/api/v1/reports/${EARLIER}/history`, OFFICE)).json.items[0]).toMatchObject({
        type: 'reportOpened',
        actor: { role: 'system' },
      })
    } finally {
      await handle.delete()
    }
  })
})

describe('what is in dispute', () => {
  it('R-31: contested records, unanswered 差评 and failed accounts come into the report; no names', async () => {
    const recordId = await recordInForce(client)
    const person = await recordInForce(client, {
      subject: { name: '王小明', identityNumber: '11010519491231002X', capacity: 'user' },
    })
    // Only proposed: no report tells of it.
    await client.done(RECORDS, PROPOSER, evidencedBody({ subject: { org: 'ranqi', name: '赤壁华润燃气公司' } }))
    await client.done(`${RECORDS}/${recordId}/contests`, ['shuiwu', 'lead'], { reason: '已按期完成' })
    await client.done(`${RECORDS}/${person}/contests`, ['window', 'clerk'], { reason: '认错人', paper: '异议书' })
    const rated = await projectCase(servers.database, wholeCase(makeServiceNumber('CB', '2031-01-02', 1)))
    await client.done(`/api/v1/applications/${rated}/rating`, ['applicant', 'applicant', 'hubei-user-7'], {
      grade: 'dissatisfied',
      text: '没有人来',
    })
    await client.until(`/api/v1/applications/${rated}/rating`, OFFICE, { status: 'awaitingAnswer' })
    const { number } = await client.done('/api/v1/transfers', INTAKE, transferBody())
    await client.done(`/api/v1/transfers/${number}/ownership`, ['zigui', 'officer'], { confirmed: true })
    await client.done(`/api/v1/transfers/${number}/accounts/failures`, ['guowang', 'officer'], {
      account: 'power:guowang:1',
      reason: '原户主欠费',
    })
    // A view may be the workflow's own; a report is compiled from the tables, as a history is read.
    await client.until(`/api/v1/transfers/${number}/history`, OFFICE, {
      items: expect.arrayContaining([expect.objectContaining({ type: 'accountFailed' })]),
    })
    await client.until(`${RECORDS}/${person}/history`, OFFICE, {
      items: expect.arrayContaining([expect.objectContaining({ type: 'recordContested' })]),
    })
    await client.until(`${RECORDS}/${person}`, OFFICE, { status: 'contested' })
    const before = quartersOver(now, 480, 3)[2]?.key ?? ''
    await client.done('/api/v1/reports', OFFICE, { period: before })
    const url = `/api/v1/reports/${before}`
    await client.until(url, OFFICE, { status: 'awaitingReview' })
    const { json, payload } = await client.get(url, ['ranqi', 'officer'])
    expect(json).toMatchObject({
      disputes: {
        contested: { total: 2 },
        ratings: { total: 1, items: [{ serviceNumber: rated, orgName: '协调小组办公室' }] },
        accounts: { total: 1, items: [{ number, account: 'power:guowang:1', orgName: '国网赤壁分公司' }] },
      },
    })
    expect(payload).toContain('赤壁水务集团公司')
    for (const secret of ['王小明', '11010519491231002X', '原户主欠费', '认错人', '没有人来'])
      expect(payload).not.toContain(secret)
    const paper = await client.text(`${url}/document`, OFFICE)
    for (const text of [recordId, '国网赤壁分公司', number]) expect(paper).toContain(text)
  })
})

describe('参照执行', () => {
  it('R-06, R-30: an application from elsewhere has advisory deadlines, shown as such, counted apart', async () => {
    const month = today().slice(0, 7)
    const figures = async () =>
      (await client.get(`/api/v1/assessments?period=${month}&link=registration`, OFFICE)).json['total'] as Record<
        'binding' | 'advisory',
        { volume: number; onTime: number }
      >
    const before = await figures()
    const { serviceNumber } = await client.done(
      '/api/v1/applications',
      INTAKE,
      registrationBody({}, { address: '赤壁市新店镇老街 8 号' }),
    )
    await client.until(`/api/v1/applications/${serviceNumber}`, INTAKE, {
      stage: 'jointSurvey',
      deadlines: expect.arrayContaining([expect.objectContaining({ kind: 'survey', advisory: true })]),
    })
    const mine = async () =>
      (
        await client.get(`/api/v1/assessments/deadlines?period=${month}&link=registration&limit=500`, OFFICE)
      ).json.items.filter((item) => item['serviceNumber'] === serviceNumber)
    await expect.poll(mine).toMatchObject([{ kind: 'registration', advisory: true, result: 'onTime' }])
    const after = await figures()
    expect(after.binding).toEqual(before.binding)
    expect(after.advisory).toMatchObject({ volume: before.advisory.volume + 1, onTime: before.advisory.onTime + 1 })
  })
})
