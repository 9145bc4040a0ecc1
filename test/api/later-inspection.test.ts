import { describe, expect, it } from 'vitest'
import { localDate } from '../../domain/clocks/local-date.ts'
import { isWorkingDay } from '../../domain/clocks/working-time.ts'
import { newKey } from '../fixtures/api.ts'
import { CALENDARS } from '../fixtures/calendars.ts'
import { CHIBI } from '../fixtures/cities.ts'
import { closedWorks } from '../fixtures/closed-works.ts'
import { PartyClient, testServers } from '../fixtures/matter-api.ts'
import type { Who } from '../fixtures/matter-api.ts'
import { inspection } from '../fixtures/works.ts'

const INSPECTOR: Who = ['chengguan', 'inspector']
const SHUIWU: Who = ['shuiwu', 'officer']
const OFFICE: Who = ['office', 'officer']
const APPLICANT: Who = ['applicant', 'applicant', 'hubei-user-7']
const [WATER, POWER] = ['water:shuiwu', 'power:guowang'] as const
const MATTERS = '/api/v1/later-inspections'

const servers = testServers()
const client = new PartyClient(servers)

function day(ahead: number, working = true): string {
  for (let days = ahead; ; days++) {
    const date = localDate(new Date(Date.now() + days * 86_400_000).toISOString(), CHIBI.hours)
    if (isWorkingDay(date, CALENDARS.china) === working) return date
  }
}

const closedCase = () => closedWorks(servers.database)

interface Taken {
  readonly matter: { readonly id: string; readonly order: string; readonly status: string }
}

describe('inspections after the case', () => {
  it('R-20, R-26: passed, recorded and done; each is one of its own', async () => {
    const url = await closedCase()
    const key = newKey()
    const answers = [
      await client.post(`${url}/supervision/inspections`, INSPECTOR, inspection(WATER), key),
      await client.post(`${url}/supervision/inspections`, INSPECTOR, inspection(WATER), key),
    ]
    const [first, again] = answers.map((answer) => answer.json<Taken>())
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200])
    expect(first).toMatchObject({
      stage: 'closed',
      outcome: 'connected',
      matter: { kind: 'laterInspection', status: 'passed' },
    })
    expect(again?.matter.id).toBe(first?.matter.id)
    expect(
      (await client.post(`${url}/supervision/inspections`, INSPECTOR, inspection(WATER, [1], day(5)), key)).json(),
    ).toMatchObject({ code: 'idempotency-key-reused' })
    await client.done(`${url}/supervision/inspections`, ['zigui', 'officer'], inspection(WATER))
    await client.until(`${MATTERS}/${first?.matter.id ?? ''}`, APPLICANT, {
      status: 'passed',
      closedAt: expect.any(String),
      commitment: { version: 1, approvals: ['roadExcavation'] },
    })
    await expect
      .poll(async () => (await client.get(`${url}/later-inspections`, SHUIWU)).json.items.map((item) => item['org']))
      .toEqual(['zigui', 'chengguan'])
  })

  it('R-20: ordered, more time granted, put right, re-inspected, at the addresses of the case; whoever is awaited finds it', async () => {
    const url = await closedCase()
    const filed = await client.post(`${url}/supervision/inspections`, INSPECTOR, inspection(WATER, [2, 4], day(10)))
    const {
      matter: { id, order, status },
    } = filed.json<Taken>()
    expect(status).toBe('rectifying')
    await client.until(`${MATTERS}/${id}`, SHUIWU, {
      awaiting: [{ org: 'shuiwu' }],
      order: { order, promises: [2, 4], dueDate: day(10) },
      deadlines: [{ kind: 'rectification', owner: 'shuiwu', light: 'green' }],
    })
    const awaited = async (who: Who) =>
      (await client.get(`${MATTERS}?awaiting=${who[0]}`, who)).json.items.map((item) => item['id'])
    await expect.poll(() => awaited(SHUIWU)).toContain(id)
    expect(await awaited(INSPECTOR)).not.toContain(id)
    const choice = expect.objectContaining({ field: 'order', options: [expect.objectContaining({ value: order })] })
    expect((await client.get(`${url}/acts`, SHUIWU)).json['may']).toContainEqual(
      expect.objectContaining({
        type: 'reportRectified',
        href: `${url}/supervision/rectifications`,
        choices: [choice],
      }),
    )
    const later = { order, dueDate: day(30), reason: '雨季' }
    await client.done(`${url}/supervision/extension-requests`, SHUIWU, later)
    expect(
      await client.refused(`${url}/supervision/extension-decisions`, ['zigui', 'officer'], { order, granted: true }),
    ).toEqual([403, 'not-concerned', 'order'])
    await client.done(`${url}/supervision/extension-decisions`, INSPECTOR, { order, granted: true })
    await client.done(`${url}/supervision/rectifications`, SHUIWU, { order, remarks: '已重新恢复' })
    await expect.poll(() => awaited(INSPECTOR)).toContain(id)
    const key = newKey()
    const found = { order, passed: true, evidence: '复查照片' }
    expect((await client.post(`${url}/supervision/reinspections`, INSPECTOR, found, key)).json()).toMatchObject({
      matter: { id, status: 'rectified' },
    })
    await client.until(`${MATTERS}/${id}`, OFFICE, {
      status: 'rectified',
      closedAt: expect.any(String),
      awaiting: [],
      order: { dueDate: day(30) },
    })
    expect((await client.post(`${url}/supervision/reinspections`, INSPECTOR, found, key)).statusCode).toBe(200)
    expect(await client.refused(`${url}/supervision/reinspections`, INSPECTOR, found)).toEqual([
      409,
      'already-done',
      'order',
    ])
    const history = () => client.get(`${MATTERS}/${id}/history`, ['office', 'auditor'])
    await expect.poll(async () => (await history()).json.items.at(-1)?.['type']).toBe('laterInspectionClosed')
    const audited = await history()
    expect(audited.json.items.map((event) => event['type'])).toEqual([
      'laterInspectionFiled',
      'rectificationOrdered',
      'deadlineStarted',
      'extensionRequested',
      'extensionDecided',
      'deadlineStarted',
      'rectificationReported',
      'reinspected',
      'laterInspectionClosed',
    ])
    for (const found of ['围挡', '雨季', '复查照片', '现场照片'])
      expect([found, audited.payload.includes(found)]).toEqual([found, true])
    for (const hidden of ['已重新恢复', 'hubei-user-7'])
      expect([hidden, audited.payload.includes(hidden)]).toEqual([hidden, false])
  })

  it('R-20: bad input: by whom it may not, of works that there were not, on a day off, of orders that are not its own', async () => {
    const url = await closedCase()
    const inspections = `${url}/supervision/inspections`
    expect(await client.refused(inspections, SHUIWU, inspection(WATER))).toEqual([403, 'not-concerned'])
    expect(await client.refused(inspections, APPLICANT, inspection(WATER))).toEqual([403, 'forbidden'])
    expect(await client.refused(inspections, INSPECTOR, inspection(POWER))).toEqual([409, 'no-outer-works', 'line'])
    expect(await client.refused(inspections, INSPECTOR, inspection('gas:ranqi'))).toEqual([422, 'line-unknown', 'line'])
    expect(await client.refused(inspections, INSPECTOR, inspection(WATER, [1], day(3, false)))).toEqual([
      422,
      'date-not-working-day',
      'order.dueDate',
    ])
    expect(await client.refused(inspections, INSPECTOR, inspection(WATER, [1], '2026-11-20'))).toEqual([
      422,
      'date-past',
      'order.dueDate',
    ])
    const rectifications = `${url}/supervision/rectifications`
    expect(await client.refused(rectifications, SHUIWU, { order: `${WATER}:1`, remarks: '?' })).toEqual([
      409,
      'application-closed',
    ])
    expect(
      await client.refused(rectifications, SHUIWU, { order: `${WATER}:later:0123456789abcdef`, remarks: '?' }),
    ).toEqual([422, 'order-unknown', 'order'])
    expect((await client.get(`${url}/later-inspections`, ['applicant', 'applicant', 'other'])).json).toMatchObject({
      code: 'application-not-found',
    })
    expect((await client.get(`${MATTERS}/inspection:CB-1:0123456789abcdef`, OFFICE)).json).toMatchObject({
      code: 'later-inspection-not-found',
    })
    // What nothing takes up is refused as ever.
    expect(await client.refused(`${url}/withdrawal`, ['window', 'clerk'], { reason: '不办了' })).toEqual([
      409,
      'application-closed',
    ])
  })
})
