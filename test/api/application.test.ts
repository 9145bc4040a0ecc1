import { NativeConnection, Worker } from '@temporalio/worker'
import type { Client } from '@temporalio/client'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { createActivities } from '../../activities/create-activities.ts'
import { sweep } from '../../api/registration/sweeper.ts'
import { loadCalendars } from '../../config/load-cities.ts'
import { connectDatabase } from '../../db/client.ts'
import type { Database } from '../../db/client.ts'
import { findApplication } from '../../db/queries/applications.ts'
import { allServiceNumbers, unstartedRegistrations } from '../../db/queries/registrations.ts'
import { accessLog } from '../../db/schema/access-log.ts'
import { registration } from '../../db/schema/registration.ts'
import type { OuterWorks } from '../../domain/survey/opinion.schema.ts'
import { isWorkingDay } from '../../domain/clocks/working-time.ts'
import { connectTemporal } from '../../temporal/client.ts'
import { dataConverter } from '../../temporal/data-converter.ts'
import { readKeyring } from '../../temporal/keyring.ts'
import { workflowModules } from '../../temporal/workflow-modules.ts'
import { newKey, noServers, testApi, testEnvironment } from '../fixtures/api.ts'
import type { TestApi } from '../fixtures/api.ts'
import { CALENDARS } from '../fixtures/calendars.ts'
import { APPLICANT, registrationBody } from '../fixtures/forms.ts'
import { commitment, inspection } from '../fixtures/works.ts'

const APPLICATIONS = '/api/v1/applications'
const TASK_QUEUE = `api-test-${process.pid}`

let api: TestApi
let temporal: Client
let database: Database
const endings: (() => Promise<unknown>)[] = []

beforeAll(async () => {
  const servers = inject('servers')
  const environment = testEnvironment({
    DATABASE_URL: servers.databaseUrl,
    TEMPORAL_ADDRESS: servers.temporalAddress,
    TEMPORAL_NAMESPACE: servers.namespace,
    PAYLOAD_KEYS: servers.payloadKeys,
    TASK_QUEUE,
  })
  const pool = connectDatabase(servers.databaseUrl)
  database = pool.database
  temporal = await connectTemporal(environment)
  const connection = await NativeConnection.connect({ address: servers.temporalAddress })
  const worker = await Worker.create({
    connection,
    namespace: servers.namespace,
    taskQueue: TASK_QUEUE,
    ...workflowModules(),
    activities: createActivities({ database, calendars: loadCalendars() }),
    dataConverter: dataConverter(readKeyring(environment)),
    sinks: { events: { recorded: { fn: () => {} } } },
  })
  const running = worker.run()
  api = await testApi({ environment, database, temporal })
  endings.push(
    () => api.app.close(),
    async () => {
      worker.shutdown()
      await running
    },
    () => connection.close(),
    () => temporal.connection.close(),
    () => pool.close(),
  )
})
afterAll(async () => {
  for (const end of endings) await end()
})

async function register(change: Record<string, unknown> = {}, form: Record<string, unknown> = {}): Promise<string> {
  const answer = await api.post({
    url: APPLICATIONS,
    token: await api.token('hubeiGovernmentService', 'system'),
    body: registrationBody(change, form),
  })
  expect([answer.statusCode, answer.payload]).toEqual([201, expect.any(String)])
  return answer.json().serviceNumber
}

async function act(
  serviceNumber: string,
  path: string,
  who: [org: string, role: Parameters<TestApi['token']>[1]],
  body: unknown,
  key = newKey(),
) {
  return api.post({ url: `${APPLICATIONS}/${serviceNumber}/${path}`, token: await api.token(...who), body, key })
}

async function done(...request: Parameters<typeof act>) {
  const answer = await act(...request)
  expect([answer.statusCode, answer.payload]).toEqual([200, expect.any(String)])
  return answer.json<{ seq: number; stage: string; outcome?: string }>()
}

async function refused(
  answer: { statusCode: number; json: () => unknown },
  status: number,
  code: string,
  field?: string,
): Promise<void> {
  expect(answer.json()).toMatchObject({ status, code, ...(field === undefined ? {} : { errors: [{ field }] }) })
  expect(answer.statusCode).toBe(status)
}

async function told(
  answer: Awaited<ReturnType<typeof act>>,
  code: string,
  field: string,
  detail: string,
): Promise<void> {
  await refused(answer, 422, code, field)
  expect(answer.json<{ detail: string }>().detail).toBe(detail)
}

/** So many days from today in the city (YYYY-MM-DD), or the next day that is worked. */
function workingDay(ahead: number, worked = true): string {
  const date = new Date(Date.now() + 8 * 3_600_000 + ahead * 86_400_000).toISOString().slice(0, 10)
  return worked && !isWorkingDay(date, CALENDARS.china) ? workingDay(ahead + 1) : date
}

function dayOff(ahead: number): string {
  const date = workingDay(ahead, false)
  return isWorkingDay(date, CALENDARS.china) ? dayOff(ahead + 1) : date
}

const view = async (
  serviceNumber: string,
  minSeq: number,
  org = 'zhujian',
  role: Parameters<TestApi['token']>[1] = 'officer',
) => (await api.get(`${APPLICATIONS}/${serviceNumber}?minSeq=${minSeq}`, await api.token(org, role))).json()

/** Until the case has come so far by itself, and its projection with it. */
async function until(serviceNumber: string, stage: string): Promise<void> {
  await expect
    .poll(async () => (await findApplication(database, serviceNumber))?.state.stage, { timeout: 10_000 })
    .toBe(stage)
}

const UTILITIES = {
  shuiwu: 'water:shuiwu',
  guowang: 'power:guowang',
  ranqi: 'gas:ranqi',
  telecom: 'network:telecom',
} as const

async function surveyed(serviceNumber: string): Promise<void> {
  await until(serviceNumber, 'jointSurvey')
  for (const org of ['zigui', 'chengguan'])
    await done(serviceNumber, 'survey/opinions', [org, 'officer'], { remarks: '不占路、不占绿' })
  for (const [org, line] of Object.entries(UTILITIES))
    await done(serviceNumber, 'survey/opinions', [org, 'officer'], { lines: [{ line, connectable: true }] })
  await until(serviceNumber, 'connection')
}

const appointment = () => ({ at: new Date(Date.now() + 3_600_000).toISOString() })

describe('from the form to the switched-on service', () => {
  test('registered, surveyed, appointed, connected; read, listed and told by its history', async () => {
    const serviceNumber = await register()
    await surveyed(serviceNumber)
    const user = await api.token('applicant', 'applicant', { sub: 'hubei-user-7' })
    const { seq } = (
      await api.post({
        url: `${APPLICATIONS}/${serviceNumber}/connection/appointments`,
        token: user,
        body: appointment(),
      })
    ).json()
    const open = await view(serviceNumber, seq)
    expect(
      open.awaiting
        .map((awaited: { line?: string }) => awaited.line)
        .filter(Boolean)
        .sort(),
    ).toEqual(Object.values(UTILITIES).sort())
    expect(open).toMatchObject({
      stage: 'connection',
      stageName: '验收接入',
      masked: false,
      phone: APPLICANT.phone,
      registeredAt: expect.stringMatching(/\+08:00$/),
    })
    let last = { seq: 0, stage: '' } as Awaited<ReturnType<typeof done>>
    for (const [org, line] of Object.entries(UTILITIES))
      last = await done(serviceNumber, 'connection/completions', [org, 'officer'], { line })
    await until(serviceNumber, 'closed')
    expect(await view(serviceNumber, last.seq)).toMatchObject({ outcome: 'connected', awaiting: [] })
    await refused(
      await act(serviceNumber, 'withdrawal', ['window', 'clerk'], { reason: '不办了' }),
      409,
      'application-closed',
    )

    const history = (
      await api.get(`${APPLICATIONS}/${serviceNumber}/history?limit=500`, await api.token('office', 'auditor'))
    ).json()
    expect(history.items.map((event: { seq: number }) => event.seq)).toEqual(
      history.items.map((_: unknown, index: number) => index + 1),
    )
    expect(history.items.at(-1)).toMatchObject({ type: 'applicationClosed', name: '办结', rule: 'R-26' })
    for (const secret of [APPLICANT.name, APPLICANT.creditCode, APPLICANT.phone, APPLICANT.contact])
      expect(JSON.stringify(history)).not.toContain(secret)
    const page = (
      await api.get(`${APPLICATIONS}/${serviceNumber}/history?limit=2&after=1`, await api.token('shuiwu', 'officer'))
    ).json()
    expect([page.items.map((event: { seq: number }) => event.seq), page.next]).toEqual([[2, 3], 3])
  })

  test('lists show each party its own, masked, by pages', async () => {
    const numbers = [await register(), await register({}, { services: { water: { business: 'new', tonsPerDay: 5 } } })]
    for (const number of numbers) await until(number, 'jointSurvey')
    const list = async (query: string, token: string) => (await api.get(`${APPLICATIONS}?${query}`, token)).json()
    const office = await api.token('office', 'officer')
    const seen: string[] = []
    for (let cursor = ''; ;) {
      const page = await list(`limit=1&stage=jointSurvey${cursor}`, office)
      seen.push(...page.items.map((item: { serviceNumber: string }) => item.serviceNumber))
      expect(JSON.stringify(page)).not.toContain(APPLICANT.name)
      if (page.next === undefined) break
      cursor = `&cursor=${page.next}`
    }
    expect(seen).toEqual(expect.arrayContaining(numbers))
    expect(new Set(seen).size).toBe(seen.length)
    const gas = await list('limit=200', await api.token('ranqi', 'officer'))
    expect(gas.items.map((item: { serviceNumber: string }) => item.serviceNumber)).not.toContain(numbers[1])
    expect((await list('', await api.token('ehuiban', 'system'))).items).toEqual([])
    expect((await list('', await api.token('applicant', 'applicant', { sub: 'nobody' }))).items).toEqual([])
    await refused(
      await api.get(`${APPLICATIONS}?organisation=ranqi`, await api.token('shuiwu', 'officer')),
      403,
      'forbidden',
    )
    await refused(await api.get(`${APPLICATIONS}?organisation=nobody`, office), 404, 'organisation-not-found')
  })

  test('an organisation’s tasks', async () => {
    const serviceNumber = await register()
    await until(serviceNumber, 'jointSurvey')
    const { items } = (
      await api.get('/api/v1/organisations/shuiwu/tasks?limit=200', await api.token('shuiwu', 'officer'))
    ).json()
    expect(items).toContainEqual(
      expect.objectContaining({
        serviceNumber,
        kind: 'fileOpinion',
        name: '提交踏勘意见',
        light: 'green',
        due: expect.stringMatching(/\+08:00$/),
      }),
    )
    expect(JSON.stringify(items)).not.toContain(APPLICANT.name)
    await refused(
      await api.get('/api/v1/organisations/shuiwu/tasks', await api.token('ranqi', 'officer')),
      403,
      'forbidden',
    )
    await refused(
      await api.get('/api/v1/organisations/nobody/tasks', await api.token('office', 'officer')),
      404,
      'organisation-not-found',
    )
  })

  test('who may read, and what they see', async () => {
    const serviceNumber = await register()
    await until(serviceNumber, 'jointSurvey')
    expect(await view(serviceNumber, 0, 'office')).toMatchObject({ masked: true, phone: '138****4567' })
    expect(await view(serviceNumber, 0, 'shuiwu')).toMatchObject({ masked: false, phone: APPLICANT.phone })
    expect(await view(serviceNumber, 0, 'unicom')).toMatchObject({ status: 403, code: 'not-concerned' })
    expect(await view(serviceNumber, 0, 'ehuiban', 'system')).toMatchObject({
      status: 404,
      code: 'application-not-found',
    })
    await expect
      .poll(async () =>
        (await database.select().from(accessLog))
          .filter((entry) => entry.serviceNumber === serviceNumber)
          .map(({ org, outcome, problem }) => [org, outcome, problem]),
      )
      .toEqual(
        expect.arrayContaining([
          ['office', 'allowed', null],
          ['shuiwu', 'allowed', null],
          ['unicom', 'refused', 'not-concerned'],
        ]),
      )
  })
})

describe('the same again', () => {
  test('fifty identical registrations at once make one case', async () => {
    const [token, key, body, before] = [
      await api.token('hubeiGovernmentService', 'system'),
      newKey(),
      registrationBody(),
      await allServiceNumbers(database),
    ]
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => api.post({ url: APPLICATIONS, token, key, body })),
    )
    expect(new Set(answers.map((answer) => answer.json().serviceNumber)).size).toBe(1)
    const withStatus = (status: number) => answers.filter((answer) => answer.statusCode === status).length
    expect([withStatus(201), withStatus(200)]).toEqual([1, 49])
    expect((await allServiceNumbers(database)).length).toBe(before.length + 1)
  })

  test('the same key for another form, or for another act’s body', async () => {
    const [token, key] = [await api.token('hubeiGovernmentService', 'system'), newKey()]
    const first = await api.post({ url: APPLICATIONS, token, key, body: registrationBody() })
    await refused(
      await api.post({ url: APPLICATIONS, token, key, body: registrationBody({}, { remarks: '二期' }) }),
      422,
      'idempotency-key-reused',
      'Idempotency-Key',
    )
    const { serviceNumber } = first.json()
    await until(serviceNumber, 'jointSurvey')
    const again = newKey()
    const answer = await done(serviceNumber, 'survey/opinions', ['zigui', 'officer'], { remarks: '同意' }, again)
    expect(await done(serviceNumber, 'survey/opinions', ['zigui', 'officer'], { remarks: '同意' }, again)).toEqual(
      answer,
    )
    await refused(
      await act(serviceNumber, 'survey/opinions', ['zigui', 'officer'], { remarks: '不同意' }, again),
      422,
      'idempotency-key-reused',
      'Idempotency-Key',
    )
  })

  test('fifty identical acts at once are one', async () => {
    const serviceNumber = await register()
    await until(serviceNumber, 'jointSurvey')
    const key = newKey()
    const answers = await Promise.all(
      Array.from({ length: 50 }, () =>
        act(serviceNumber, 'survey/opinions', ['zigui', 'officer'], { remarks: '同意' }, key),
      ),
    )
    expect(new Set(answers.map((answer) => answer.payload)).size).toBe(1)
    expect(answers[0]?.statusCode).toBe(200)
  })

  test('the act that closed the case is answered the same afterwards', async () => {
    const serviceNumber = await register()
    const key = newKey()
    const answer = await done(serviceNumber, 'withdrawal', ['window', 'clerk'], { reason: '不办了' }, key)
    await until(serviceNumber, 'closed')
    expect(await done(serviceNumber, 'withdrawal', ['window', 'clerk'], { reason: '不办了' }, key)).toEqual(answer)
    await refused(
      await act(serviceNumber, 'withdrawal', ['window', 'clerk'], { reason: '不办了' }),
      409,
      'application-closed',
    )
  })
})

describe('acts that are refused', () => {
  test('in the wrong stage, by the wrong organisation, for a line that is not there', async () => {
    const serviceNumber = await register()
    await until(serviceNumber, 'jointSurvey')
    await refused(
      await act(serviceNumber, 'connection/appointments', ['window', 'clerk'], appointment()),
      409,
      'wrong-stage',
    )
    await refused(
      await act(serviceNumber, 'survey/opinions', ['unicom', 'officer'], { remarks: '同意' }),
      403,
      'not-concerned',
    )
    await refused(
      await act(serviceNumber, 'survey/opinions', ['shuiwu', 'officer'], {
        lines: [{ line: 'catv:chutian', connectable: true }],
      }),
      422,
      'line-unknown',
      'lines.0.line',
    )
    await refused(
      await act(serviceNumber, 'connection/completions', ['shuiwu', 'officer'], { line: 'water:shuiwu' }),
      409,
      'line-not-ready',
      'line',
    )
    const outerWorks: OuterWorks = {
      touches: ['road'],
      sections: [{ road: '河北大道', from: '东', to: '西' }],
      lengthMetres: 10,
      preliminaryDesign: '沿路敷设',
    }
    await refused(
      await act(serviceNumber, 'survey/opinions', ['shuiwu', 'officer'], {
        lines: [{ line: 'water:shuiwu', connectable: true, outerWorks }],
      }),
      422,
      'opinion-contradictory',
    )
    await refused(
      await act(serviceNumber, 'survey/opinions', ['shuiwu', 'officer'], {}),
      422,
      'opinion-incomplete',
      'lines',
    )
  })

  test('R-12, R-13, R-20: dates that cannot be meant, each with what would be right; two inspectors at once, one of them twice under one key', async () => {
    const [today, soon, later] = [workingDay(0, false), workingDay(3), workingDay(9)]
    const serviceNumber = await register({}, { services: { water: { business: 'new', tonsPerDay: 9 } } })
    await until(serviceNumber, 'jointSurvey')
    await told(
      await act(serviceNumber, 'survey/booking', ['window', 'clerk'], { date: '2020-01-02' }),
      'date-past',
      'date',
      '踏勘日期应在今日或以后',
    )
    await told(
      await act(serviceNumber, 'survey/visit-time', ['zhujian', 'lead'], { at: `${soon}T13:00:00+08:00` }),
      'visit-time-unsuitable',
      'at',
      '踏勘时间应在工作时间之内：08:30–12:00、14:30–17:30',
    )
    const outerWorks: OuterWorks = {
      touches: ['road'],
      sections: [{ road: '河北大道', from: '东', to: '西' }],
      lengthMetres: 10,
      preliminaryDesign: '沿路敷设',
    }
    for (const org of ['zigui', 'chengguan'])
      await done(serviceNumber, 'survey/opinions', [org, 'officer'], { remarks: '同意' })
    await done(serviceNumber, 'survey/opinions', ['shuiwu', 'officer'], {
      lines: [{ line: 'water:shuiwu', connectable: false, outerWorks }],
    })
    await until(serviceNumber, 'approval')
    await told(
      await act(serviceNumber, 'approval/commitments', ['shuiwu', 'officer'], commitment('2020-01-02', later)),
      'date-past',
      'worksFrom',
      '施工开始日期应在今日或以后',
    )
    await done(serviceNumber, 'approval/commitments', ['shuiwu', 'officer'], commitment(today, later))
    await done(serviceNumber, 'construction/designs', ['shuiwu', 'officer'], {
      line: 'water:shuiwu',
      title: '设计',
      summary: '略',
    })
    await done(serviceNumber, 'construction/plans', ['shuiwu', 'officer'], {
      line: 'water:shuiwu',
      title: '方案',
      summary: '略',
      nearbyOwners: [],
    })
    await done(serviceNumber, 'construction/starts', ['shuiwu', 'officer'], { line: 'water:shuiwu' })
    await told(
      await act(
        serviceNumber,
        'supervision/inspections',
        ['chengguan', 'inspector'],
        inspection('water:shuiwu', [1], '2026-10-09'),
      ),
      'date-past',
      'order.dueDate',
      '整改期限应在今日或以后',
    )

    const key = newKey()
    const inspect = (org: string, with_ = newKey()) =>
      act(serviceNumber, 'supervision/inspections', [org, 'inspector'], inspection('water:shuiwu', [1], soon), with_)
    const [first, again, other] = await Promise.all([
      inspect('chengguan', key),
      inspect('chengguan', key),
      inspect('zhujian'),
    ])
    expect([first.statusCode, other.statusCode, again.payload]).toEqual([200, 200, first.payload])
    const { seq } = other.json<{ seq: number }>()
    const { rectifications } = await view(serviceNumber, Math.max(seq, first.json<{ seq: number }>().seq))
    expect(rectifications.map(({ order, org }: { order: string; org: string }) => [order, org]).toSorted()).toEqual([
      ['water:shuiwu:1', expect.any(String)],
      ['water:shuiwu:2', expect.any(String)],
    ])
    expect(new Set(rectifications.map(({ org }: { org: string }) => org))).toEqual(new Set(['chengguan', 'zhujian']))

    const extend = (dueDate: string) =>
      act(serviceNumber, 'supervision/extension-requests', ['shuiwu', 'officer'], {
        order: 'water:shuiwu:1',
        dueDate,
        reason: '连日降雨',
      })
    await told(await extend(soon), 'date-too-early', 'dueDate', `新期限应晚于原期限 ${soon}`)
    await refused(await extend(dayOff(12)), 422, 'date-not-working-day', 'dueDate')
    await done(serviceNumber, 'supervision/extension-requests', ['shuiwu', 'officer'], {
      order: 'water:shuiwu:1',
      dueDate: later,
      reason: '连日降雨',
    })
  })

  test('an unknown case', async () => {
    await refused(
      await act('CB-20261124-00017-9', 'survey/opinions', ['shuiwu', 'officer'], { remarks: '同意' }),
      404,
      'application-not-found',
    )
    await refused(
      await api.get(`${APPLICATIONS}/CB-20261124-00017-9`, await api.token('office', 'officer')),
      404,
      'application-not-found',
    )
  })

  test('a survey day in the past takes no number', async () => {
    const before = await allServiceNumbers(database)
    const answer = await api.post({
      url: APPLICATIONS,
      token: await api.token('hubeiGovernmentService', 'system'),
      body: registrationBody({}, { surveyDate: '2020-01-02' }),
    })
    await refused(answer, 422, 'validation-failed', 'form.surveyDate')
    for (const [surveyDate, code] of [
      [dayOff(5), 'date-not-working-day'],
      ['2199-01-02', 'calendar-year-unknown'],
    ] as const) {
      const again = await api.post({
        url: APPLICATIONS,
        token: await api.token('hubeiGovernmentService', 'system'),
        body: registrationBody({}, { surveyDate }),
      })
      await refused(again, 422, code, 'form.surveyDate')
    }
    expect(await allServiceNumbers(database)).toEqual(before)
  })

  test('a credit code that fails its own check is a warning', async () => {
    const answer = await api.post({
      url: APPLICATIONS,
      token: await api.token('hubeiGovernmentService', 'system'),
      body: registrationBody(
        {},
        { applicant: { kind: 'enterprise', name: APPLICANT.name, creditCode: '91440101MA5CJQ4N50' } },
      ),
    })
    expect(answer.json()).toMatchObject({
      stage: 'registration',
      warnings: [{ field: 'form.applicant.creditCode', code: 'creditCodeCheckCharacter' }],
    })
  })
})

describe('PostgreSQL down', () => {
  test('acts go on; reading says that it has to wait, and never asks the workflow', async () => {
    const serviceNumber = await register()
    await until(serviceNumber, 'jointSurvey')
    const cut = await testApi({ environment: api.app.deps.environment, temporal, database: noServers().database })
    const token = await cut.token('zigui', 'officer')
    const answer = await cut.post({
      url: `${APPLICATIONS}/${serviceNumber}/survey/opinions`,
      token,
      body: { remarks: '同意' },
    })
    expect([answer.statusCode, answer.json().seq]).toEqual([200, expect.any(Number)])
    for (const url of [
      `${APPLICATIONS}/${serviceNumber}?minSeq=${answer.json().seq}`,
      `${APPLICATIONS}/${serviceNumber}/history`,
      `${APPLICATIONS}/CB-20261124-00017-9`,
    ]) {
      const read = await cut.get(url, token)
      await refused(read, 503, 'database-unavailable')
      expect([read.headers['retry-after'], read.json().detail]).toEqual([
        '5',
        expect.stringContaining('已经办理的不会丢失'),
      ])
    }
    expect(await view(serviceNumber, answer.json().seq)).toMatchObject({ seq: answer.json().seq, stage: 'jointSurvey' })
    const [ours, theirs] = await Promise.all(
      ['hubeiGovernmentService', 'ehuiban'].map(async (org) =>
        cut.post({
          url: `${APPLICATIONS}/${serviceNumber}/contact`,
          token: await cut.token(org, 'system'),
          body: { contact: '李四', phone: '13900001111' },
        }),
      ),
    )
    expect([ours?.statusCode, theirs?.statusCode, theirs?.json().code]).toEqual([200, 404, 'application-not-found'])
    await cut.app.close()
  })
})

describe('Temporal down', () => {
  test('a registration takes its number; the sweeper starts it, the same key answers', async () => {
    const environment = api.app.deps.environment
    const cut = await testApi({ environment, database, temporal: noServers().temporal })
    const [token, key, body] = [await cut.token('hubeiGovernmentService', 'system'), newKey(), registrationBody()]
    const answer = await cut.post({ url: APPLICATIONS, token, key, body })
    await refused(answer, 503, 'temporal-unavailable')
    const [left] = await unstartedRegistrations(database, { olderThanSeconds: 0, limit: 10 })
    expect(answer.json().detail).toContain(left?.serviceNumber)
    await refused(
      await act(left?.serviceNumber ?? '', 'survey/opinions', ['zigui', 'officer'], { remarks: '同意' }),
      503,
      'temporal-unavailable',
    )
    await cut.app.close()
    await database.update(registration).set({ createdAt: new Date(Date.now() - 60_000).toISOString() })
    await sweep(api.app)
    expect(await unstartedRegistrations(database, { olderThanSeconds: 0, limit: 10 })).toEqual([])
    const again = await api.post({ url: APPLICATIONS, token, key, body })
    expect([again.statusCode, again.json().serviceNumber]).toEqual([200, left?.serviceNumber])
    await until(left?.serviceNumber ?? '', 'jointSurvey')
  }, 60_000)

  test('readyz', async () => {
    expect((await api.get('/readyz')).json()).toEqual({
      status: 'ready',
      checks: { temporal: 'ok', database: 'ok', migrations: 'ok', registration: 'ok' },
      details: { troubles: [] },
    })
  })
})
