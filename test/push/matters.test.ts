import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { lockMatter, matterStepsOf, writeMatter } from '../../db/matters/write.ts'
import { replaceSubject } from '../../db/rebuild.ts'
import { listDeadLetters, resolveDeadLetter } from '../../db/queries/dead-letters.ts'
import { deliveryLane } from '../../db/schema/push.ts'
import { listen } from '../../db/listen.ts'
import type { MatterEvent } from '../../domain/matter/matter.ts'
import { largestContent } from '../fixtures/reports.ts'
import {
  answeredRating,
  brokenInspection,
  heldReport,
  overdueInstalments,
  partlyTransferred,
  withdrawnRecord,
} from '../projection/matters.ts'
import type { WholeMatter } from '../projection/matters.ts'
import { SCALED_HOUR, openGround, until, untilListened, upTo } from './ground.ts'
import type { Ground } from './ground.ts'

let ground: Ground
let made = 0

beforeAll(async () => {
  ground = await openGround()
})
afterAll(() => ground.close())
beforeEach(() => ground.clear())

const nextRecord = (change: Record<string, unknown> = {}) => withdrawnRecord(`credit:test-${++made}`, change)
const nextTransfer = () => partlyTransferred(`CBT-20261123-${String(++made).padStart(5, '0')}-0`)
const seqsOf = ({ events }: WholeMatter, wanted: (event: MatterEvent) => boolean = () => true) =>
  events.filter(wanted).map(({ seq }) => seq)

async function untilTaken(
  name: string,
  the: { readonly id: string },
  seqs: readonly number[],
  withinMs?: number,
): Promise<void> {
  await until(
    () => ground.receiver.taken(name, the.id).join(),
    (taken) => taken === seqs.join(),
    withinMs,
  )
}

describe('every event, in the order of its matter', () => {
  it('R-27, R-29: the whole chain of a credit record, signed, in order: to its parties from the opening on, to the credit platform and the joint sanction from the report on', async () => {
    const the = nextRecord()
    const [subject, decider, platform, sanctioner, stranger] = await Promise.all(
      ['shuiwu', 'office', 'creditPlatform', 'jiaotong', 'mobile'].map((org) => ground.subscribe(org)),
    )
    ground.deliver()
    for (const event of the.events) await ground.projectMatter(the, [event])
    const types = [
      'recordOpened',
      'recordReported',
      'recordContested',
      'deadlineStarted',
      'deadlinePassed',
      'contestDecided',
      'recordWithdrawn',
    ]
    expect(the.events.map(({ type }) => type)).toEqual(types)
    for (const one of [subject, decider]) await untilTaken(one?.id ?? '', the, upTo(types.length))
    for (const one of [platform, sanctioner]) await untilTaken(one?.id ?? '', the, upTo(types.length).slice(1))
    const received = ground.receiver.received(platform?.id ?? '')
    expect(
      received.every(({ verified, contentType }) => verified && contentType.startsWith('application/cloudevents+json')),
    ).toBe(true)
    expect(received.map(({ body }) => (JSON.parse(body) as { type: string }).type)).toEqual(
      types.slice(1).map((type) => `cn.seven-ones.${type}`),
    )
    expect(ground.receiver.received(stranger?.id ?? '')).toEqual([])
  })

  it('R-27: two deliverers, matters and cases at once, projected event by event: each in its own order, once', async () => {
    const matters = [nextRecord(), nextRecord(), nextTransfer(), nextTransfer(), answeredRating('CB-20261123-00001-0')]
    const cases = [ground.nextCase(), ground.nextCase()]
    const { id } = await ground.subscribe('office', { scope: 'city' })
    ground.deliver()
    ground.deliver()
    await Promise.all([
      ...matters.map(async (the) => {
        for (const event of the.events) await ground.projectMatter(the, [event])
      }),
      ...cases.map(async (the) => {
        for (const event of the.events) await ground.project(the, [event])
      }),
    ])
    for (const the of matters) await untilTaken(id, the, seqsOf(the))
    for (const the of cases) await untilTaken(id, { id: the.state.serviceNumber }, upTo(the.events.length))
    expect(ground.receiver.received(id)).toHaveLength(
      [...matters, ...cases].reduce((sum, the) => sum + the.events.length, 0),
    )
    const lanes = await until(
      () => ground.server.database.select().from(deliveryLane),
      (rows) => rows.length === 7 && rows.every(({ state }) => state === 'idle'),
    )
    expect(lanes.map(({ kind }) => kind).sort()).toEqual([
      'application',
      'application',
      'creditRecord',
      'creditRecord',
      'rating',
      'transfer',
      'transfer',
    ])
  })

  it('R-27: a transaction that commits late is not passed over, though later ones have been delivered', async () => {
    const [late, later] = [nextRecord(), nextRecord()]
    const { id } = await ground.subscribe('shuiwu')
    ground.deliver({ unreadableEveryMs: 3_600_000 })
    const { promise: open, resolve: commit } = Promise.withResolvers<void>()
    const written = ground.server.database.transaction(async (transaction) => {
      await lockMatter(transaction, late.id)
      await writeMatter(transaction, late.kind, matterStepsOf(late.kind, late.id, undefined, late.events))
      await open
    })
    await ground.projectMatter(later)
    await untilTaken(id, later, seqsOf(later))
    commit()
    await written
    await untilTaken(id, late, seqsOf(late))
  })

  it('R-27: a notification is enough, long before the next poll', async () => {
    const the = nextTransfer()
    const { id } = await ground.subscribe('guowang')
    const deliverer = ground.deliver({ pollMs: 60_000 })
    const hints = listen({ url: ground.server.url }, 'outbox', () => deliverer.hint())
    await untilListened(ground)
    await ground.projectMatter(the)
    await untilTaken(id, the, seqsOf(the))
    await hints.close()
  })

  it('R-27, R-33: by type, by beginning, by city; a supervisor hears that its utility is late', async () => {
    const the = nextTransfer()
    const [chosen, since, office, supervisor, other] = await Promise.all([
      ground.subscribe('shuiwu', { eventTypes: ['accountFailed', 'transferClosed'] }),
      ground.subscribe('shuiwu', { since: '2026-11-25T00:00:00.000Z' }),
      ground.subscribe('office', { scope: 'city' }),
      ground.subscribe('fagai', { supervises: ['guowang'] }),
      ground.subscribe('office', { scope: 'city', city: 'drill' }),
    ])
    ground.deliver()
    await ground.projectMatter(the)
    await untilTaken(office.id, the, seqsOf(the))
    await untilTaken(
      chosen.id,
      the,
      seqsOf(the, ({ type }) => type === 'accountFailed' || type === 'transferClosed'),
    )
    await untilTaken(
      since.id,
      the,
      seqsOf(the, ({ at }) => at >= '2026-11-25'),
    )
    await untilTaken(
      supervisor.id,
      the,
      seqsOf(the, ({ type }) => type === 'deadlinePassed'),
    )
    expect(ground.receiver.received(other.id)).toEqual([])
  })
})

interface Said {
  readonly data: { readonly event: string; readonly status: string; readonly detail: Record<string, unknown> }
}

/** What a subscription took, in the order in which it came. */
const said = (name: string) =>
  ground.receiver
    .received(name)
    .filter(({ taken }) => taken)
    .map(({ body }): Said['data'] => (JSON.parse(body) as Said).data)

describe('what outlives the case, and the meeting', () => {
  it('R-23, R-27, R-33: an overdue instalment reaches the channel that the user came by, with its amount; no other party of the case', async () => {
    const the = overdueInstalments('CB-20261123-00001-0')
    const [channel, utility, office, ...others] = await Promise.all([
      ground.subscribe('hubeiGovernmentService'),
      ground.subscribe('shuiwu'),
      ground.subscribe('office', { scope: 'city' }),
      ...['guowang', 'zigui'].map((org) => ground.subscribe(org)),
      ground.subscribe('zhujian', { supervises: ['shuiwu'] }),
    ])
    ground.deliver()
    for (const event of the.events) await ground.projectMatter(the, [event])
    for (const { id } of [channel, utility, office]) await untilTaken(id, the, seqsOf(the))
    const overdue = (name: string) => said(name).find(({ event }) => event === 'deadlinePassed')
    expect(overdue(channel.id)).toMatchObject({
      status: 'overdue',
      statusName: '有逾期',
      detail: { owner: 'applicant', part: 1, dueDate: '2026-12-01', amountFen: 40_000, remainingFen: 40_001 },
    })
    expect(overdue(office.id)?.detail).toEqual({
      deadline: 'instalment:1',
      owner: 'applicant',
      part: 1,
      dueDate: '2026-12-01',
    })
    expect(others.flatMap(({ id }) => ground.receiver.received(id))).toEqual([])
  })

  it('R-20, R-27, R-29: a later inspection’s order, miss, broken promise and credit record reach utility, authority and office in order; its supervisor hears of the miss', async () => {
    const the = brokenInspection('CB-20261123-00001-0')
    const [utility, authority, office, supervisor, stranger] = await Promise.all([
      ground.subscribe('shuiwu'),
      ground.subscribe('chengguan'),
      ground.subscribe('office'),
      ground.subscribe('zhujian', { supervises: ['shuiwu'] }),
      ground.subscribe('guowang'),
    ])
    ground.deliver()
    for (const event of the.events) await ground.projectMatter(the, [event])
    const chain = [
      'rectificationOrdered',
      'deadlinePassed',
      'promiseBroken',
      'creditRecordOpened',
      'rectificationReported',
      'reinspected',
      'laterInspectionClosed',
    ]
    for (const { id } of [utility, authority]) await untilTaken(id, the, seqsOf(the))
    await untilTaken(office.id, the, seqsOf(the).slice(the.events.findIndex(({ type }) => type === 'promiseBroken')))
    await untilTaken(
      supervisor.id,
      the,
      seqsOf(the, ({ type }) => type === 'deadlinePassed'),
    )
    for (const { id } of [utility, authority])
      expect(
        said(id)
          .map(({ event }) => event)
          .filter((event) => chain.includes(event)),
      ).toEqual(chain)
    expect(said(office.id).map(({ event }) => event)).toEqual(chain.slice(2))
    expect(ground.receiver.received(stranger.id)).toEqual([])
  })

  it('R-31, R-27: the largest report of a city reaches the group and every other party whole, signed, at the first attempt', async () => {
    const the = heldReport('2026-Q4', largestContent())
    const receivers = await Promise.all([
      ground.subscribe('group', { scope: 'city' }),
      ...['office', 'fagai', 'zhujian', 'shuiwu'].map((org) => ground.subscribe(org)),
    ])
    ground.deliver()
    await ground.projectMatter(the)
    for (const { id } of receivers) {
      await untilTaken(id, the, seqsOf(the))
      const compiled = ground.receiver.received(id)[1]
      expect(compiled?.verified).toBe(true)
      expect(Buffer.byteLength(compiled?.body ?? '')).toBeGreaterThan(200_000)
      expect(said(id)[1]).toMatchObject({
        event: 'reportCompiled',
        detail: { content: largestContent(), links: { report: '/api/v1/reports/2026-Q4' } },
      })
      expect(ground.receiver.received(id)).toHaveLength(the.events.length)
    }
  })
})

describe('what goes wrong', () => {
  it('R-27: a receiver that is down for an hour (scaled: a second is 2 ms) gets all of it afterwards, in order', async () => {
    const matters = [nextRecord(), nextRecord()]
    const { id, secret } = await ground.subscribe('creditPlatform')
    ground.deliver()
    for (const the of matters) await ground.projectMatter(the, the.events.slice(0, 2))
    for (const the of matters) await untilTaken(id, the, [2])
    await ground.receiver.kill()
    for (const the of matters) await ground.projectMatter(the, the.events.slice(2))
    await sleep(SCALED_HOUR)
    expect(ground.told.failures).toContain('refused')
    await ground.receiver.start()
    await ground.receiver.set(id, { secret, mode: 'ok' })
    for (const the of matters) await untilTaken(id, the, seqsOf(the).slice(1))
  })

  it('R-27: a dead letter of a matter parks its lane only, and sent again, the lane goes on in order', async () => {
    const [stuck, free] = [nextRecord(), nextRecord()]
    const { id, secret } = await ground.subscribe('shuiwu')
    await ground.receiver.set(id, { secret, mode: 500, onlyId: `${stuck.id}:3` })
    ground.deliver({ firstRetryMs: 10, longestRetryMs: 30, giveUpAfterMs: 200 })
    for (const the of [stuck, free]) await ground.projectMatter(the)
    const letters = async () =>
      (await listDeadLetters(ground.server.database, { city: 'chibi', resolved: false, limit: 10 })).items
    const [letter] = await until(letters, (found) => found.length === 1)
    expect(letter).toMatchObject({
      subscriptionId: id,
      org: 'shuiwu',
      kind: 'creditRecord',
      subject: stuck.id,
      seq: 3,
      lastError: 'http-500',
    })
    await untilTaken(id, free, seqsOf(free))
    await untilTaken(id, stuck, [1, 2])
    await ground.receiver.set(id, { secret, mode: 'ok' })
    expect(
      await resolveDeadLetter(ground.server.database, {
        id: letter?.id ?? 0,
        resolution: 'resent',
        by: 'office/admin',
        keyHash: 'key',
        bodyHash: 'body',
      }),
    ).toBe(true)
    await untilTaken(id, stuck, seqsOf(stuck))
    expect(await letters()).toEqual([])
  })

  it('R-27, R-39: a rebuild neither loses nor repeats a delivery of a matter', async () => {
    const the = nextRecord()
    const { id } = await ground.subscribe('shuiwu')
    ground.deliver({ unreadableEveryMs: 100 })
    await ground.projectMatter(the, the.events.slice(0, 4))
    await untilTaken(id, the, upTo(4))
    expect(
      await replaceSubject(ground.server.database, {
        kind: the.kind as 'creditRecord',
        subject: the.id,
        events: the.events,
      }),
    ).toBe(true)
    await untilTaken(id, the, seqsOf(the))
    await sleep(300)
    expect(ground.receiver.received(id)).toHaveLength(the.events.length)
  })
})
