import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { overdueNow } from '../../db/queries/overdue.ts'
import { compareRebuilt } from '../../db/rebuild.ts'
import { confirmedRecord, rejectedRecord } from '../projection/matters.ts'
import type { WholeMatter } from '../projection/matters.ts'
import { openGround, until } from './ground.ts'
import type { Ground } from './ground.ts'

let ground: Ground
beforeAll(async () => {
  ground = await openGround()
})
afterAll(() => ground.close())
beforeEach(() => ground.clear())

const CITY = () => ({ scope: 'city' as const, supervises: ['shuiwu', 'chengguan'] })

async function untilTaken(id: string, the: WholeMatter, seqs: readonly number[]): Promise<void> {
  await until(
    () => ground.receiver.taken(id, the.id).join(),
    (taken) => taken === seqs.join(),
  )
}

describe('a record that nobody has confirmed', () => {
  it('R-27, R-29: is pushed to who may confirm it only; to its subject and who hears of the whole city from then on', async () => {
    const the = confirmedRecord('credit:confined-1')
    const [own, office, subject, group, platform] = await Promise.all([
      ground.subscribe('chengguan'),
      ground.subscribe('office', CITY()),
      ground.subscribe('shuiwu'),
      ground.subscribe('group', CITY()),
      ground.subscribe('creditPlatform'),
    ])
    ground.deliver()
    for (const event of the.events) await ground.projectMatter(the, [event])
    for (const { id } of [own, office]) await untilTaken(id, the, [1, 2, 3, 4])
    for (const { id } of [subject, group]) await untilTaken(id, the, [3, 4])
    await untilTaken(platform.id, the, [4])
  })

  it('R-29: rejected, nobody else ever heard of it, not even by its red clock, nor the meeting', async () => {
    const the = rejectedRecord('credit:confined-2')
    const [own, group, subject] = await Promise.all([
      ground.subscribe('chengguan'),
      ground.subscribe('group', CITY()),
      ground.subscribe('shuiwu'),
    ])
    ground.deliver()
    for (const event of the.events.slice(0, 3)) await ground.projectMatter(the, [event])
    const { database } = ground.server
    expect(await database.transaction((transaction) => overdueNow(transaction, 'chibi'))).toEqual({
      total: 0,
      items: [],
    })
    await ground.projectMatter(the)
    const other = confirmedRecord('credit:confined-3')
    await ground.projectMatter(other)
    await untilTaken(group.id, other, [3, 4])
    await untilTaken(own.id, the, [1, 2, 3, 4])
    expect([group, subject].map(({ id }) => ground.receiver.taken(id, the.id))).toEqual([[], []])
  })

  it('R-39: a rebuild writes the same', async () => {
    const both = [confirmedRecord('credit:confined-4'), rejectedRecord('credit:confined-5')]
    for (const the of both) for (const event of the.events) await ground.projectMatter(the, [event])
    const histories = both.map(({ kind, id, events }) => ({ kind, subject: id, events }))
    expect((await compareRebuilt(ground.server.database, histories)).differences).toEqual([])
  })
})
