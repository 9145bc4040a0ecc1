import { describe, expect, it } from 'vitest'
import type { CreditOpening } from '../../domain/credit/credit-opening.ts'
import { CLERK, INTAKE } from '../fixtures/actors.ts'
import { connectable } from '../fixtures/opinions.ts'
import { SkippedTime } from '../fixtures/skipped-case.ts'
import { commitment, inspection } from '../fixtures/works.ts'
import { inspector, POWER, shuiwu, WATER } from '../fixtures/branch-case.ts'
import {
  days,
  surveying,
  surveyed,
  opine,
  underWorks,
  started,
  built,
  connected,
  restored,
  clock,
} from './branch-steps.ts'

const time = SkippedTime.ofThisFile()

function recordsOf(time: SkippedTime, serviceNumber: string): readonly CreditOpening[] {
  return time.creditRecords.filter((record) => record.source.serviceNumber === serviceNumber)
}

describe('supervision', () => {
  const order = `${WATER}:1`

  it('R-20: a granted extension has a deadline of its own; missed, the promise is broken and recorded once, also when replayed', async () => {
    const the = await underWorks(time)
    const [dueDate, later] = [await time.workingDateAhead(7), await time.workingDateAhead(20)]
    await the.act('fileInspection', inspector, inspection(WATER, [1, 3], dueDate))
    await the.reaches((state) => state.deadlines[`rectification:${order}`] !== undefined)
    await the.act('requestExtension', shuiwu, { order, dueDate: later, reason: '连日降雨' })
    await the.act('decideExtension', inspector, { order, granted: true })
    await the.reaches((state) => state.deadlines[`rectification:${order}:2`] !== undefined)
    await time.past(`${dueDate}T09:31:00Z`)
    expect((await the.state()).orders[order]?.brokenAt).toBeUndefined()
    await time.past(`${later}T09:30:00Z`)
    await the.reaches((state) => state.orders[order]?.brokenAt !== undefined)
    const { serviceNumber, commitments } = await the.state()
    expect(
      commitments['shuiwu']?.promises.filter((row) => row.brokenAt !== undefined).map((row) => row.number),
    ).toEqual([1, 3])
    await the.reaches(() => recordsOf(time, serviceNumber).length > 0)
    await time.replay(the.handle)
    expect(recordsOf(time, serviceNumber)).toMatchObject([
      { recordId: `credit:${serviceNumber}:${order}`, subject: { org: 'shuiwu' }, source: { order } },
    ])
    expect(the.events('promiseBroken')).toHaveLength(1)
    expect(the.ofThePlan('deadlinePassed').map((event) => event.data.deadline)).toEqual([`rectification:${order}:2`])
  })

  it('R-20: an extension refused leaves the date as it was', async () => {
    const the = await underWorks(time)
    const dueDate = await time.workingDateAhead(7)
    await the.act('fileInspection', inspector, inspection(WATER, [1], dueDate))
    await the.act('requestExtension', shuiwu, { order, dueDate: await time.workingDateAhead(20), reason: '连日降雨' })
    await the.act('decideExtension', inspector, { order, granted: false, reason: '不予延期' })
    await time.past(`${dueDate}T09:30:00Z`)
    await the.reaches((state) => state.orders[order]?.brokenAt !== undefined)
  })

  it('R-29, R-37: the credit file is away while the case is withdrawn: the record is not lost', async () => {
    const the = await underWorks(time)
    const dueDate = await time.workingDateAhead(7)
    await the.act('fileInspection', inspector, inspection(WATER, [1], dueDate))
    const records = time.creditRecords
    records.push = () => {
      throw new Error('the credit file is away')
    }
    await time.past(`${dueDate}T09:30:00Z`)
    const { serviceNumber } = await the.reaches((state) => state.orders[order]?.brokenAt !== undefined)
    await the.windUp()
    expect(recordsOf(time, serviceNumber)).toEqual([])
    Reflect.deleteProperty(records, 'push')
    await time.past(await time.soon(15))
    await the.closed()
    expect(recordsOf(time, serviceNumber)).toHaveLength(1)
    expect((await the.handle.describe()).status.name).toBe('COMPLETED')
  })

  it('R-20: an order after a line is finished runs against its date while the case goes on for others, and holds it open', async () => {
    const the = await surveyed(time, ['traffic'], 'connectable')
    await the.act(
      'signCommitment',
      shuiwu,
      commitment(await time.dateAhead(0), await time.dateAhead(60), ['roadTraffic']),
    )
    await started(the, WATER)
    await built(the, WATER)
    await connected(time, the, WATER)
    const dueDate = await time.workingDateAhead(7)
    await the.act('fileInspection', inspector, inspection(WATER, [2], dueDate))
    await connected(time, the, POWER)
    await time.past(`${dueDate}T09:30:00Z`)
    const broken = await the.reaches((state) => state.orders[order]?.brokenAt !== undefined)
    expect(broken.closedAt).toBeUndefined()
    await the.act('reportRectified', shuiwu, { order, remarks: '已改' })
    await the.act('reinspect', inspector, { order, passed: true })
    expect(await the.closed()).toMatchObject({ outcome: 'connected' })
  })

  it('R-19: an emergency repair is filed within 24 hours by the clock on the wall; late it is red once and still taken, and awaited by a withdrawn case', async () => {
    const the = await surveyed(time, ['traffic'])
    await the.act(
      'signCommitment',
      shuiwu,
      commitment(await time.dateAhead(0), await time.dateAhead(60), ['roadTraffic']),
    )
    await started(the, WATER)
    await the.act('reportEmergencyRepair', shuiwu, { line: WATER, place: '北门', what: '挖破燃气支管' })
    const repair = `${WATER}:repair:1`
    const { repairs } = await the.reaches((state) => state.deadlines[`emergencyRepair:${repair}`] !== undefined)
    const due = new Date(Date.parse(repairs[repair]?.startedAt ?? '') + 86_400_000).toISOString()
    expect((await clock(the, `emergencyRepair:${repair}`)).dueAt).toBe(due)
    await time.past(due)
    await the.reaches((state) => state.deadlines[`emergencyRepair:${repair}`]?.passedAt !== undefined)
    await the.act('withdrawApplication', INTAKE, { reason: '取消' })
    await time.past(new Date(Date.parse(due) + 86_400_000).toISOString())
    expect((await the.state()).closedAt).toBeUndefined()
    await the.act('fileEmergencyRepair', shuiwu, { repair, report: '已更换' })
    expect(await the.closed()).toMatchObject({ outcome: 'withdrawn' })
    expect(the.ofThePlan('deadlinePassed').map((event) => event.data.deadline)).toEqual([`emergencyRepair:${repair}`])
  })

  it('R-37: an order and the withdrawal at the same moment: the order still gets its clock, and the case winds up', async () => {
    const the = await underWorks(time)
    const dueDate = await time.workingDateAhead(7)
    await Promise.all(
      [
        the.act('fileInspection', inspector, inspection(WATER, [1], dueDate)),
        the.act('withdrawApplication', INTAKE, { reason: '取消' }),
      ].map((act) => act.catch(() => undefined)),
    )
    const state = await the.reaches((now) => now.withdrawn !== undefined)
    if (state.orders[order] !== undefined)
      await the.reaches((now) => now.deadlines[`rectification:${order}`] !== undefined)
    await the.windUp()
    await the.closed()
  })

  it('R-21, R-37: a dropped service whose works had begun keeps the case open until its road is restored', async () => {
    const the = await surveyed(time, ['road'], 'connectable')
    await the.act('signCommitment', shuiwu, commitment(await time.dateAhead(0), await time.dateAhead(60)))
    await started(the, WATER)
    await the.act('dropServices', INTAKE, { lines: [WATER], reason: '自备水源' })
    await connected(time, the, POWER)
    await time.past(await time.inDays(70))
    expect((await the.state()).closedAt).toBeUndefined()
    await restored(the, WATER)
    expect(await the.closed()).toMatchObject({ outcome: 'connected' })
    expect(the.ofThePlan('deadlinePassed')).toEqual([])
  })
})

describe('connection', () => {
  it('R-25: missed by the user, who confirms it, made anew: another deadline, and the first never passes', async () => {
    const the = await surveying(time)
    await opine(the)
    await the.act('fileOpinion', shuiwu, connectable(WATER))
    await the.reaches((state) => state.stage === 'connection')
    await the.act('appointConnection', INTAKE, { at: await time.soon() })
    await the.reaches((state) => state.deadlines[`connection:${WATER}`] !== undefined)
    await time.past(await time.soon(2))
    await the.act('reportMissedAppointment', shuiwu, { line: WATER, by: 'user', note: '无人到场' })
    await the.act('answerMissed', INTAKE, { claim: `${WATER}:1`, confirmed: true })
    await time.past(await time.inDays(20))
    const at = await time.soon()
    await the.act('appointConnection', INTAKE, { at })
    await the.reaches((state) => state.deadlines[`connection:${WATER}:2`] !== undefined)
    expect((await clock(the, `connection:${WATER}:2`)).dueAt).toBe(days(at, 1).dueAt)
    await the.act('reportConnected', shuiwu, { line: WATER })
    await the.closed()
    expect(the.ofThePlan('deadlinePassed')).toEqual([])
  })

  it('R-25, R-33: missed by the utility, the clock goes on and passes; its silence confirms, and the case waits for that', async () => {
    const the = await surveying(time)
    await opine(the)
    await the.act('fileOpinion', shuiwu, connectable(WATER))
    await the.reaches((state) => state.stage === 'connection')
    await the.act('appointConnection', INTAKE, { at: await time.soon() })
    await time.past(await time.soon(2))
    await the.act('reportMissedAppointment', INTAKE, { line: WATER, by: 'utility', note: '未上门' })
    await time.past((await clock(the, `connection:${WATER}`)).dueAt)
    await the.reaches((state) => state.deadlines[`connection:${WATER}`]?.passedAt !== undefined)
    await the.act('reportConnected', shuiwu, { line: WATER })
    await time.past(await time.inDays(5))
    await the.closed()
    expect(the.events('serviceConnected')[0]?.data.late).toBe(true)
    expect(the.events('missedAnswered').map(({ data }) => data)).toEqual([
      { claim: `${WATER}:1`, line: WATER, by: 'utility', confirmed: true, how: 'silence' },
    ])
  })

  it('R-25: another time that nobody answers is agreed, on the first clock; what a user is silent to is decided', async () => {
    const the = await surveying(time)
    await opine(the)
    await the.act('fileOpinion', shuiwu, connectable(WATER))
    await the.reaches((state) => state.stage === 'connection')
    await the.act('appointConnection', INTAKE, { at: await time.inDays(10) })
    await the.reaches((state) => state.lines[WATER]?.appointment?.offerBy !== undefined)
    const { dueAt } = await clock(the, `connection:${WATER}`)
    const at = await time.inDays(11)
    await the.act('offerTime', shuiwu, { line: WATER, at, reason: '班组已满' })
    await time.past(await time.inDays(8))
    await the.reaches((state) => state.lines[WATER]?.appointment?.offer === undefined)
    expect((await the.state()).lines[WATER]?.appointment).toMatchObject({ at, number: 1, offered: true })
    expect((await clock(the, `connection:${WATER}`)).dueAt).toBe(dueAt)
    await time.past(at)
    await the.act('reportMissedAppointment', shuiwu, { line: WATER, by: 'user', note: '无人到场' })
    await time.past(await time.inDays(6))
    await the.reaches((state) => Object.keys(state.tasks).some((id) => id.includes('decideMissed')))
    await the.act('reportConnected', shuiwu, { line: WATER })
    const decision = { claim: `${WATER}:1`, missed: 'user', reason: '门卫记录属实' } as const
    await the.act('decideMissed', CLERK, decision)
    expect(await the.closed()).toMatchObject({ outcome: 'connected' })
    expect((await the.state()).deadlines[`connection:${WATER}`]).toMatchObject({ unassessed: true })
  })

  it('R-25, R-37: a withdrawn case is closed when what is disputed is decided', async () => {
    const the = await surveying(time)
    await opine(the)
    await the.act('fileOpinion', shuiwu, connectable(WATER))
    await the.reaches((state) => state.stage === 'connection')
    await the.act('appointConnection', INTAKE, { at: await time.soon() })
    await time.past(await time.soon(2))
    await the.act('reportMissedAppointment', INTAKE, { line: WATER, by: 'utility', note: '未上门' })
    await the.act('withdrawApplication', INTAKE, { reason: '取消' })
    await the.act('answerMissed', shuiwu, { claim: `${WATER}:1`, confirmed: false, note: '已到场' })
    await time.past(await time.inDays(20))
    expect((await the.state()).closedAt).toBeUndefined()
    await the.act('decideMissed', CLERK, { claim: `${WATER}:1`, missed: 'neither', reason: '无从查证' })
    expect(await the.closed()).toMatchObject({ outcome: 'withdrawn' })
  })
})
