import { beforeAll, afterAll, describe, expect, it } from 'vitest'
import { loadCities } from '../../config/load-cities.ts'
import { accessLog } from '../../db/schema/access-log.ts'
import { guidance } from '../../db/schema/asked.ts'
import { local, madeCase, projectCase } from '../fixtures/assessed.ts'
import { newKey, noServers, testApi } from '../fixtures/api.ts'
import type { TestApi } from '../fixtures/api.ts'
import { GUIDED } from '../fixtures/asked.ts'
import type { Who } from '../fixtures/matter-api.ts'
import { testDatabase } from '../projection/database.ts'

const server = testDatabase()
let now = local('2026-11-18T09:00')
let api: TestApi
beforeAll(async () => {
  api = await testApi({ ...noServers(), database: server.database, cities: loadCities(), now: () => new Date(now) })
})
afterAll(() => api.app.close())

const ZIGUI: Who = ['zigui', 'officer']
const OFFICE: Who = ['office', 'officer']
const CLERK: Who = ['window', 'clerk']
const WATER: Who = ['shuiwu', 'officer']
const INTAKE: Who = ['ehuiban', 'system']

const tokenOf = ([org, role]: Who, sub?: string) => api.token(org, role, sub === undefined ? {} : { sub })
async function post(path: string, who: Who, body: unknown, key = newKey(), sub?: string) {
  const answer = await api.post({ url: `/api/v1/${path}`, token: await tokenOf(who, sub), body, key })
  return { status: answer.statusCode, json: answer.json() }
}
async function get(path: string, who: Who, sub?: string) {
  const answer = await api.get(`/api/v1/${path}`, await tokenOf(who, sub))
  return { status: answer.statusCode, json: answer.json() }
}
/** In the link where users come from. */
async function figuresOf(org: string, part: 'binding' | 'advisory' = 'binding') {
  const { json } = await get('assessments?period=2026-Q4&link=registration', OFFICE)
  return json.rows.find((row: { org: string }) => row.org === org)?.[part]
}

describe('guidance', () => {
  it('R-01, R-30: recorded once, found with the case that followed, corrected and withdrawn', async () => {
    now = local('2026-11-18T09:00')
    const body = { ...GUIDED, projectCode: '2411-421281-04-01-123456', phone: '13871234567', note: '请及早申请' }
    const key = newKey()
    const first = await post('guidance', ZIGUI, body, key)
    expect([first.status, first.json]).toMatchObject([
      201,
      { org: 'zigui', phaseName: '用地规划', told: GUIDED.told, phone: '13871234567', masked: false, version: 1 },
    ])
    const again = await post('guidance', ZIGUI, body, key)
    expect([again.status, again.json.id]).toEqual([200, first.json.id])
    expect((await post('guidance', ZIGUI, { ...body, note: '另' }, key)).json.code).toBe('idempotency-key-reused')
    const second = await post('guidance', ZIGUI, body)
    expect([second.status, second.json.code]).toEqual([409, 'guidance-already-recorded'])
    const further = await post('guidance', ZIGUI, { ...body, further: true })
    expect([further.status, first.json.filed]).toEqual([201, undefined])

    const number = await projectCase(server.database, madeCase())
    now = local('2026-12-10T09:00')
    const { json } = await get(`guidance/${first.json.id}`, ZIGUI)
    expect(json.filed).toEqual({ serviceNumber: number, registeredAt: '2026-11-23T09:00:00+08:00' })
    expect(await figuresOf('zigui')).toMatchObject({ guided: 2, guidedFiled: 2, volume: 0 })

    const reason = '项目代码写错'
    const corrected = await post(`guidance/${first.json.id}/corrections`, ZIGUI, { ...GUIDED, reason })
    expect(corrected.json).toMatchObject({ version: 2, projectCode: GUIDED.projectCode, guidedAt: json.guidedAt })
    expect(corrected.json.filed).toBeUndefined()
    expect(await figuresOf('zigui')).toMatchObject({ guided: 2, guidedFiled: 1 })
    const withdrawn = await post(`guidance/${further.json.id}/withdrawals`, ZIGUI, { reason: '重复' })
    expect(withdrawn.json.history).toMatchObject([{ change: 'recorded' }, { change: 'withdrawn', reason: '重复' }])
    expect((await post(`guidance/${further.json.id}/withdrawals`, ZIGUI, { reason: '又' })).json.code).toBe(
      'already-done',
    )
    expect(await figuresOf('zigui')).toMatchObject({ guided: 1, guidedFiled: 0 })
    expect((await server.database.select().from(guidance)).length).toBe(4)
    const csv = await api.get('/api/v1/assessments.csv?period=2026-Q4', await tokenOf(OFFICE))
    expect(csv.payload).toMatch(/自规局,信息采集,本方案,住建局,.*,1,0,0,0,0\r\n/)
  })

  it('R-01, R-39: by its own bureau alone; masked for others; not there for those whom it does not concern', async () => {
    const { json } = await post('guidance', ['zhengshu', 'officer'], { ...GUIDED, phase: 'constructionPermit' })
    const path = `guidance/${json.id}`
    const masked = (await get(path, OFFICE)).json
    expect([masked.told.name, masked.told.creditCode, masked.masked]).toEqual([
      '湖北********公司',
      '914************N59',
      true,
    ])
    expect((await get('guidance?limit=200', ['zhengshu', 'officer'])).json.items).toMatchObject([
      { id: json.id, told: { creditCode: '914************N59' } },
    ])
    for (const who of [ZIGUI, WATER] as const) expect((await get(path, who)).json.code).toBe('guidance-not-found')
    expect((await get(path, INTAKE)).json.code).toBe('forbidden')
    expect((await get('guidance?org=zhengshu', ZIGUI)).json.code).toBe('forbidden')
    expect((await post(`${path}/withdrawals`, ZIGUI, { reason: '略' })).json.code).toBe('guidance-not-found')
    const refused = await post('guidance', ZIGUI, { ...GUIDED, phase: 'constructionPermit' })
    expect([refused.status, refused.json.code, refused.json.errors?.[0]?.field]).toMatchObject([
      403,
      'forbidden',
      'phase',
    ])
    const log = await server.database.select().from(accessLog)
    expect(log.filter(({ item, unmasked }) => item === json.id && unmasked !== null)).toEqual([])
  })

  it('R-01: at once by two, one record stands', async () => {
    const body = { ...GUIDED, projectCode: '2411-421281-04-01-777777' }
    const answers = await Promise.all([1, 2, 3].map(() => post('guidance', ZIGUI, body)))
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 409, 409])
    const [other] = answers.filter(({ status }) => status === 201)
    const clash = await post(`guidance/${other?.json.id}/corrections`, ZIGUI, { ...GUIDED, reason: '略' })
    expect(clash.json.code).toBe('guidance-already-recorded')
  })
})

describe('inquiries', () => {
  it('R-10: answered by the window at once', async () => {
    now = local('2026-12-10T09:00')
    const { status, json } = await post('inquiries', CLERK, {
      question: '临时用水怎样办理',
      asker: '王建国',
      phone: '13871234567',
      answer: '带营业执照到综窗',
    })
    expect([status, json]).toMatchObject([
      201,
      { status: 'answered', owner: 'window', light: 'green', asker: '王建国' },
    ])
    expect((await post(`inquiries/${json.id}/answers`, CLERK, { answer: '再答' })).json.code).toBe('already-done')
    const both = { question: '略', answer: '略', passTo: 'shuiwu' }
    expect((await post('inquiries', CLERK, both)).json.code).toBe('validation-failed')
  })

  it('R-10, R-30, R-33: passed on, answered late, counted; read by who asked', async () => {
    now = local('2026-12-11T09:00')
    const key = newKey()
    const body = { question: '我家 13871234567 何时通水', asker: '王建国' }
    const { json } = await post('inquiries', ['applicant', 'applicant'], body, key, 'user-7')
    expect(json).toMatchObject({ owner: 'window', channel: 'onlineHall', due: '2026-12-11T12:00:00+08:00' })
    const path = `inquiries/${json.id}`
    now = local('2026-12-11T10:00')
    expect((await post(`${path}/passes`, CLERK, { to: 'ehuiban' })).json.code).toBe('validation-failed')
    const passed = await post(`${path}/passes`, CLERK, { to: 'shuiwu', note: '请答复' })
    expect(passed.json).toMatchObject({ owner: 'shuiwu', due: '2026-12-15T10:00:00+08:00' })
    now = local('2026-12-16T09:00')
    expect((await get('inquiries?open=true', WATER)).json.items).toMatchObject([{ id: json.id, light: 'red' }])
    expect(await figuresOf('shuiwu')).toMatchObject({ inquiries: 1, inquiriesAnswered: 0, inquiriesLate: 0 })
    expect(await figuresOf('shuiwu', 'advisory')).toMatchObject({ inquiries: 0, inquiriesLate: 1 })
    expect((await post(`${path}/answers`, ['guowang', 'officer'], { answer: '略' })).json.code).toBe(
      'inquiry-not-found',
    )
    expect((await post(`${path}/answers`, CLERK, { answer: '略' })).json.code).toBe('not-concerned')
    const done = await post(`${path}/answers`, WATER, { answer: '明日通水' })
    expect(done.json).toMatchObject({ status: 'answered', light: 'red', answer: '明日通水', question: body.question })
    const mine = await get(path, ['applicant', 'applicant'], 'user-7')
    expect(mine.json).toMatchObject({ answer: '明日通水', question: body.question, asker: '王建国' })
    expect((await get('inquiries', ['applicant', 'applicant'], 'user-7')).json.items.length).toBe(1)
    expect((await get(path, ['applicant', 'applicant'], 'user-8')).status).toBe(404)
    expect((await get(path, INTAKE)).status).toBe(404)
    const office = (await get(path, OFFICE)).json
    expect([office.question, office.answer, office.asker]).toEqual(['***', '***', '王**'])
    expect(await figuresOf('shuiwu')).toMatchObject({ inquiries: 1, inquiriesAnswered: 1 })
    expect((await post('inquiries', ['applicant', 'applicant'], body, key, 'user-7')).status).toBe(200)
  })

  it('R-10, R-38: a number of the day, a person of the duty list, found by urgency and number; changed meanwhile', async () => {
    now = local('2026-12-21T09:00')
    const post2 = () => post('inquiries', CLERK, { question: '略', passTo: 'ranqi' })
    const both = await Promise.all([post2(), post2()])
    expect(both.map(({ json }) => json.number.slice(0, 17)).toSorted((a, b) => (a < b ? -1 : 1))).toEqual([
      'ZX-20261221-00001',
      'ZX-20261221-00002',
    ])
    const [one, other] = both.map(({ json }) => json)
    expect(one).toMatchObject({ version: 2, mayAnswer: false })
    expect(one.mayPassTo.map(({ org }: { org: string }) => org)).not.toContain('ranqi')
    const gas: Who = ['ranqi', 'officer']
    now = local('2026-12-24T09:00')
    const listed = (await get('inquiries?open=true&owner=ranqi&sort=due&counts=true&limit=1', gas)).json
    expect([listed.counts, listed.items[0]]).toMatchObject([
      { red: 2, yellow: 0, green: 0 },
      { person: '赤壁华润燃气公司报装责任人', light: 'red' },
    ])
    const rest = (await get(`inquiries?open=true&owner=ranqi&sort=due&cursor=${listed.next}`, gas)).json
    expect(new Set([...listed.items, ...rest.items].map(({ id }) => id))).toEqual(new Set([one.id, other.id]))
    expect((await get(`inquiries?cursor=${listed.next}`, gas)).json.code).toBe('cursor-invalid')
    const found = (await get(`inquiries?q=${one.number.toLowerCase()}`, OFFICE)).json.items
    expect(found).toMatchObject([{ id: one.id }])
    expect(found[0].person).not.toBe('赤壁华润燃气公司报装责任人')
    expect((await get(`inquiries?q=${one.number}`, WATER)).json.items).toEqual([])
    const answer = async (body: object, seen: string) => {
      const url = `/api/v1/inquiries/${one.id}/answers`
      return api.post({ url, token: await tokenOf(gas), body, key: newKey(), headers: { 'if-match': seen } })
    }
    expect((await answer({ answer: '略' }, '"1"')).statusCode).toBe(412)
    for (const body of [{}, { answer: ' ' }, { answer: '长'.repeat(2001) }, { answer: '略', colour: 'red' }])
      expect((await answer(body, '"2"')).statusCode).toBe(422)
    const done = await answer({ answer: '略' }, '"2"')
    expect([done.statusCode, done.headers.etag]).toEqual([200, '"3"'])
  })

  it('R-10: an intake asks for a user and reads the answer; it neither answers nor passes', async () => {
    const key = newKey()
    const { json } = await post('inquiries', INTAKE, { question: '怎样报装' }, key)
    expect(json).toMatchObject({ channel: 'ehuiban', question: '怎样报装', status: 'open' })
    for (const more of [{ answer: '略' }, { passTo: 'shuiwu' }])
      expect((await post('inquiries', INTAKE, { question: '略', ...more })).json.code).toBe('forbidden')
    expect((await post(`inquiries/${json.id}/answers`, INTAKE, { answer: '略' })).json.code).toBe('not-concerned')
    const answers = await Promise.all(
      ['甲', '乙'].map((answer) => post(`inquiries/${json.id}/answers`, CLERK, { answer })),
    )
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409])
    expect((await get(`inquiries/${json.id}`, INTAKE)).json.status).toBe('answered')
    const passing = await post('inquiries', CLERK, { question: '略', passTo: 'guowang' })
    expect(passing.json.turns).toMatchObject([{ org: 'window' }, { org: 'guowang' }])
  })
})
