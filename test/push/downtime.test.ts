import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openGround, until, upTo } from './ground.ts'
import type { Ground } from './ground.ts'

let ground: Ground
beforeAll(async () => {
  ground = await openGround()
})
afterAll(() => ground.close())
beforeEach(() => ground.clear())

/** After a first failure a lane waits for longer than any test. */
const PATIENT = { firstRetryMs: 3_600_000, longestRetryMs: 3_600_000 }

/** Eight cases whose receiver answers so to all of them, once each. */
async function failing(mode: 'down' | 500 | 503 | 429) {
  const cases = Array.from({ length: 8 }, () => ground.nextCase())
  const { id, secret } = await ground.subscribe('shuiwu')
  await ground.receiver.set(id, { secret, mode })
  for (const the of cases) await ground.project(the)
  ground.deliver(PATIENT)
  await waiting(id, cases.length)
  await ground.receiver.set(id, { secret, mode: 'ok' })
  return { id, cases, secret }
}

const lanes = async (id: string) => [
  ...(await ground.server.database.execute<{ state: string; attempts: number; woken: number; subject: string }>(
    sql`select state, attempts, woken, subject from delivery_lane where subscription_id = ${id}`,
  )),
]

async function waiting(id: string, count: number): Promise<void> {
  await until(
    () => lanes(id),
    (found) => found.filter(({ state, attempts }) => state === 'waiting' && attempts > 0).length === count,
  )
}

describe('a receiver that was down', () => {
  it.each(['down', 500, 503] as const)(
    'R-27: %s: all that waits goes on with the first success, also of a case that had not failed',
    async (mode) => {
      const { id, cases } = await failing(mode)
      const fresh = ground.nextCase()
      await ground.project(fresh)
      for (const the of [...cases, fresh])
        await until(
          () => ground.receiver.taken(id, the.state.serviceNumber).join(),
          (seqs) => seqs === upTo(the.events.length).join(),
        )
    },
  )

  it('R-27: its lanes are due in the moment of that success, not within a backoff', async () => {
    const { id } = await failing('down')
    const fresh = ground.nextCase()
    await ground.project(fresh, fresh.events.slice(0, 1))
    await until(
      () => lanes(id),
      (found) => found.every(({ state }) => state === 'idle'),
    )
    const [row] = await ground.server.database.execute<{ late: number }>(sql`
      select extract(epoch from max(first.at) - min(back.at))::float8 as late from delivery_attempt back,
        lateral (select min(at) as at from delivery_attempt a where a.subscription_id = back.subscription_id
          and a.subject <> back.subject and a.error is null group by a.subject) first
      where back.subscription_id = ${id} and back.subject = ${fresh.state.serviceNumber}`)
    expect(row?.late).toBeLessThan(15)
  })

  it('R-27: who was told to wait waits', async () => {
    const { id, cases } = await failing(429)
    const fresh = ground.nextCase()
    await ground.project(fresh)
    await until(
      () => ground.receiver.taken(id, fresh.state.serviceNumber).length,
      (length) => length === fresh.events.length,
    )
    await waiting(id, cases.length)
  })

  it('R-27: one case that fails by itself is not tried at every success of the others', async () => {
    const poison = ground.nextCase()
    const { id, secret } = await ground.subscribe('shuiwu')
    await ground.receiver.set(id, { secret, mode: 500, onlyId: `${poison.state.serviceNumber}:1` })
    await ground.project(poison, poison.events.slice(0, 1))
    ground.deliver(PATIENT)
    await waiting(id, 1)
    for (let round = 0; round < 12; round += 1) {
      const other = ground.nextCase()
      await ground.project(other, other.events.slice(0, 1))
      await until(
        () => ground.receiver.taken(id, other.state.serviceNumber).length,
        (length) => length === 1,
      )
    }
    await waiting(id, 1)
    const [lane] = (await lanes(id)).filter(({ subject }) => subject === poison.state.serviceNumber)
    expect(lane?.attempts).toBeGreaterThan(1)
    expect(lane?.attempts).toBeLessThanOrEqual(6)
  })

  it('R-27: a lane that fails while another is taken in that moment does not wait for its backoff', async () => {
    const [slow, quick] = [ground.nextCase(), ground.nextCase()]
    const { id, secret } = await ground.subscribe('shuiwu')
    await ground.server.database.execute(sql`update subscription set away_since = now() where id = ${id}`)
    const only = `${slow.state.serviceNumber}:1`
    await ground.receiver.set(id, { secret, mode: 500, onlyId: only, delayOnly: 1_500 })
    await ground.project(slow, slow.events.slice(0, 1))
    ground.deliver({ ...PATIENT, timeoutMs: 10_000, leaseMs: 30_000 })
    await until(
      () => ground.receiver.received(id).length,
      (length) => length === 1,
    )
    await ground.project(quick, quick.events.slice(0, 1))
    await until(
      () => ground.receiver.taken(id, quick.state.serviceNumber).length,
      (length) => length === 1,
    )
    await until(
      () => ground.receiver.received(id).filter((one) => one.id === only).length,
      (length) => length >= 2,
    )
  })
})
