import { setTimeout as sleep } from 'node:timers/promises'
import { eq } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { listen } from '../../db/listen.ts'
import { changeSubscription } from '../../db/queries/subscription-acts.ts'
import { deliveryLane, subscription } from '../../db/schema/push.ts'
import type { PureCase } from '../fixtures/pure-case.ts'
import { statementsAsked } from '../fixtures/statements-asked.ts'
import { openGround, until, upTo } from './ground.ts'
import type { Ground } from './ground.ts'

let ground: Ground

beforeAll(async () => {
  ground = await openGround()
})
afterAll(() => ground.close())
beforeEach(() => ground.clear())
afterEach(() => vi.restoreAllMocks())

const NOW = '2026-11-26T00:00:00.000Z'
const lookedThrough = /from application where service_number > /

const markOf = async (id: string) => {
  const [row] = await ground.server.database.select().from(subscription).where(eq(subscription.id, id))
  return row?.offeredXid ?? null
}

describe('R-27: where nobody subscribes', () => {
  it('an act rings no bell, and the deliverer asks nothing but whether somebody does', async () => {
    let rung = 0
    const hints = listen({ url: ground.server.url }, 'outbox', () => (rung += 1))
    ground.deliver()
    await sleep(300)
    const heard = rung
    const texts = statementsAsked(ground.server.database)
    await ground.project(ground.nextCase())
    await until(
      () => texts.filter((text) => text.includes('"subscription"')).length,
      (looks) => looks >= 3,
    )
    expect(rung).toBe(heard)
    const others = texts.filter((text) => !text.includes('"subscription"'))
    // The projecting itself: where the case stands, and its rows.
    expect(others).toHaveLength(2)
    await ground.subscribe('shuiwu')
    await ground.project(ground.nextCase())
    await until(
      () => rung,
      (now) => now > heard,
    )
    await hints.close()
  })
})

describe('R-27: what there was before', () => {
  it('is looked through once for a new subscription, and never again: not after a restart either', async () => {
    const [before, during, after] = [ground.nextCase(), ground.nextCase(), ground.nextCase()]
    await ground.project(before)
    const { id } = await ground.subscribe('shuiwu')
    const first = ground.deliver()
    await until(
      () => markOf(id),
      (mark) => mark !== null,
    )
    await ground.project(during, during.events.slice(0, 4))
    await until(
      () => ground.receiver.taken(id, during.state.serviceNumber).length,
      (length) => length === 4,
    )
    await first.stop()
    await ground.project(during)
    await ground.project(after)
    const texts = statementsAsked(ground.server.database)
    ground.deliver({ unreadableEveryMs: 20 })
    for (const the of [before, during, after])
      await until(
        () => ground.receiver.taken(id, the.state.serviceNumber),
        (taken) => taken.join() === upTo(the.events.length).join(),
      )
    expect(texts.filter((text) => lookedThrough.test(text))).toEqual([])
  })

  it('keeps no lane waiting that is due', async () => {
    const the = ground.nextCase()
    const { id } = await ground.subscribe('shuiwu')
    await ground.project(the)
    const client = ground.server.database.$client
    const { unsafe } = client
    let goOn = () => {}
    const held = new Promise<void>((resolve) => {
      goOn = resolve
    })
    vi.spyOn(client, 'unsafe').mockImplementation(((text: string, ...rest: never[]) => {
      const query = Reflect.apply(unsafe, client, [text, ...rest])
      return lookedThrough.test(text) ? held.then(() => query) : query
    }) as typeof unsafe)
    await ground.server.database.insert(deliveryLane).values({
      subscriptionId: id,
      subject: the.state.serviceNumber,
      kind: 'application',
      headSeq: 2,
      state: 'waiting',
      dueAt: '2026-01-01T00:00:00.000Z',
    })
    ground.deliver()
    await until(
      () => ground.receiver.taken(id, the.state.serviceNumber).length,
      (length) => length >= 2,
    )
    expect(await markOf(id)).toBeNull()
    goOn()
  })

  it('is looked through again where the numbers of transactions begin anew, as in a database brought from elsewhere', async () => {
    const the = ground.nextCase()
    const { id } = await ground.subscribe('shuiwu')
    await ground.project(the)
    await ground.server.database
      .update(subscription)
      .set({ offeredXid: '9000000000000000' })
      .where(eq(subscription.id, id))
    ground.deliver()
    await until(
      () => ground.receiver.taken(id, the.state.serviceNumber),
      (taken) => taken.join() === upTo(the.events.length).join(),
    )
    await until(
      () => markOf(id),
      (mark) => mark !== null && BigInt(mark) < 9_000_000_000_000_000n,
    )
  })

  it('is looked through once more for who wants other events, or comes again', async () => {
    const [the, other] = [ground.nextCase(), ground.nextCase()]
    const { id } = await ground.subscribe('shuiwu', { eventTypes: ['applicationWithdrawn'] })
    const served = await ground.subscribe('ranqi')
    await ground.project(the)
    ground.deliver()
    const taken = (of: PureCase) => ground.receiver.taken(id, of.state.serviceNumber)
    for (const one of [id, served.id])
      await until(
        () => markOf(one),
        (mark) => mark !== null,
      )
    expect(taken(the)).toEqual([])
    await changeSubscription(ground.server.database, id, 'test', { eventTypes: ['registered'] })
    await until(
      () => taken(the),
      (seqs) => seqs.join() === '1',
    )
    await until(
      () => markOf(id),
      (mark) => mark !== null,
    )
    // Not served for a while, and what came then is not passed over.
    const standing = (active: boolean) =>
      ground.server.database
        .update(subscription)
        .set({ active, offeredXid: null, confirmedAt: active ? NOW : null, confirmedBy: active ? 'test' : null })
        .where(eq(subscription.id, id))
    await standing(false)
    await ground.project(other)
    await until(
      () => ground.receiver.taken(served.id, other.state.serviceNumber).length,
      (length) => length > 0,
    )
    expect(taken(other)).toEqual([])
    await standing(true)
    await until(
      () => taken(other),
      (seqs) => seqs.join() === '1',
    )
  })
})
