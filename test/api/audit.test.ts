import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { accessLog, accessNoise } from '../../db/schema/access-log.ts'
import type { Role } from '../../domain/actor/actor.ts'
import { connectDatabase } from '../../db/client.ts'
import { projectEvents } from '../../db/projection.ts'
import { logAccess } from '../../db/queries/access-log.ts'
import type { AccessEntry } from '../../db/queries/access-log.ts'
import { testApi, testEnvironment } from '../fixtures/api.ts'
import type { TestApi } from '../fixtures/api.ts'
import { applicationInput, PureCase } from '../fixtures/pure-case.ts'
import { asProgram } from '../fixtures/program-role.ts'
import { testDatabase } from '../projection/database.ts'

const AUDIT = '/api/v1/audit'
const NUMBER = 'CB-20261124-00017-9'
const server = testDatabase()
let api: TestApi
let auditor: string
let close: () => Promise<void>
beforeAll(async () => {
  const pool = connectDatabase(asProgram(server.url))
  close = pool.close
  api = await testApi({ database: pool.database, environment: testEnvironment() })
  auditor = await api.token('zigui', 'auditor')
})
afterAll(async () => {
  await api.app.close()
  await close()
})
beforeEach(async () => {
  await server.database.delete(accessLog)
  await server.database.delete(accessNoise)
})

interface Listed {
  readonly items: readonly (Record<string, unknown> & { readonly action: string })[]
  readonly next?: string
}
const listed = async (query = '', token = auditor) => (await api.get(`${AUDIT}${query}`, token)).json<Listed>()
const kept = () => server.database.select().from(accessLog).orderBy(accessLog.id)

const entry = (number: number, change: Partial<AccessEntry> = {}): AccessEntry => ({
  at: new Date(Date.UTC(2026, 10, 26, 1, 0, number)).toISOString(),
  sub: 'someone',
  org: 'shuiwu',
  role: 'officer',
  city: 'chibi',
  kind: 'read',
  action: `GET /${number}`,
  outcome: 'allowed',
  ...change,
})
const actions = ({ items }: Listed) => items.map(({ action }) => action.replace('GET /', ''))

describe('R-39: an entry', () => {
  it('says who, from where, by which request, of which case and paper, and how it ended', async () => {
    const token = await api.token('shuiwu', 'officer', { sub: 'li.si' })
    const answer = await api.app.inject({
      url: `/api/v1/applications/${NUMBER}/documents/receipt`,
      headers: { authorization: `Bearer ${token}`, 'x-request-id': 'gateway-00000042' },
      remoteAddress: '192.0.2.42',
    })
    expect([answer.statusCode, answer.headers['x-request-id']]).toEqual([404, 'gateway-00000042'])
    await expect.poll(kept).toHaveLength(1)
    expect(await listed(`?serviceNumber=${NUMBER}`)).toMatchObject({
      items: [
        {
          sub: 'li.si',
          org: 'shuiwu',
          role: 'officer',
          kind: 'paper',
          kindName: '文书',
          action: 'GET /api/v1/applications/:serviceNumber/documents/:document',
          serviceNumber: NUMBER,
          item: 'receipt',
          outcome: 'refused',
          problem: 'application-not-found',
          requestId: 'gateway-00000042',
          address: '192.0.2.42',
        },
      ],
    })
  })

  it('is there of lists, which are masked, of a caller who does not exist, and of looking at entries', async () => {
    // Entries of the tests before may come yet: these are one account's.
    const one = { sub: 'wang.wu' }
    expect((await api.get('/api/v1/applications', await api.token('shuiwu', 'officer', one))).statusCode).toBe(200)
    expect((await api.get('/api/v1/applications', await api.token('shuiwu', 'auditor', one))).statusCode).toBe(403)
    await listed(`?serviceNumber=${NUMBER}&sub=x`, await api.token('zigui', 'auditor', one))
    await expect
      .poll(async () =>
        (await kept())
          .filter(({ sub }) => sub === one.sub)
          .map(({ org, role, kind, seen, outcome, action, serviceNumber }) =>
            [org, role, kind, seen, outcome, action, serviceNumber].join(' '),
          ),
      )
      .toEqual([
        'shuiwu officer list masked allowed GET /api/v1/applications ',
        'shuiwu auditor list  refused GET /api/v1/applications ',
        `zigui auditor list  allowed GET /api/v1/audit ${NUMBER}`,
      ])
  })
})

describe('R-39: unknown senders', () => {
  it('push nothing out, however many come: before, 34,186 of 35,225 entries were dropped', async () => {
    const officer = await api.token('shuiwu', 'officer')
    for (let round = 0; round < 40; round += 1) {
      await Promise.all(Array.from({ length: 250 }, () => api.get('/api/v1/applications', 'x.y.z')))
      await api.get('/api/v1/applications', officer)
    }
    await expect.poll(async () => (await kept()).filter(({ org }) => org === 'shuiwu').length).toBe(40)
    expect(await kept()).toHaveLength(40)
    await expect
      .poll(async () => (await api.get(`${AUDIT}/unknown-senders`, auditor)).json<{ items: object[] }>().items, {
        timeout: 30_000,
      })
      .not.toEqual([])
    const rows = await server.database.select().from(accessNoise)
    expect(rows.length).toBeLessThan(20)
    expect(rows[0]).toMatchObject({
      address: '127.0.0.1',
      action: 'GET /api/v1/applications',
      problem: 'unauthenticated',
    })
  })
})

describe('R-39: GET /audit', () => {
  it('is for auditors, and of their own city', async () => {
    await logAccess(server.database, entry(1), entry(2, { city: 'drill' }))
    for (const [org, role] of [
      ['office', 'administrator'],
      ['zigui', 'lead'],
      ['office', 'officer'],
    ] as const)
      expect((await api.get(AUDIT, await api.token(org, role))).statusCode).toBe(403)
    expect(actions(await listed('?sub=someone'))).toEqual(['1'])
    const there = await api.token('office', 'auditor', { city: 'drill' })
    expect(actions(await listed('?sub=someone', there))).toEqual(['2'])
  })

  it('narrows by time, account, organisation, number and kind, and by several at once', async () => {
    await logAccess(
      server.database,
      entry(1, { sub: 'a' }),
      entry(2, { org: 'ranqi', role: 'lead' }),
      entry(3, { serviceNumber: NUMBER }),
      entry(4, { kind: 'paper', serviceNumber: NUMBER }),
      entry(5, { sub: 'a', kind: 'act', org: 'window' }),
    )
    const at = (second: number) => encodeURIComponent(`2026-11-26T09:00:0${second}+08:00`)
    for (const [query, wanted] of [
      ['sub=a', '5 1'],
      ['org=ranqi', '2'],
      [`serviceNumber=${NUMBER}`, '4 3'],
      [`serviceNumber=${NUMBER}&kind=paper`, '4'],
      ['sub=a&kind=act', '5'],
      [`from=${at(2)}&to=${at(4)}`, '3 2'],
      ['org=nobody', ''],
    ] as const)
      expect([query, actions(await listed(`?${query}`)).join(' ')]).toEqual([query, wanted])
  })

  it('pages neither repeat nor skip what stood, while others write, with the same instants and older ones', async () => {
    const stood = Array.from({ length: 60 }, (_, index) => entry(Math.floor(index / 7), { action: `GET /${index}` }))
    await logAccess(server.database, ...stood)
    const read: string[] = []
    let cursor: string | undefined
    do {
      const page = await listed(`?sub=someone&limit=7${cursor === undefined ? '' : `&cursor=${cursor}`}`)
      read.push(...actions(page))
      cursor = page.next
      const late = [0, 3, 8, 59].map((second) => entry(second, { action: 'GET /late' }))
      await logAccess(server.database, ...late)
    } while (cursor !== undefined && read.length < 1_000)
    const ofThose = read.filter((action) => action !== 'late')
    expect(ofThose).toHaveLength(60)
    expect(new Set(ofThose).size).toBe(60)
  })

  it('hides an applicant’s account, which can still be asked for', async () => {
    await logAccess(server.database, entry(1, { sub: 'applicant-7', org: 'applicant', role: 'applicant' }))
    expect((await listed('?sub=applicant-7')).items).toMatchObject([{ sub: '***', orgName: '申请人' }])
  })

  it.each(['limit=501', 'limit=0', 'kind=x', 'from=yesterday', 'cursor=eyJ9', 'unknown=1', 'to=0000-01-01T00:00:00Z'])(
    'is bounded: %s',
    async (query) => {
      expect((await api.get(`${AUDIT}?${query}`, auditor)).statusCode).toBeOneOf([400, 422])
    },
  )
})

describe('R-39: every route', () => {
  it('leaves exactly one entry, or none where it is public', async () => {
    const roles = new Map<Role, string>()
    for (const [org, role] of [
      ['applicant', 'applicant'],
      ['window', 'clerk'],
      ['zigui', 'officer'],
      ['zigui', 'lead'],
      ['zigui', 'inspector'],
      ['zigui', 'auditor'],
      ['office', 'administrator'],
      ['shuiwu', 'system'],
    ] as const)
      roles.set(role, await api.token(org, role))
    const { paths } = (await api.get('/openapi.json')).json<{
      paths: Record<string, Record<string, { security?: unknown[] }>>
    }>()
    const walked = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, { security }]) => ({ path, method, open: security?.length === 0 })),
    )
    expect(walked.length).toBeGreaterThan(90)
    let number = 0
    for (const { path, method, open } of walked) {
      if (path === '/readyz') continue
      for (const token of roles.values()) {
        number += 1
        const [requestId, url] = [`walked-${String(number).padStart(6, '0')}`, path.replaceAll(/\{\w+\}/g, 'unknown')]
        await api.app.inject({
          method: method.toUpperCase() as 'GET',
          url,
          headers: {
            authorization: `Bearer ${token}`,
            'x-request-id': requestId,
            ...(method === 'post' ? { 'idempotency-key': requestId, 'content-type': 'application/json' } : {}),
          },
          ...(method === 'post' ? { payload: '{}' } : {}),
        })
        if (open) number -= 1
      }
    }
    const walkedIds = async () => (await kept()).flatMap(({ requestId: id }) => (id?.startsWith('walked-') ? [id] : []))
    await expect.poll(async () => (await walkedIds()).length, { timeout: 30_000 }).toBeGreaterThanOrEqual(number)
    const ids = await walkedIds()
    expect([ids.length, new Set(ids).size]).toEqual([number, number])
  })
})

describe('R-10, R-39: papers that are printed', () => {
  it('have a number for ever, each copy one of its own, a reload none; who printed is on record', async () => {
    const serviceNumber = 'CB-20261124-00018-7'
    const the = new PureCase(applicationInput(undefined, { serviceNumber })).atSurvey()
    await projectEvents(server.database, serviceNumber, the.events)
    const token = await api.token('zhujian', 'officer', { sub: 'zhao.liu' })
    const url = `/api/v1/applications/${serviceNumber}/documents/survey-letter`
    const read = (await api.get(url, token)).body
    const [number = ''] = /赤住建函〔\d{4}〕\d+号/.exec(read) ?? []
    expect([number === '', read.includes('class="reading"')]).toEqual([false, true])
    const print = async (key: string) => {
      const answer = await api.post({ url: `${url}/prints`, token, body: {}, key })
      return [answer.statusCode, answer.json<{ copy: number }>().copy]
    }
    expect([await print('print-0001'), await print('print-0001'), await print('print-0002')]).toEqual([
      [201, 1],
      [200, 1],
      [201, 2],
    ])
    const copies = await Promise.all(
      ['1', '2', '2'].map(async (copy) => (await api.get(`${url}?copy=${copy}`, token)).body),
    )
    expect(copies.map((body) => [body.includes(number), body.includes('重印 第2次')])).toEqual([
      [true, false],
      [true, true],
      [true, true],
    ])
    expect((await api.get(`${url}?copy=3`, token)).json()).toMatchObject({ code: 'document-not-found' })
    expect((await api.get(`${url}/prints`, token)).json()).toMatchObject({ items: [{ copy: 1 }, { copy: 2 }] })
    const given = { url: `${url}/number`, token, body: { number: '赤住建函〔2026〕9号' }, key: 'number-0001' }
    expect((await api.post(given)).json()).toMatchObject({ code: 'wrong-stage' })
    await expect
      .poll(async () => (await kept()).filter(({ action }) => action.startsWith('POST') && action.endsWith('/prints')))
      .toMatchObject([1, 2, 3].map(() => ({ sub: 'zhao.liu', serviceNumber, item: 'survey-letter' })))
  })
})
