import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { accessLog } from '../../db/schema/access-log.ts'
import { Deliverer } from '../../push/deliverer.ts'
import { APPLICANT } from '../fixtures/forms.ts'
import { openGround, SCALED_PUSH, until } from './ground.ts'
import type { Ground } from './ground.ts'

let ground: Ground

beforeAll(async () => {
  ground = await openGround()
})
afterAll(() => ground.close())

const PERSONAL = [
  APPLICANT.contact,
  APPLICANT.phone,
  APPLICANT.address,
  APPLICANT.name,
  APPLICANT.creditCode,
  'hubei-user-7',
  '不占路',
]
const foundIn = (text: string) => PERSONAL.filter((one) => text.includes(one))

describe('personal data', () => {
  it('R-27, R-39: goes to those who take part as far as they need it, and the access log says so; an intake, the office and a supervisor hear where the case stands', async () => {
    const the = ground.nextCase()
    const names = ['shuiwu', 'hubeiGovernmentService', 'office', 'fagai'] as const
    const [utility, intake, office, supervisor] = await Promise.all(
      names.map((org) =>
        ground.subscribe(org, {
          scope: org === 'office' ? 'city' : 'concerned',
          supervises: org === 'fagai' ? ['zhujian'] : [],
        }),
      ),
    )
    ground.deliver()
    await ground.project(the)
    const bodies = (id = '') => ground.receiver.received(id).map(({ body }) => body)
    await until(
      () => [utility, intake, office].map((one) => bodies(one?.id).length),
      (counts) => counts.every((count) => count === the.events.length),
    )
    await until(
      () => bodies(supervisor?.id).length,
      (count) => count === 1,
    )
    expect(foundIn(bodies(utility?.id).join())).toEqual(PERSONAL.filter((one) => one !== 'hubei-user-7'))
    const given = async (id = '') =>
      new Set(
        (
          await ground.server.database
            .select()
            .from(accessLog)
            .where(eq(accessLog.sub, `subscription:${id}`))
        ).flatMap(({ action, unmasked }) => [action, ...(unmasked ?? [])]),
      )
    expect([...(await given(utility?.id))]).toEqual(
      expect.arrayContaining(['PUSH', 'name', 'creditCode', 'address', 'contact', 'phone', 'words']),
    )
    for (const other of [intake, office, supervisor]) expect([...(await given(other?.id))]).toEqual([])
    for (const other of [intake, office, supervisor]) expect(foundIn(bodies(other?.id).join())).toEqual([])
    expect(JSON.parse(bodies(intake?.id).at(-1) ?? '')).toMatchObject({
      specversion: '1.0',
      id: `${the.state.serviceNumber}:${the.events.length}`,
      source: 'urn:seven-ones:chibi',
      type: 'cn.seven-ones.applicationClosed',
      subject: the.state.serviceNumber,
      data: {
        event: 'applicationClosed',
        status: {
          stage: 'closed',
          caseStatus: { code: 11, name: '办结通过' },
          lines: expect.arrayContaining([expect.objectContaining({ line: 'gas:ranqi', statusName: '已接入' })]),
        },
      },
    })
  })

  it('R-39: is neither in what the deliverer says nor in what it keeps, nor is the secret', async () => {
    const the = ground.nextCase()
    const { id, secret } = await ground.subscribe('guowang')
    await ground.receiver.set(id, { secret, mode: 500 })
    ground.deliver({ giveUpAfterMs: 100, longestRetryMs: 20 })
    await ground.project(the)
    const kept = async () =>
      JSON.stringify([
        ...(await ground.server.database.execute(sql`
      select to_jsonb(l) as row from delivery_lane l union all select to_jsonb(a) from delivery_attempt a
      union all select to_jsonb(d) from dead_letter d union all select to_jsonb(s) from subscription s`)),
      ])
    const text = `${await until(kept, (rows) => rows.includes('parked'))}${ground.told.lines.join()}`
    expect(text).toContain('多次推送失败')
    expect(foundIn(text)).toEqual([])
    expect(text).not.toContain(secret)
    expect(text).not.toContain(secret.slice('whsec_'.length))
  })

  it('R-39: an event that cannot be read says so without its content, and its lane comes again', async () => {
    const the = ground.nextCase()
    const { id } = await ground.subscribe('ranqi')
    await ground.project(the, the.events.slice(0, 2))
    await ground.server.database.execute(
      sql`update outbox set payload = payload || '{"type": "王建国-13871234567"}' where seq = 2
        and service_number = ${the.state.serviceNumber}`,
    )
    ground.told.lines.length = 0
    ground.deliver({ leaseMs: 200 })
    await until(
      () => ground.told.lines.filter((line) => line.includes('租约到期后重来')).length,
      (count) => count >= 2,
    )
    expect(foundIn(ground.told.lines.join())).toEqual([])
    await ground.server.database.execute(
      sql`update outbox set payload = payload || '{"type": "demandAccepted"}' where seq = 2
        and service_number = ${the.state.serviceNumber}`,
    )
    await until(
      () => ground.receiver.taken(id, the.state.serviceNumber),
      (taken) => taken.join() === '1,2',
    )
  })

  it('R-27: a secret that cannot be opened stops its subscription only, and is said', async () => {
    const the = ground.nextCase()
    const [broken, whole] = await Promise.all([
      ground.subscribe('telecom', { secret: 'v1:other:AAAA' }),
      ground.subscribe('telecom'),
    ])
    ground.deliver()
    await ground.project(the)
    await until(
      () => ground.receiver.taken(whole.id, the.state.serviceNumber).length,
      (length) => length === the.events.length,
    )
    expect(ground.receiver.received(broken.id)).toEqual([])
    const lane = async () =>
      (
        await ground.server.database.execute(
          sql`select state, last_error from delivery_lane where subscription_id = ${broken.id}`,
        )
      )[0]
    await expect.poll(lane).toEqual({ state: 'waiting', last_error: 'secret-unreadable' })
  })

  it('R-39: without a database a deliverer says so, without an address or a password, and goes on', async () => {
    const { connectDatabase } = await import('../../db/client.ts')
    const lines: string[] = []
    const { database, close } = connectDatabase('postgres://nobody:password@127.0.0.1:1/none')
    const silent = () => {}
    const log = {
      info: silent,
      warn: (message: string, fields?: unknown) => void lines.push(`${message}${JSON.stringify(fields)}`),
    }
    const deliverer = new Deliverer(
      {
        database,
        keyring: ground.keyring,
        metrics: { delivered: silent, failed: silent, parked: silent, unreadable: silent, figures: silent },
        log,
        cityOf: () => undefined,
      },
      SCALED_PUSH,
    )
    deliverer.start()
    await until(
      () => lines.length,
      (length) => length >= 2,
    )
    await deliverer.stop()
    await close()
    expect(lines[0]).toBe('推送暂停：数据库没有回应{"reason":"database error ECONNREFUSED"}')
  })
})
