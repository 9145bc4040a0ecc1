import { describe, expect, it } from 'vitest'
import type { City } from '../../domain/city/city.schema.ts'
import type { CaseState } from '../../workflows/application/core/case-state.ts'
import { CLERK, INTAKE, officer } from '../fixtures/actors.ts'
import { inspector, office, shuiwu, WATER } from '../fixtures/branch-case.ts'
import { CHIBI } from '../fixtures/cities.ts'
import { needsOuterWorks } from '../fixtures/opinions.ts'
import { SkippedTime } from '../fixtures/skipped-case.ts'
import type { SkippedCase } from '../fixtures/skipped-case.ts'
import { commitment } from '../fixtures/works.ts'
import { between, built, days, minute, opine, plus, restored, started, surveying } from './branch-steps.ts'

const time = SkippedTime.ofThisFile()
const { taskClocks: _none, ...WITHOUT } = CHIBI

const own = (state: CaseState, kind: string) => Object.values(state.deadlines).filter((clock) => clock.kind === kind)
const clockIn = async (the: SkippedCase, id: string) => {
  const clock = (await the.reaches(({ deadlines }) => deadlines[id] !== undefined)).deadlines[id]
  if (clock === undefined) throw new Error(`no clock ${id}`)
  return clock
}

/** What a history sets timers for, and how many stand at once at the most. */
async function timersOf(the: SkippedCase) {
  const { events } = await the.handle.fetchHistory()
  let [standing, most, set] = [0, 0, 0]
  for (const event of events ?? []) {
    if (event.timerStartedEventAttributes) [standing, set] = [standing + 1, set + 1]
    if (event.timerFiredEventAttributes ?? event.timerCanceledEventAttributes) standing -= 1
    most = Math.max(most, standing)
  }
  return { most, set, events: events?.length ?? 0 }
}

describe('the clocks of tasks, at their real length', () => {
  it('R-03, R-33: half a working day for a receipt, reminded of and passed for who is late, whose late work is taken', async () => {
    const the = await surveying(time)
    const { startedAt, dueAt, warnAt } = await clockIn(the, 'acknowledgeReceipt:zigui')
    expect({ dueAt, warnAt }).toMatchObject({ dueAt: days(startedAt, 0.5).dueAt, warnAt: days(startedAt, 0.5).warnAt })
    await the.act('acknowledgeReceipt', shuiwu, {})
    await time.past(dueAt)
    const late = await the.reaches(({ deadlines }) => deadlines['acknowledgeReceipt:zigui']?.passedAt !== undefined)
    expect(late.deadlines['acknowledgeReceipt:zigui']).toMatchObject({ warnedAt: warnAt, passedAt: dueAt })
    expect(late.deadlines['acknowledgeReceipt:shuiwu']?.passedAt).toBeUndefined()
    await the.act('acknowledgeReceipt', officer('zigui'), {})
    const { deadlines, parties } = await the.state()
    expect(deadlines['acknowledgeReceipt:zigui']?.metAt).toBe(parties['zigui']?.receiptAt)
    expect(own(late, 'acknowledgeReceipt').every(({ unassessed, advisory }) => unassessed && advisory)).toBe(true)
  })

  it('R-33: what comes within the second of its due time is in time or late, never both', async () => {
    const the = await surveying(time)
    const { dueAt } = await clockIn(the, 'acknowledgeReceipt:zigui')
    await time.until(new Date(Date.parse(dueAt) - 250).toISOString())
    for (const org of Object.keys((await the.state()).parties)) await the.act('acknowledgeReceipt', officer(org), {})
    const receipts = own(await the.state(), 'acknowledgeReceipt')
    for (const { id, metAt = '', passedAt } of receipts) {
      expect([id, passedAt]).toEqual([id, metAt < dueAt ? undefined : dueAt])
      expect(metAt).not.toBe('')
    }
    expect(receipts.length).toBeGreaterThan(5)
  })

  it('R-12, R-13, R-33: who is absent is red, each by its own clock, before the survey closes by its own', async () => {
    const the = await surveying(time)
    const { dueAt } = await clockIn(the, 'survey')
    await the.act('fileOpinion', officer('zigui'), { remarks: '无意见' })
    await time.past(dueAt)
    const closed = await the.reaches(({ survey }) => survey?.closedAt !== undefined)
    expect(closed.survey?.absent).toEqual(['chengguan', 'shuiwu'])
    await the.reaches(() => the.events('surveyClosed').length === 1)
    const passed = the.events('deadlinePassed').filter(({ data }) => data.deadline.startsWith('fileOpinion:'))
    expect(passed.map(({ data }) => data.deadline)).toEqual(['fileOpinion:chengguan', 'fileOpinion:shuiwu'])
    const { dueAt: byVisit } = days(closed.survey?.visitAt ?? '', 0.5)
    expect(passed.map(({ at }) => at)).toEqual([byVisit, byVisit])
    expect(closed.deadlines['survey']).toMatchObject({ metAt: dueAt })
    expect(closed.deadlines['fileOpinion:zigui']).toMatchObject({ metAt: expect.any(String) })
    expect(closed.deadlines['fileOpinion:chengguan']).toMatchObject({ passedAt: byVisit })
  })

  it('R-33, R-35: a stopped one goes on where it stood, to the working minute', async () => {
    const the = await surveying(time)
    const deadline = 'acknowledgeReceipt:zigui'
    const { startedAt, dueAt, minutes } = await clockIn(the, deadline)
    await time.past(plus(startedAt, 60))
    await the.act('suspendClock', office, { deadline, reason: 'forceMajeure', note: '停电' })
    await time.past(plus(dueAt, 600))
    await the.act('resumeClock', office, { deadline })
    const state = await the.reaches(({ deadlines }) => deadlines[deadline]?.stoppedAt === undefined)
    const [stop, go] = [the.events('clockStopped')[0]?.at ?? '', the.events('clockResumed')[0]?.at ?? '']
    const moved = plus(go, minutes - between(startedAt, stop))
    expect(state.deadlines[deadline]?.dueAt).toBe(moved)
    await time.past(moved)
    await the.reaches(({ deadlines }) => deadlines[deadline]?.passedAt !== undefined)
    expect(minute((await clockIn(the, deadline)).passedAt ?? '')).toBe(minute(moved))
  })

  it('R-33, R-37: what is wound up in a withdrawn case is reminded of and passes', async () => {
    const the = await underWorks(CHIBI)
    await the.act('withdrawApplication', CLERK, { reason: '停建' })
    const { dueAt, startedAt } = await clockIn(the, `restoreSite:shuiwu:${WATER}`)
    expect(dueAt).toBe(days(startedAt, 5).dueAt)
    await time.past(dueAt)
    await the.reaches(({ deadlines }) => deadlines[`restoreSite:shuiwu:${WATER}`]?.passedAt !== undefined)
    await restored(the, WATER)
    const { deadlines } = await the.closed()
    expect(deadlines[`restoreSite:shuiwu:${WATER}`]).toMatchObject({ metAt: expect.any(String) })
    await time.replay(the.handle)
  })
})

async function underWorks(policy: City): Promise<SkippedCase> {
  const the = await surveying(time, undefined, undefined, policy)
  await opine(the)
  await the.act('fileOpinion', shuiwu, needsOuterWorks(WATER, ['road']))
  await the.reaches(({ deadlines }) => deadlines['commitment:shuiwu'] !== undefined)
  await the.act('signCommitment', shuiwu, commitment(await time.dateAhead(0), await time.dateAhead(60)))
  await started(the, WATER)
  return the
}

/** From the form to the switched-on service, with half a day between its parts. */
async function straight(policy: City): Promise<SkippedCase> {
  const the = await surveying(time, undefined, undefined, policy)
  const later = async () => time.until(await time.soon(12 * 60))
  for (const org of Object.keys((await the.state()).parties)) await the.act('acknowledgeReceipt', officer(org), {})
  await later()
  await opine(the)
  await the.act('fileOpinion', shuiwu, needsOuterWorks(WATER, ['road']))
  await the.reaches(({ deadlines }) => deadlines['commitment:shuiwu'] !== undefined)
  await the.act('signCommitment', shuiwu, commitment(await time.dateAhead(0), await time.dateAhead(20)))
  await later()
  await started(the, WATER)
  await later()
  await built(the, WATER, inspector)
  await later()
  await the.act('appointConnection', INTAKE, { at: await time.soon(), lines: [WATER] })
  await the.act('reportConnected', shuiwu, { line: WATER })
  await later()
  await restored(the, WATER)
  await the.closed()
  return the
}

describe('what the clocks cost', () => {
  it('R-33, R-36: no more timers stand at a time, however many clocks run; a case without such clocks goes as before, and both replay', async () => {
    const [without, with_] = [await straight({ ...WITHOUT }), await straight(CHIBI)]
    const [before, after] = [await timersOf(without), await timersOf(with_)]
    console.log('history of a straight case, without and with the clocks of tasks', before, after)
    expect(after.most).toBe(before.most)
    expect(own(await without.state(), 'acknowledgeReceipt')).toEqual([])
    expect(Object.keys((await with_.state()).deadlines).length).toBeGreaterThan(10)
    // Each party has a receipt with a clock, 公安交管 too; the server's own tasks come and go by a few.
    expect(after.events).toBeLessThan(before.events * 1.3)
    for (const the of [without, with_]) await time.replay(the.handle)
  })
})
