import { describe, expect, it } from 'vitest'
import { dueByDate } from '../../domain/clocks/date-deadline.ts'
import { dueTime } from '../../domain/clocks/working-time.ts'
import { INTAKE, officer } from '../fixtures/actors.ts'
import { CALENDARS } from '../fixtures/calendars.ts'
import { CHIBI } from '../fixtures/cities.ts'
import { registration } from '../fixtures/forms.ts'
import { connectable, needsOuterWorks, NO_OBJECTION } from '../fixtures/opinions.ts'
import { SkippedTime } from '../fixtures/skipped-case.ts'
import type { SkippedCase } from '../fixtures/skipped-case.ts'
import { commitment, inspection } from '../fixtures/works.ts'

const time = SkippedTime.ofThisFile()

const WATER = 'water:shuiwu' as const
const POWER = 'power:guowang' as const
const shuiwu = officer('shuiwu')
const inspector = officer('chengguan', 'inspector')
const days = (from: string, count: number) =>
  dueTime(from, { kind: 'workingDays', days: count }, CHIBI.hours, CALENDARS.china)

/** Water needs outer works on a road; power is connectable at once. */
async function surveyed(phase = 'none', since: Parameters<typeof time.register>[1] = {}): Promise<SkippedCase> {
  const the = await time.register(
    registration(
      { phase },
      { services: { water: { business: 'new', tonsPerDay: 9 }, power: { business: 'new', kilovoltAmperes: 100 } } },
    ),
    since,
  )
  await the.reaches((state) => state.survey !== undefined)
  await the.act('fileJointRecord', officer('zhujian', 'lead'), {
    opinions: [
      { org: 'zigui', opinion: NO_OBJECTION },
      { org: 'chengguan', opinion: NO_OBJECTION },
      { org: 'shuiwu', opinion: needsOuterWorks(WATER) },
      { org: 'guowang', opinion: connectable(POWER) },
    ],
  })
  await the.reaches((state) => state.deadlines['commitment:shuiwu'] !== undefined)
  return the
}

/** Works from today to a day so many calendar days ahead. */
async function committed(the: SkippedCase, ahead: number): Promise<string> {
  const until = await time.dateAhead(ahead)
  await the.act('signCommitment', shuiwu, commitment(await time.dateAhead(0), until))
  await the.reaches((state) => state.deadlines[`works:${WATER}`] !== undefined)
  return until
}

async function started(the: SkippedCase): Promise<void> {
  await the.act('fileDesign', shuiwu, { line: WATER, title: '给水设计', summary: 'DN200' })
  await the.act('fileConstructionPlan', shuiwu, {
    line: WATER,
    title: '施工方案',
    summary: '明挖',
    nearbyOwners: ['ranqi'],
  })
  await the.act('signHandover', officer('ranqi'), { line: WATER, positions: '埋深 1.2 米', signer: '刘工' })
  await the.act('startWorks', shuiwu, { line: WATER })
}

async function accepted(the: SkippedCase): Promise<void> {
  await the.act('fileInspection', inspector, inspection(WATER))
  await the.act('completeWorks', shuiwu, { line: WATER })
  await the.act('acceptWorks', officer('zhujian'), { line: WATER, passed: true })
}

describe('commitment', () => {
  it("R-16: half a working day from the survey's result; passing it is the utility's and blocks nothing", async () => {
    const the = await surveyed()
    const { survey, deadlines } = await the.state()
    const due = days(survey?.closedAt ?? '', 0.5)
    expect(deadlines['commitment:shuiwu']).toMatchObject({
      dueAt: due.dueAt,
      minutes: 195,
      owner: 'shuiwu',
      rule: 'R-16',
    })
    await time.past(due.dueAt)
    await the.reaches((state) => state.deadlines['commitment:shuiwu']?.passedAt !== undefined)
    await committed(the, 30)
    expect((await the.state()).lines[WATER]?.status).toBe('committed')
    await the.reaches(() => the.ofThePlan('deadlinePassed').length === 1)
    expect(the.ofThePlan('deadlinePassed')[0]?.data).toEqual({ deadline: 'commitment:shuiwu', owner: 'shuiwu' })
  })
})

describe('works', () => {
  it('R-19, R-35: at most the prescribed length; more is granted beside it; a stop ends by itself', async () => {
    const the = await surveyed('none', { timesWorks: true })
    const until = await committed(the, 60)
    const [first, second] = [`works:${WATER}`, `works:${WATER}:2`]
    const { lines, deadlines } = await the.state()
    const prescribed = days(lines[WATER]?.works?.clearedAt ?? '', 10)
    expect(deadlines[first]).toMatchObject({ dueAt: prescribed.dueAt, length: { kind: 'workingDays', days: 10 } })
    const stop = { reason: 'forceMajeure', note: '暴雨', evidence: '红色预警', until: await time.dateAhead(1) } as const
    await the.act('suspendClock', officer('office'), { ...stop, deadline: first })
    await the.reaches((state) => state.deadlines[first]?.stoppedAt !== undefined)
    await time.past(`${stop.until}T00:00:00+08:00`)
    await the.reaches((state) => state.deadlines[first]?.runsFrom !== undefined)
    expect(the.events('clockResumed')[0]).toMatchObject({ at: new Date(`${stop.until}T00:00:00+08:00`).toISOString() })
    await the.act('requestWorksExtension', shuiwu, { line: WATER, dueDate: until, reason: '遇既有管线' })
    await the.act('decideWorksExtension', officer('zhujian'), { line: WATER, granted: true })
    const beside = await the.reaches((state) => state.deadlines[second] !== undefined)
    expect(beside.deadlines[first]?.supersededAt).toBeUndefined()
    await time.past(beside.deadlines[first]?.dueAt ?? '')
    await the.reaches((state) => state.deadlines[first]?.passedAt !== undefined)
    expect((await the.state()).deadlines[second]).toMatchObject({ length: { kind: 'byDate', date: until } })
    await started(the)
    await accepted(the)
    const done = await the.reaches((state) => state.lines[WATER]?.status === 'accepted')
    for (const id of [first, second]) expect(done.deadlines[id]?.metAt).toBeDefined()
  })

  it('R-19: due on the end date of 附件3, passed once; only a superseding commitment gives another date', async () => {
    const the = await surveyed()
    const first = await committed(the, 10)
    await started(the)
    const second = await time.dateAhead(40)
    await the.act('signCommitment', shuiwu, commitment(await time.dateAhead(0), second))
    await the.reaches((state) => state.deadlines[`works:${WATER}:2`] !== undefined)
    await time.past(`${first}T16:30:00Z`)
    const { deadlines } = await the.state()
    expect(deadlines[`works:${WATER}`]).toMatchObject({ supersededAt: expect.any(String) as string })
    expect(deadlines[`works:${WATER}`]?.passedAt).toBeUndefined()
    const due = dueByDate(
      deadlines[`works:${WATER}:2`]?.startedAt ?? '',
      { kind: 'byDate', date: second },
      CHIBI.hours,
      CALENDARS.china,
    )
    expect(deadlines[`works:${WATER}:2`]?.dueAt).toBe(due.dueAt)
    await time.past(due.dueAt)
    await the.reaches((state) => state.deadlines[`works:${WATER}:2`]?.passedAt !== undefined)
    await the.act('fileInspection', inspector, inspection(WATER))
    await the.act('completeWorks', shuiwu, { line: WATER })
    await the.reaches(() => the.events('worksCompleted').length === 1)
    expect(the.events('worksCompleted')[0]?.data.late).toBe(true)
  })

  it('R-20: a rectification order runs against its own date while the works go on; missed, it is recorded and told', async () => {
    const the = await surveyed()
    await committed(the, 200)
    await started(the)
    const dueDate = await time.workingDateAhead(7)
    await the.act('fileInspection', inspector, inspection(WATER, [1], dueDate))
    const order = `${WATER}:1`
    const { deadlines } = await the.reaches((state) => state.deadlines[`rectification:${order}`] !== undefined)
    expect(deadlines[`rectification:${order}`]).toMatchObject({ owner: 'shuiwu', dueAt: `${dueDate}T09:30:00.000Z` })
    await time.past(`${dueDate}T09:30:00Z`)
    await the.reaches((state) => state.deadlines[`rectification:${order}`]?.passedAt !== undefined)
    await the.reaches((state) => state.orders[order]?.brokenAt !== undefined)
    const { serviceNumber } = await the.state()
    const records = () => time.creditRecords.filter(({ source }) => source.serviceNumber === serviceNumber)
    await expect.poll(records).toMatchObject([{ subject: { org: 'shuiwu' }, source: { order, promise: 1 } }])
    await the.act('reportRectified', shuiwu, { order, remarks: '已补设围挡' })
    await the.act('reinspect', inspector, { order, passed: true })
    await the.act('completeWorks', shuiwu, { line: WATER })
    expect((await the.state()).lines[WATER]?.status).toBe('completed')
  })
})

describe('the whole of a case with outer works', () => {
  it('R-14, R-21, R-24…R-26: laid in advance, it waits for months, is connected on the same day, and closes when the road is restored', async () => {
    const the = await surveyed('landPlanning')
    await the.act('appointConnection', INTAKE, { at: await time.soon(), lines: [POWER] })
    await the.act('reportConnected', officer('guowang'), { line: POWER })
    await committed(the, 30)
    await started(the)
    expect((await the.state()).lines).toMatchObject({
      [WATER]: { status: 'constructing' },
      [POWER]: { status: 'connected' },
    })
    await accepted(the)
    await time.past(await time.inDays(150))
    const at = await time.soon()
    await the.act('appointConnection', INTAKE, { at })
    const { deadlines } = await the.reaches((state) => state.deadlines[`connection:${WATER}`] !== undefined)
    expect(deadlines[`connection:${WATER}`]?.dueAt).toBe(
      dueTime(at, { kind: 'sameDay' }, CHIBI.hours, CALENDARS.china).dueAt,
    )
    await the.act('reportConnected', shuiwu, { line: WATER })
    expect((await the.state()).closedAt).toBeUndefined()
    await the.act('reportRestored', shuiwu, { line: WATER })
    await the.act('confirmRestoration', officer('chengguan'), { line: WATER })
    expect(await the.closed()).toMatchObject({ outcome: 'connected' })
    expect(the.ofThePlan('deadlinePassed')).toEqual([])
  })

  it('R-21: an acceptance that nobody objects to within the term stands, at its end', async () => {
    const the = await surveyed('none', { filesAcceptance: true })
    await committed(the, 30)
    await started(the)
    await the.act('fileInspection', inspector, inspection(WATER))
    await the.act('completeWorks', shuiwu, { line: WATER })
    const today = await time.dateAhead(0)
    await the.act('inviteToAcceptance', shuiwu, { line: WATER, at: `${today}T00:00:00+08:00`, invited: ['zhujian'] })
    const attended = [{ org: 'shuiwu', person: '陈工' }]
    await the.act('fileAcceptance', shuiwu, { line: WATER, heldOn: today, passed: true, attended, report: '合格' })
    const term = `acceptWorks:zhujian:${WATER}`
    const { deadlines } = await the.reaches((state) => state.deadlines[term] !== undefined)
    await time.past(deadlines[term]?.dueAt ?? '')
    const state = await the.reaches(({ lines }) => lines[WATER]?.status === 'accepted')
    expect(state.deadlines[term]?.passedAt).toBeUndefined()
    expect(the.events('worksAccepted')[0]).toMatchObject({ at: deadlines[term]?.dueAt, data: { how: 'silence' } })
  })

  it('R-21: works that acceptance refused go on, and their deadline runs again', async () => {
    const the = await surveyed()
    const until = await committed(the, 20)
    await started(the)
    await the.act('fileInspection', inspector, inspection(WATER))
    await the.act('completeWorks', shuiwu, { line: WATER })
    await the.act('acceptWorks', officer('zhujian'), { line: WATER, passed: false, remarks: '压力试验不合格' })
    expect((await the.state()).lines[WATER]?.status).toBe('constructing')
    await time.past(`${until}T16:30:00Z`)
    await the.reaches((state) => state.deadlines[`works:${WATER}`]?.passedAt !== undefined)
  })
})

describe('signals', () => {
  it('R-13, R-20: an opinion and an inspection sent as signals are taken; what is refused stays in the history with its reason', async () => {
    const the = await time.register(registration({}, { services: { water: { business: 'new', tonsPerDay: 9 } } }))
    await the.reaches((state) => state.survey !== undefined)
    await the.handle.signal('fileOpinion', { actor: officer('shuiwu', 'system'), body: needsOuterWorks(WATER) })
    await the.reaches((state) => state.opinions['shuiwu'] !== undefined)
    await the.handle.signal('fileOpinion', { nonsense: true })
    await the.handle.signal('fileOpinion', { actor: officer('mobile', 'system'), body: connectable(WATER) })
    await the.handle.signal('fileOpinion', { actor: officer('zigui', 'auditor'), body: NO_OBJECTION })
    await the.act('fileOpinion', officer('zigui'), NO_OBJECTION)
    await the.act('fileOpinion', officer('chengguan'), NO_OBJECTION)
    await the.reaches((state) => state.deadlines['commitment:shuiwu'] !== undefined)
    await committed(the, 30)
    await started(the)
    await the.handle.signal('fileInspection', {
      actor: officer('chengguan', 'system'),
      body: inspection(WATER, [2], await time.dayOffAhead()),
    })
    await the.handle.signal('fileInspection', { actor: officer('chengguan', 'system'), body: inspection(WATER) })
    await the.reaches((state) => state.lines[WATER]?.works?.inspectionsPassed === 1)
    await the.reaches(() => the.events('actRefused').length === 4)
    expect(the.events('actRefused').map((event) => [event.data.act, event.data.code, event.actor.org])).toEqual([
      ['fileOpinion', 'validation-failed', 'system'],
      ['fileOpinion', 'not-concerned', 'mobile'],
      ['fileOpinion', 'forbidden', 'zigui'],
      ['fileInspection', 'date-not-working-day', 'chengguan'],
    ])
    expect(the.events('actRefused')[0]?.data.received).toBe('{"nonsense":true}')
  })
})
