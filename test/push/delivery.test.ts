import { fork } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { listen } from '../../db/listen.ts'
import { replaceSubject } from '../../db/rebuild.ts'
import { stepsOf } from '../../db/rows.ts'
import { application } from '../../db/schema/application.ts'
import { deliveryAttempt, deliveryLane } from '../../db/schema/push.ts'
import { lockCase, writeCase } from '../../db/write-case.ts'
import type { PureCase } from '../fixtures/pure-case.ts'
import { SCALED_HOUR, SCALED_PUSH, openGround, until, untilListened, upTo } from './ground.ts'
import type { Ground } from './ground.ts'
import { NODE_ARGUMENTS } from '../../start/node-arguments.ts'

let ground: Ground

beforeAll(async () => {
  ground = await openGround()
})
afterAll(() => ground.close())
beforeEach(() => ground.clear())

const all = (the: PureCase) => upTo(the.events.length)
const numberOf = (the: PureCase) => the.state.serviceNumber

async function untilTaken(name: string, cases: readonly PureCase[], withinMs?: number): Promise<void> {
  await until(
    () => cases.map((the) => ground.receiver.taken(name, numberOf(the)).length),
    (lengths) => lengths.every((length, index) => length >= (cases[index]?.events.length ?? 0)),
    withinMs,
  )
  for (const the of cases) expect(ground.receiver.taken(name, numberOf(the))).toEqual(all(the))
}

describe('every event, in the order of its case', () => {
  it('R-27: two deliverers, three receivers, eight cases projected event by event: each event, signed, in order', async () => {
    const cases = Array.from({ length: 8 }, () => ground.nextCase())
    const subscriptions = await Promise.all(
      ['shuiwu', 'telecom', 'hubeiGovernmentService'].map((org) => ground.subscribe(org)),
    )
    ground.deliver()
    ground.deliver()
    await Promise.all(
      cases.map(async (the) => {
        for (const event of the.events) await ground.project(the, [event])
      }),
    )
    for (const { id } of subscriptions) {
      await untilTaken(id, cases)
      expect(
        ground.receiver
          .received(id)
          .every(({ verified, contentType }) => verified && contentType.startsWith('application/cloudevents+json')),
      ).toBe(true)
      expect(ground.receiver.received(id)).toHaveLength(cases.reduce((sum, the) => sum + the.events.length, 0))
    }
    await until(
      async () => ground.server.database.select({ state: deliveryLane.state }).from(deliveryLane),
      (lanes) => lanes.length === 24 && lanes.every(({ state }) => state === 'idle'),
    )
  })

  it('R-27: one row that cannot be read keeps no other case from its receivers, by the sweep nor by the hint', async () => {
    const [bad, first, later] = [ground.nextCase(), ground.nextCase(), ground.nextCase()]
    for (const the of [bad, first]) await ground.project(the)
    await ground.server.database.execute(
      sql`update outbox set payload = payload || '{"at": "no time"}' where service_number = ${numberOf(bad)}
        and seq = 2`,
    )
    const { id } = await ground.subscribe('shuiwu')
    ground.deliver()
    await untilTaken(id, [first])
    await Promise.all(
      [bad, later].map((the) =>
        the === bad
          ? ground.server.database.execute(
              sql`update event set recorded_xid = pg_current_xact_id() where service_number = ${numberOf(bad)}`,
            )
          : ground.project(the),
      ),
    )
    await untilTaken(id, [later])
    expect(ground.receiver.taken(id, numberOf(bad))).toEqual([])
    expect(ground.told.unreadable).toBeGreaterThan(0)
  })

  it('R-27: a transaction that commits late is not passed over, though later ones have been delivered', async () => {
    const [late, later] = [ground.nextCase(), ground.nextCase()]
    const { id } = await ground.subscribe('shuiwu')
    ground.deliver({ unreadableEveryMs: 3_600_000 })
    let commit = () => {}
    const open = new Promise<void>((resolve) => {
      commit = resolve
    })
    const written = ground.server.database.transaction(async (transaction) => {
      await lockCase(transaction, numberOf(late))
      await writeCase(transaction, undefined, stepsOf(numberOf(late), undefined, late.events))
      await open
    })
    await ground.project(later)
    await untilTaken(id, [later])
    await sleep(200)
    commit()
    await written
    await untilTaken(id, [late])
  })

  it('R-27: a notification is enough, long before the next poll', async () => {
    const the = ground.nextCase()
    const { id } = await ground.subscribe('guowang')
    const deliverer = ground.deliver({ pollMs: 60_000 })
    const hints = listen({ url: ground.server.url }, 'outbox', () => deliverer.hint())
    await untilListened(ground)
    await ground.project(the)
    await untilTaken(id, [the])
    await hints.close()
  })

  it('R-27: a subscription hears from its beginning on, of the events that it asked for, and of nothing that does not concern it', async () => {
    const the = ground.nextCase()
    const [since, chosen, other, office, supervisor] = await Promise.all([
      ground.subscribe('shuiwu', { since: '2026-11-24T00:00:00.000Z' }),
      ground.subscribe('shuiwu', { eventTypes: ['serviceConnected', 'applicationClosed'] }),
      ground.subscribe('mobile'),
      ground.subscribe('office', { scope: 'city' }),
      ground.subscribe('fagai', { supervises: ['zhujian'] }),
    ])
    ground.deliver()
    await ground.project(the)
    await untilTaken(office.id, [the])
    const expected = (wanted: (event: PureCase['events'][number]) => boolean) =>
      the.events.filter(wanted).map(({ seq }) => seq)
    for (const [{ id }, seqs] of [
      [since, expected(({ at }) => at >= '2026-11-24')],
      [chosen, expected(({ type }) => type === 'serviceConnected' || type === 'applicationClosed')],
      [other, []],
      [supervisor, expected(({ type }) => type === 'deadlinePassed')],
    ] as const)
      await until(
        () => ground.receiver.taken(id, numberOf(the)),
        (taken) => taken.join() === seqs.join(),
      )
  })
})

describe('what goes wrong', () => {
  it('R-27: a receiver that is down for an hour (scaled: a second is 2 ms) loses nothing and hears the rest in order', async () => {
    const cases = [ground.nextCase(), ground.nextCase(), ground.nextCase()]
    const { id, secret } = await ground.subscribe('ranqi')
    ground.deliver()
    for (const the of cases) await ground.project(the, the.events.slice(0, 5))
    await until(
      () => cases.map((the) => ground.receiver.taken(id, numberOf(the)).length),
      (lengths) => lengths.every((length) => length === 5),
    )
    await ground.receiver.kill()
    for (const the of cases) await ground.project(the, the.events.slice(5))
    await sleep(SCALED_HOUR)
    expect(ground.told.failures).toContain('refused')
    await ground.receiver.start()
    await ground.receiver.set(id, { secret, mode: 'ok' })
    await untilTaken(id, cases)
  })

  it('R-27: a deliverer killed in the middle of a delivery: after the lease the same webhook-id and body come again', async () => {
    const the = ground.nextCase()
    const { id, secret } = await ground.subscribe('shuiwu')
    await ground.receiver.set(id, { secret, mode: 'ok', delayMs: 700 })
    await ground.project(the, the.events.slice(0, 3))
    const program = fileURLToPath(new URL('deliverer-process.ts', import.meta.url))
    const child = fork(program, [ground.server.url, ground.keys, JSON.stringify(SCALED_PUSH)], {
      execArgv: [...NODE_ARGUMENTS],
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    })
    await until(
      () => ground.receiver.received(id).length,
      (length) => length === 1,
    )
    child.kill('SIGKILL')
    await once(child, 'exit')
    await ground.receiver.set(id, { secret, mode: 'ok' })
    ground.deliver()
    await sleep(1_000)
    expect(ground.receiver.received(id)).toHaveLength(1)
    await until(
      () => ground.receiver.received(id).length,
      (length) => length === 4,
    )
    expect(ground.receiver.received(id).map((one) => one.id)).toEqual(
      [1, 1, 2, 3].map((seq) => `${numberOf(the)}:${seq}`),
    )
    const [first, second] = ground.receiver.received(id)
    expect(second?.body).toEqual(first?.body)
  })

  it.each([
    ['500', 500, 'http-500'],
    ['a redirect', 'redirect', 'http-302'],
    ['hanging up', 'down', 'connection-lost'],
    ['silence', 'silent', 'timeout'],
  ] as const)('R-27: %s is tried again until it is taken, and the redirect is not followed', async (_, mode, error) => {
    const the = ground.nextCase()
    const { id, secret } = await ground.subscribe('shuiwu')
    await ground.receiver.set(id, { secret, mode })
    await ground.project(the, the.events.slice(0, 2))
    ground.deliver(mode === 'silent' ? { timeoutMs: 200 } : {})
    const attempts = async () =>
      ground.server.database.select().from(deliveryAttempt).where(eq(deliveryAttempt.subscriptionId, id))
    const tried = await until(attempts, (rows) => rows.length >= 3)
    expect(new Set(tried.map((attempt) => `${attempt.seq} ${attempt.error}`))).toEqual(new Set([`1 ${error}`]))
    expect(ground.receiver.received('elsewhere')).toEqual([])
    await ground.receiver.set(id, { secret, mode: 'ok' })
    await until(
      () => ground.receiver.taken(id, numberOf(the)),
      (taken) => taken.join() === '1,2',
    )
  })

  it('R-27: 410 ends the subscription; nothing more is sent to it', async () => {
    const the = ground.nextCase()
    const { id, secret } = await ground.subscribe('shuiwu')
    await ground.receiver.set(id, { secret, mode: 410 })
    await ground.project(the)
    ground.deliver()
    const ended = () => ground.server.database.execute(sql`select active, ended_because from subscription`)
    await until(
      async () => [...(await ended())],
      (rows) => rows[0]?.['active'] === false,
    )
    expect([...(await ended())]).toEqual([{ active: false, ended_because: 'gone' }])
    await sleep(200)
    expect(ground.receiver.received(id)).toHaveLength(1)
  })

  it('R-27: private addresses are refused unless allowed, by address and by name', async () => {
    const the = ground.nextCase()
    await ground.subscribe('shuiwu')
    await ground.subscribe('guowang', { url: `http://localhost:${ground.receiver.port}/hooks/x` })
    await ground.project(the, the.events.slice(0, 1))
    ground.told.failures.length = 0
    ground.deliver({ receivers: { ...SCALED_PUSH.receivers, networks: [] } })
    await until(
      () => ground.told.failures.length,
      (length) => length >= 4,
    )
    expect(new Set(ground.told.failures)).toEqual(new Set(['private-address']))
    expect(ground.receiver.received('x')).toEqual([])
  })

  it('R-27: a receiver that is slow holds up nobody else', async () => {
    const cases = Array.from({ length: 12 }, () => ground.nextCase())
    const [slow, quick] = await Promise.all([ground.subscribe('shuiwu'), ground.subscribe('guowang')])
    await ground.receiver.set(slow.id, { secret: slow.secret, mode: 'silent' })
    for (const the of cases) await ground.project(the)
    // Whoever waited for the slow one would wait longer than we do.
    ground.deliver({ concurrency: 6, perSubscription: 3, timeoutMs: 60_000, leaseMs: 90_000 })
    await untilTaken(quick.id, cases, 30_000)
  })

  it('R-27: stopping lets what is under way end, gives its lane back, and what is cut comes again', async () => {
    const the = ground.nextCase()
    const { id, secret } = await ground.subscribe('shuiwu')
    await ground.receiver.set(id, { secret, mode: 'ok', delayMs: 200 })
    await ground.project(the, the.events.slice(0, 4))
    const first = ground.deliver({ stopGraceMs: 10_000 })
    await until(
      () => ground.receiver.received(id).length,
      (length) => length === 1,
    )
    await first.stop()
    const [lane] = await ground.server.database.select().from(deliveryLane)
    expect(lane).toMatchObject({ state: 'waiting', deliveredSeq: 1, attempts: 0 })
    await ground.receiver.set(id, { secret, mode: 'silent' })
    const second = ground.deliver({ timeoutMs: 60_000, leaseMs: 90_000 })
    await until(
      () => ground.receiver.received(id).length,
      (length) => length === 2,
    )
    const startedAt = Date.now()
    await second.stop()
    expect(Date.now() - startedAt).toBeLessThan(10_000)
    await ground.receiver.set(id, { secret, mode: 'ok' })
    ground.deliver()
    await until(
      () => ground.receiver.taken(id, numberOf(the)),
      (taken) => taken.join() === '1,2,3,4',
    )
  })
})

describe('a rebuild of the projection', () => {
  it('R-27, R-39: neither loses nor repeats a delivery: rows replaced, or gone and projected again', async () => {
    const [replaced, gone, untouched] = [ground.nextCase(), ground.nextCase(), ground.nextCase()]
    const { id } = await ground.subscribe('shuiwu')
    ground.deliver({ unreadableEveryMs: 100 })
    for (const the of [replaced, gone, untouched]) await ground.project(the, the.events.slice(0, 9))
    await until(
      () => ground.receiver.received(id).length,
      (length) => length === 27,
    )
    expect(
      await replaceSubject(ground.server.database, {
        kind: 'application',
        subject: numberOf(replaced),
        events: replaced.events,
      }),
    ).toBe(true)
    await ground.server.database.delete(application).where(eq(application.serviceNumber, numberOf(gone)))
    await sleep(300)
    await ground.project(gone)
    await ground.project(untouched)
    await untilTaken(id, [replaced, gone, untouched])
    await sleep(300)
    expect(ground.receiver.received(id)).toHaveLength(
      replaced.events.length + gone.events.length + untouched.events.length,
    )
  })
})
