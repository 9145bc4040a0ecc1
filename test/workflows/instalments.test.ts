import { afterEach, describe, expect, it } from 'vitest'
import { MockActivityEnvironment } from '@temporalio/testing'
import { createInstalmentActivities } from '../../activities/instalments.ts'
import { dueByDate } from '../../domain/clocks/date-deadline.ts'
import type { InstalmentPlan } from '../../domain/instalments/instalments.ts'
import { endOfLocalDate, localDate } from '../../domain/clocks/local-date.ts'
import type { InstalmentsState } from '../../workflows/instalments/core/state.ts'
import { INTAKE, officer } from '../fixtures/actors.ts'
import { CALENDARS } from '../fixtures/calendars.ts'
import { CHIBI, DRILL } from '../fixtures/cities.ts'
import { dueOf, INSTALMENT_PLAN, instalmentsInput, signedPlanInput } from '../fixtures/matters.ts'
import { SkippedMatters } from '../fixtures/skipped-matters.ts'
import type { SkippedMatter } from '../fixtures/skipped-matters.ts'

const time = SkippedMatters.ofThisFile()
const open: SkippedMatter<InstalmentsState>[] = []
afterEach(async () => {
  for (const the of open.splice(0))
    if ((await the.state()).closedAt === undefined) await the.act('releaseInstalments', SHUIWU, { reason: '测试结束' })
})

const SHUIWU = officer('shuiwu')
const LINE = 'water:shuiwu'

const partsOf = (...dates: string[]) => dates.map((dueDate) => ({ dueDate, amountFen: 100_00 }))

async function takenOver(change: Partial<InstalmentPlan>, policy = CHIBI): Promise<SkippedMatter<InstalmentsState>> {
  const agreedAt = await time.now()
  const the = await time.start<InstalmentsState>('instalments', (id) => ({
    ...instalmentsInput(id, { agreedAt, ...change }),
    policy,
  }))
  open.push(the)
  return the
}

async function pay(the: SkippedMatter<InstalmentsState>, part: number) {
  return the.act('recordPayment', SHUIWU, { line: LINE, part, paidOn: localDate(await time.now(), CHIBI.hours) })
}

describe('instalments', () => {
  it('R-23, R-26, R-33: a year by the quarter, one part paid late: yellow, then red against the payer, blocking nothing; paid up, it ends', async () => {
    const dates = await Promise.all([90, 180, 270, 365].map((days) => time.workingDateAhead(days)))
    const the = await takenOver({ parts: partsOf(...dates) })
    const first = await the.reaches(({ deadlines }) => deadlines['instalment:1'] !== undefined)
    expect(dueOf(first, 'instalment:1')).toBe(
      dueByDate(first.agreedAt, { kind: 'byDate', date: dates[0] ?? '' }, CHIBI.hours, CALENDARS.china).dueAt,
    )
    expect(first).toMatchObject({
      status: 'paying',
      awaited: ['applicant'],
      deadlines: { 'instalment:1': { owner: 'applicant', rule: 'R-23', line: LINE } },
    })
    expect(first.deadlines['instalment:2']).toBeUndefined()
    await pay(the, 1)
    await pay(the, 3)
    await time.past(endOfLocalDate(dates[0] ?? '', CHIBI.hours))
    const second = await the.reaches(({ deadlines }) => deadlines['instalment:2'] !== undefined)
    expect(second.deadlines['instalment:2']?.startedAt).toBe(endOfLocalDate(dates[0] ?? '', CHIBI.hours))
    await time.past(dueOf(second, 'instalment:2'))
    expect(await the.reaches(({ status }) => status === 'overdue')).toMatchObject({ awaited: ['applicant'] })
    await expect.poll(() => the.dataOf('deadlineWarned')).toEqual([{ deadline: 'instalment:2', owner: 'applicant' }])
    await expect.poll(() => the.dataOf('deadlinePassed')).toEqual([{ deadline: 'instalment:2', owner: 'applicant' }])
    await time.past(endOfLocalDate(dates[1] ?? '', CHIBI.hours))
    expect(await pay(the, 2)).toMatchObject({ status: 'paying' })
    await expect.poll(() => the.dataOf('deadlinePassed')).toHaveLength(1)
    await time.past(endOfLocalDate(dates[2] ?? '', CHIBI.hours))
    await the.reaches(({ deadlines }) => deadlines['instalment:4'] !== undefined)
    await pay(the, 4)
    expect(await the.closed()).toMatchObject({ status: 'paid', awaited: [] })
    await expect
      .poll(() => the.dataOf('paymentRecorded'))
      .toMatchObject([
        { part: 1, late: false },
        { part: 3, late: false },
        { part: 2, late: true },
        { part: 4, late: false },
      ])
    await expect
      .poll(() => the.dataOf('deadlineStarted'))
      .toMatchObject([1, 2, 4].map((part) => ({ deadline: { id: `instalment:${part}` } })))
    await expect.poll(() => the.types().at(-1)).toBe('instalmentsClosed')
  })

  it('R-34: due on a day off, until that day is over', async () => {
    const dayOff = await time.dayOffAhead(10)
    const the = await takenOver({ parts: partsOf(dayOff) })
    expect(dueOf(await the.reaches(({ deadlines }) => deadlines['instalment:1'] !== undefined), 'instalment:1')).toBe(
      endOfLocalDate(dayOff, CHIBI.hours),
    )
  })

  it('R-23: what was overdue when the case closed is red at once, and agreed in the evening of its day, it had until midnight', async () => {
    const [past, ahead] = [await time.workingDateAhead(-15), await time.workingDateAhead(30)]
    const the = await takenOver({ agreedAt: `${past}T15:30:00.000Z`, parts: partsOf(past, ahead) })
    const state = await the.reaches(
      ({ status, deadlines }) => status === 'overdue' && deadlines['instalment:2'] !== undefined,
    )
    const { startedAt = '', dueAt = '' } = state.deadlines['instalment:1'] ?? {}
    expect([startedAt, dueAt]).toEqual([`${past}T15:30:00.000Z`, endOfLocalDate(past, CHIBI.hours)])
  })

  it('R-23, R-37: of a dropped line no clock runs until its utility says that it built; asked no more, it ends', async () => {
    const date = await time.workingDateAhead(20)
    const the = await takenOver({ confirmed: false, parts: partsOf(date) })
    await time.environment.sleep('10 days')
    expect(await the.state()).toMatchObject({ status: 'unconfirmed', awaited: ['shuiwu'], deadlines: {} })
    await the.act('confirmInnerWorks', SHUIWU, {})
    await the.reaches(({ deadlines }) => deadlines['instalment:1'] !== undefined)
    await the.act('releaseInstalments', SHUIWU, { reason: '双方协商' })
    const state = await the.closed()
    expect(state).toMatchObject({ status: 'released', released: { remainingFen: 100_00 } })
    expect(state.deadlines['instalment:1']).toMatchObject({ supersededAt: expect.any(String) as string })
    await expect
      .poll(() => the.types())
      .toEqual([
        'instalmentsOpened',
        'innerWorksConfirmed',
        'deadlineStarted',
        'instalmentsReleased',
        'instalmentsClosed',
      ])
  })

  it('R-23: in the drill city parts follow each other as fast as surveys, whatever their dates', async () => {
    const the = await takenOver(
      { parts: partsOf(await time.workingDateAhead(200), await time.workingDateAhead(400)) },
      DRILL,
    )
    const state = await the.reaches(({ deadlines }) => deadlines['instalment:2'] !== undefined)
    const seconds = DRILL.deadlines.survey.length.kind === 'elapsedSeconds' ? DRILL.deadlines.survey.length.seconds : 0
    expect([1, 2].map((part) => Date.parse(dueOf(state, `instalment:${part}`)) - Date.parse(state.openedAt))).toEqual([
      seconds * 1000,
      seconds * 2000,
    ])
    await time.past(dueOf(state, 'instalment:2'))
    await expect.poll(() => the.dataOf('deadlinePassed')).toHaveLength(2)
  })

  it('R-23, R-33: an offer that nobody answers is none; a deposit is given back by the clocks of the utility, late ones red', async () => {
    const the = await time.start<InstalmentsState>('instalments', (id) => ({
      ...signedPlanInput(id, { mode: 'deposit' }),
      id,
    }))
    open.push(the)
    const signedOn = async () => localDate(await time.now(), CHIBI.hours)
    const offered = await the.reaches(({ deadlines }) => deadlines['offer:1'] !== undefined)
    expect(offered).toMatchObject({ status: 'offering', deadlines: { 'offer:1': { owner: 'shuiwu' } } })
    const partsOfDeposit = async () =>
      Promise.all([40, 80].map(async (days) => ({ dueDate: await time.workingDateAhead(days), amountFen: 500_00 })))
    const parts = await partsOfDeposit()
    await the.act('proposePlan', SHUIWU, { parts, signer: '李经理', signedOn: await signedOn() })
    const asked = await the.reaches(({ deadlines }) => deadlines['signing:1'] !== undefined)
    expect(asked.deadlines['signing:1']).toMatchObject({ owner: 'applicant', kind: 'planSigning' })
    await time.past(dueOf(asked, 'signing:1'))
    const again = await the.reaches(({ deadlines }) => deadlines['offer:2'] !== undefined)
    expect(again).toMatchObject({ status: 'offering', parts: [], awaited: ['shuiwu'] })
    expect(again.declinedAt).toBe(dueOf(again, 'signing:1'))
    await the.act('proposePlan', INTAKE, { parts, signer: '王小明', signedOn: await signedOn() })
    await the.act('answerPlan', SHUIWU, { signed: true, plan: 2, signer: '李经理', signedOn: await signedOn() })
    await the.act('receiveMoney', SHUIWU, { amountFen: 1000_00, receivedOn: await signedOn() })
    const owing = await the.reaches(({ deadlines }) => deadlines['instalment:1:2'] !== undefined)
    expect(owing.deadlines['instalment:1:2']).toMatchObject({ kind: 'refund', owner: 'shuiwu' })
    await time.past(dueOf(owing, 'instalment:1:2'))
    await the.reaches(({ status }) => status === 'overdue')
    await expect
      .poll(() => the.dataOf('deadlinePassed'))
      .toEqual([
        { deadline: 'signing:1', owner: 'applicant' },
        { deadline: 'instalment:1:2', owner: 'shuiwu' },
      ])
    await the.act('refundDeposit', SHUIWU, { amountFen: 1000_00, refundedOn: await signedOn() })
    expect(await the.closed()).toMatchObject({ status: 'refunded', awaited: [] })
    await expect.poll(() => the.types().at(-1)).toBe('instalmentsClosed')
  })

  it('R-26: handed over by a case through the activity; asked twice, it is one', async () => {
    const serviceNumber = `CB-${await time.environment.currentTimeMs()}`
    const { openInstalments } = createInstalmentActivities(
      (city) => (city === 'chibi' ? { city: CHIBI, policyHash: 'policy' } : undefined),
      CALENDARS,
    )
    const activity = new MockActivityEnvironment({ taskQueue: 'skipped-matters' }, { client: time.environment.client })
    const plan = {
      ...INSTALMENT_PLAN,
      serviceNumber,
      agreedAt: await time.now(),
      parts: partsOf(await time.workingDateAhead(30)),
    }
    for (let twice = 0; twice < 2; twice++) await activity.run(openInstalments, { city: 'chibi', plan })
    await expect(activity.run(openInstalments, { city: 'nowhere', plan })).rejects.toMatchObject({
      type: 'city-unknown',
      nonRetryable: false,
    })
    const the = time.of<InstalmentsState>(`instalments:${serviceNumber}:${LINE}`)
    open.push(the)
    await the.reaches(({ deadlines }) => deadlines['instalment:1'] !== undefined)
    await expect.poll(() => the.types()).toEqual(['instalmentsOpened', 'deadlineStarted'])
    expect(await the.state()).toMatchObject({
      serviceNumber,
      seq: 2,
      origin: { keyHash: `instalments:${serviceNumber}:${LINE}` },
    })
  })
})
