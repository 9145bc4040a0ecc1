import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { findDeadLetter, listDeadLetters, resolveDeadLetter } from '../../db/queries/dead-letters.ts'
import { deliveryLane } from '../../db/schema/push.ts'
import type { PureCase } from '../fixtures/pure-case.ts'
import { openGround, until, upTo } from './ground.ts'
import type { Ground } from './ground.ts'

let ground: Ground

beforeAll(async () => {
  ground = await openGround()
})
afterAll(() => ground.close())
beforeEach(() => ground.clear())

/** Given up after so long, in milliseconds. */
const GIVE_UP = { firstRetryMs: 10, longestRetryMs: 30, giveUpAfterMs: 2_000 }
const letters = async (resolved = false) =>
  (await listDeadLetters(ground.server.database, { city: 'chibi', resolved, limit: 10 })).items
const resolution = (id: number) => ({ id, by: 'office/admin', keyHash: String(id), bodyHash: 'body' })

/** One case whose fourth event the receiver does not take, and another that goes on. */
async function deadLetterAt4(): Promise<{
  stuck: PureCase
  free: PureCase
  id: string
  secret: string
  letter: number
}> {
  const [stuck, free] = [ground.nextCase(), ground.nextCase()]
  const { id, secret } = await ground.subscribe('shuiwu')
  await ground.receiver.set(id, { secret, mode: 500, onlyId: `${stuck.state.serviceNumber}:4` })
  ground.deliver(GIVE_UP)
  await ground.project(stuck)
  await ground.project(free)
  const [letter] = await until(letters, (found) => found.length === 1)
  await until(
    () => ground.receiver.taken(id, free.state.serviceNumber).length,
    (length) => length === free.events.length,
  )
  return { stuck, free, id, secret, letter: letter?.id ?? 0 }
}

const taken = (id: string, the: PureCase) => ground.receiver.taken(id, the.state.serviceNumber)

describe('dead letters', () => {
  it('R-27: what is not taken for three days (scaled) parks its own lane only, and says since when and why', async () => {
    const { stuck, id } = await deadLetterAt4()
    const [letter] = await letters()
    expect(letter).toMatchObject({
      subscriptionId: id,
      org: 'shuiwu',
      kind: 'application',
      subject: stuck.state.serviceNumber,
      seq: 4,
      lastStatus: 500,
      lastError: 'http-500',
      resolution: null,
    })
    expect(Date.parse(letter?.at ?? '') - Date.parse(letter?.since ?? '')).toBeGreaterThanOrEqual(GIVE_UP.giveUpAfterMs)
    expect(letter?.attempts).toBeGreaterThan(3)
    expect(taken(id, stuck)).toEqual([1, 2, 3])
    const [lane] = await ground.server.database
      .select()
      .from(deliveryLane)
      .where(sql`state = 'parked'`)
    expect(lane).toMatchObject({ deliveredSeq: 3, headSeq: stuck.events.length, dueAt: null })
    ground.deliver()
    await until(
      () => ground.told.parkedLanes,
      (parked) => parked === 1,
    )
  })

  it('R-27: sent again, the lane goes on in order; failing again, it is a new letter', async () => {
    const { stuck, id, secret, letter } = await deadLetterAt4()
    expect(await resolveDeadLetter(ground.server.database, { ...resolution(letter), resolution: 'resent' })).toBe(true)
    const again = await until(letters, (found) => found.length === 1)
    expect(again[0]?.id).not.toBe(letter)
    await ground.receiver.set(id, { secret, mode: 'ok' })
    await resolveDeadLetter(ground.server.database, { ...resolution(again[0]?.id ?? 0), resolution: 'resent' })
    await until(
      () => taken(id, stuck).length,
      (length) => length === stuck.events.length,
    )
    expect(taken(id, stuck)).toEqual(upTo(stuck.events.length))
    expect(await letters()).toEqual([])
    expect((await letters(true)).map((one) => [one.resolution, one.resolvedBy])).toEqual([
      ['resent', 'office/admin'],
      ['resent', 'office/admin'],
    ])
  })

  it('R-27: skipped, with a reason on record, the lane goes on with the next event', async () => {
    const { stuck, id, letter } = await deadLetterAt4()
    await expect(
      resolveDeadLetter(ground.server.database, { ...resolution(letter), resolution: 'skipped' }),
    ).rejects.toMatchObject({ constraint: 'dead_letter_skipped_with_reason' })
    expect(
      await resolveDeadLetter(ground.server.database, {
        ...resolution(letter),
        resolution: 'skipped',
        reason: '接收方已停用该事项',
      }),
    ).toBe(true)
    expect(await resolveDeadLetter(ground.server.database, { ...resolution(letter), resolution: 'resent' })).toBe(false)
    await until(
      () => taken(id, stuck).length,
      (length) => length === stuck.events.length - 1,
    )
    expect(taken(id, stuck)).toEqual(upTo(stuck.events.length).filter((seq) => seq !== 4))
    expect(await findDeadLetter(ground.server.database, letter)).toMatchObject({
      resolution: 'skipped',
      reason: '接收方已停用该事项',
      keyHash: String(letter),
    })
  })

  it('R-27: events that come while a lane is parked wait behind the letter', async () => {
    const { stuck, id, secret, letter } = await deadLetterAt4()
    const one = ground.nextCase()
    await ground.project(one, one.events.slice(0, 2))
    await until(
      () => taken(id, one).length,
      (length) => length === 2,
    )
    expect(taken(id, stuck)).toEqual([1, 2, 3])
    await ground.receiver.set(id, { secret, mode: 'ok' })
    await resolveDeadLetter(ground.server.database, { ...resolution(letter), resolution: 'resent' })
    await until(
      () => taken(id, stuck).join(),
      (seqs) => seqs === upTo(stuck.events.length).join(),
    )
  })
})
