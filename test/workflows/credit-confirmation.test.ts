import { afterEach, describe, expect, it } from 'vitest'
import { dueTime } from '../../domain/clocks/working-time.ts'
import { expiryOf } from '../../domain/credit/credit.ts'
import type { CreditState } from '../../workflows/credit/core/state.ts'
import { officer } from '../fixtures/actors.ts'
import { CALENDARS } from '../fixtures/calendars.ts'
import { CHIBI } from '../fixtures/cities.ts'
import { dueOf, proposedInput } from '../fixtures/matters.ts'
import { SkippedMatters } from '../fixtures/skipped-matters.ts'
import type { SkippedMatter } from '../fixtures/skipped-matters.ts'

const time = SkippedMatters.ofThisFile()
const open: SkippedMatter<CreditState>[] = []
afterEach(async () => {
  for (const the of open.splice(0))
    if ((await the.state()).closedAt === undefined)
      await the.act('withdrawRecord', officer('chengguan'), { reason: '测试结束' })
})

const LEAD = officer('chengguan', 'lead')

async function proposed(): Promise<SkippedMatter<CreditState>> {
  const the = await time.start<CreditState>('creditRecord', (id) => proposedInput(id))
  open.push(the)
  await the.reaches(({ deadlines }) => deadlines['confirmation'] !== undefined)
  return the
}

describe('a proposed credit record', () => {
  it('R-29: waits for its second person, is reported then and not before, and its term counts from then', async () => {
    const the = await proposed()
    const waiting = await the.state()
    expect(waiting).toMatchObject({ status: 'proposed', reportedTo: [], concerned: ['chengguan', 'office'] })
    expect(dueOf(waiting, 'confirmation')).toBe(
      dueTime(waiting.openedAt, { kind: 'workingDays', days: 5 }, CHIBI.hours, CALENDARS.china).dueAt,
    )
    expect(await the.refused('confirmRecord', officer('chengguan'), { confirmed: true })).toBe('second-person-required')
    await time.environment.sleep('1 day')
    await the.act('confirmRecord', LEAD, { confirmed: true, remarks: '照片已核对' })
    const state = await the.reaches(({ reportedTo }) => reportedTo.length > 0)
    expect(state.concerned).toEqual(expect.arrayContaining(['shuiwu', 'office', 'chengguan', 'creditPlatform']))
    expect(state.expiresAt).toBe(expiryOf(state.confirmation?.at ?? '', CHIBI.credit.term))
    await time.past(dueOf(waiting, 'confirmation'))
    const clock = (await the.state()).deadlines['confirmation']
    expect([clock?.metAt, clock?.passedAt]).toEqual([state.confirmation?.at, undefined])
    expect(the.types()).toEqual(['recordOpened', 'deadlineStarted', 'recordConfirmed', 'recordReported'])
  })

  it('R-29, R-33: nobody’s silence confirms it: red against its authority, and confirmed late by the office', async () => {
    const the = await proposed()
    await time.past(dueOf(await the.state(), 'confirmation'))
    expect(await the.reaches(({ deadlines }) => deadlines['confirmation']?.passedAt !== undefined)).toMatchObject({
      status: 'proposed',
      reportedTo: [],
      deadlines: { confirmation: { owner: 'chengguan' } },
    })
    await the.act('confirmRecord', officer('office', 'lead'), { confirmed: true })
    await the.reaches(({ reportedTo }) => reportedTo.length > 0)
    expect(the.types()).toEqual([
      'recordOpened',
      'deadlineStarted',
      'deadlineWarned',
      'deadlinePassed',
      'recordConfirmed',
      'recordReported',
    ])
  })

  it('R-29: rejected, it ends and is never reported; nothing more is taken', async () => {
    const the = await proposed()
    await the.act('confirmRecord', LEAD, { confirmed: false, reason: '照片不是该工地' })
    expect(await the.closed()).toMatchObject({ status: 'rejected', reportedTo: [], concerned: ['chengguan', 'office'] })
    expect(the.types()).toEqual(['recordOpened', 'deadlineStarted', 'recordRejected'])
    await expect.poll(async () => (await the.handle.describe()).status.name).toBe('COMPLETED')
  })

  it('R-29: taken back by its authority before anybody confirmed it, it ends unreported', async () => {
    const the = await proposed()
    await the.act('withdrawRecord', officer('chengguan'), { reason: '误提' })
    expect(await the.closed()).toMatchObject({ status: 'withdrawn', reportedTo: [] })
  })
})
