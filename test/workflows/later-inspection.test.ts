import { randomBytes } from 'node:crypto'
import { afterEach, describe, expect, it } from 'vitest'
import { dueByDate } from '../../domain/clocks/date-deadline.ts'
import { laterOrderId } from '../../domain/later-inspection/later-inspection.ts'
import type { CreditState } from '../../workflows/credit/core/state.ts'
import type { LaterInspectionState } from '../../workflows/later-inspection/core/state.ts'
import { officer } from '../fixtures/actors.ts'
import { CALENDARS } from '../fixtures/calendars.ts'
import { CHIBI } from '../fixtures/cities.ts'
import { dueOf, laterInspectionInput } from '../fixtures/matters.ts'
import { SkippedMatters } from '../fixtures/skipped-matters.ts'
import type { SkippedMatter } from '../fixtures/skipped-matters.ts'

const time = SkippedMatters.ofThisFile()
const open: SkippedMatter<LaterInspectionState>[] = []
const records: SkippedMatter<CreditState>[] = []
afterEach(async () => {
  for (const the of open.splice(0)) await putRight(the)
  for (const record of records.splice(0))
    await record.act('withdrawRecord', officer('chengguan'), { reason: '测试结束' })
})

const SHUIWU = officer('shuiwu')
const INSPECTOR = officer('chengguan', 'inspector')

async function ordered(
  dueDate: string,
): Promise<{ the: SkippedMatter<LaterInspectionState>; order: string; clock: string }> {
  const order = laterOrderId('water:shuiwu', randomBytes(8).toString('hex'))
  const the = await time.start<LaterInspectionState>('laterInspection', (id) =>
    laterInspectionInput(id, { id: order, dueDate }),
  )
  open.push(the)
  const clock = `rectification:${order}`
  await the.reaches(({ deadlines }) => deadlines[clock] !== undefined)
  return { the, order, clock }
}

async function putRight(the: SkippedMatter<LaterInspectionState>): Promise<void> {
  const { order, closedAt } = await the.state()
  if (order === undefined || closedAt !== undefined) return
  if (order.reportedAt === undefined)
    await the.act('reportRectified', SHUIWU, { order: order.id, remarks: '已重新铺装' })
  await the.act('reinspect', INSPECTOR, { order: order.id, passed: true })
  await the.closed()
}

describe('an inspection after the case', () => {
  it('R-20, R-26: passed, it is recorded and ends at once', async () => {
    const the = await time.start<LaterInspectionState>('laterInspection', (id) => laterInspectionInput(id))
    expect(await the.closed()).toMatchObject({ status: 'passed', deadlines: {} })
    await expect.poll(() => the.types()).toEqual(['laterInspectionFiled', 'laterInspectionClosed'])
  })

  it('R-20: not passed, the order is due on its date; put right and found so in time, nothing is broken', async () => {
    const date = await time.workingDateAhead(8)
    const { the, order, clock } = await ordered(date)
    const state = await the.state()
    expect(dueOf(state, clock)).toBe(
      dueByDate(state.openedAt, { kind: 'byDate', date }, CHIBI.hours, CALENDARS.china).dueAt,
    )
    expect(state).toMatchObject({
      status: 'rectifying',
      awaited: ['shuiwu'],
      order: { id: order, promises: [4], dueDate: date },
    })
    await putRight(the)
    expect(await the.closed()).toMatchObject({
      status: 'rectified',
      deadlines: { [clock]: { metAt: expect.any(String) as string } },
    })
    await expect
      .poll(() => the.types())
      .toEqual([
        'laterInspectionFiled',
        'rectificationOrdered',
        'deadlineStarted',
        'rectificationReported',
        'reinspected',
        'laterInspectionClosed',
      ])
  })

  it('R-20, R-29, R-33: missed: yellow, red, the promise broken, told to the office, one credit record; still put right, it ends', async () => {
    const { the, order, clock } = await ordered(await time.workingDateAhead(8))
    await time.past(dueOf(await the.state(), clock))
    const broken = await the.reaches(({ creditRecordOpenedAt }) => creditRecordOpenedAt !== undefined)
    expect(broken).toMatchObject({
      status: 'rectifying',
      awaited: ['shuiwu'],
      concerned: ['chengguan', 'office', 'shuiwu'],
      order: { brokenAt: expect.any(String) as string },
    })
    const recordId = `credit:CB-20261123-00001-0:${order}`
    const record = time.of<CreditState>(recordId)
    records.push(record)
    expect(await record.reaches(({ deadlines }) => deadlines['notice'] !== undefined)).toMatchObject({
      status: 'proposed',
      reportedTo: [],
      confirmers: ['chengguan', 'office'],
      dueProcess: { blockable: ['roadExcavation'] },
      kind: 'broken',
      subject: { org: 'shuiwu' },
      orderedBy: 'chengguan',
      source: { serviceNumber: 'CB-20261123-00001-0', order, promise: 4 },
      reason: '逾期未整改：路面沉降，重新恢复',
    })
    expect(
      await the.refused('requestExtension', SHUIWU, { order, dueDate: await time.workingDateAhead(20), reason: '?' }),
    ).toBe('wrong-stage')
    await putRight(the)
    expect(await the.closed()).toMatchObject({ status: 'rectified', order: { creditRecord: recordId } })
    await expect
      .poll(() => the.types())
      .toEqual([
        'laterInspectionFiled',
        'rectificationOrdered',
        'deadlineStarted',
        'deadlineWarned',
        'deadlinePassed',
        'promiseBroken',
        'creditRecordOpened',
        'rectificationReported',
        'reinspected',
        'laterInspectionClosed',
      ])
  })

  it('R-20: reported in time, a re-inspection that comes late breaks nothing; one that does not pass does', async () => {
    const { the, order, clock } = await ordered(await time.workingDateAhead(8))
    await the.act('reportRectified', SHUIWU, { order, remarks: '已重新铺装' })
    await time.past(dueOf(await the.state(), clock))
    expect(
      (await the.reaches(({ deadlines }) => deadlines[clock]?.passedAt !== undefined)).order?.brokenAt,
    ).toBeUndefined()
    await the.act('reinspect', INSPECTOR, { order, passed: false })
    await the.reaches(({ creditRecordOpenedAt }) => creditRecordOpenedAt !== undefined)
    records.push(time.of<CreditState>(`credit:CB-20261123-00001-0:${order}`))
  })

  it('R-20: granted, more time is a clock of its own, and the first is charged to nobody', async () => {
    const { the, order, clock } = await ordered(await time.workingDateAhead(8))
    const later = await time.workingDateAhead(30)
    const first = dueOf(await the.state(), clock)
    await the.act('requestExtension', SHUIWU, { order, dueDate: later, reason: '雨季' })
    await the.act('decideExtension', INSPECTOR, { order, granted: true })
    await the.reaches(({ deadlines }) => deadlines[`${clock}:2`] !== undefined)
    await time.past(first)
    const state = await the.state()
    expect(state.deadlines[clock]).toMatchObject({ supersededAt: expect.any(String) as string })
    expect(dueOf(state, `${clock}:2`)).toBe(
      dueByDate(state.openedAt, { kind: 'byDate', date: later }, CHIBI.hours, CALENDARS.china).dueAt,
    )
    await putRight(the)
    expect(the.types()).not.toContain('deadlinePassed')
  })
})
