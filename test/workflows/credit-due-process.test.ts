import { afterEach, describe, expect, it } from 'vitest'
import { dueTime } from '../../domain/clocks/working-time.ts'
import { monthsLater } from '../../domain/credit/grade.ts'
import type { CreditState } from '../../workflows/credit/core/state.ts'
import { officer } from '../fixtures/actors.ts'
import { CALENDARS } from '../fixtures/calendars.ts'
import { CHIBI } from '../fixtures/cities.ts'
import { NOTICE, RECORDED } from '../fixtures/credit.ts'
import { creditInput, dueOf, dueProcessInput, proposedInput } from '../fixtures/matters.ts'
import { SkippedMatters } from '../fixtures/skipped-matters.ts'
import type { SkippedMatter } from '../fixtures/skipped-matters.ts'

const time = SkippedMatters.ofThisFile()
const open: SkippedMatter<CreditState>[] = []
afterEach(async () => {
  for (const the of open.splice(0))
    if ((await the.state()).closedAt === undefined)
      await the.act('withdrawRecord', officer('chengguan'), { reason: '测试结束' })
})

const [own, LEAD, office, shuiwu] = [
  officer('chengguan'),
  officer('chengguan', 'lead'),
  officer('office'),
  officer('shuiwu'),
]
const days = (from: string, count: number) =>
  dueTime(from, { kind: 'workingDays', days: count }, CHIBI.hours, CALENDARS.china).dueAt

async function begun(input = dueProcessInput): Promise<SkippedMatter<CreditState>> {
  const the = await time.start<CreditState>('creditRecord', (id) => input(id))
  open.push(the)
  return the
}

async function noticed(): Promise<SkippedMatter<CreditState>> {
  const the = await begun()
  await the.reaches(({ deadlines }) => deadlines['notice'] !== undefined)
  await the.act('giveNotice', own, NOTICE)
  await the.reaches(({ deadlines }) => deadlines['statement'] !== undefined)
  return the
}

async function decided(): Promise<SkippedMatter<CreditState>> {
  const the = await noticed()
  await the.act('answerNotice', shuiwu, { waived: true })
  await the.reaches(({ deadlines }) => deadlines['determination'] !== undefined)
  await the.act('decideRecord', LEAD, RECORDED)
  await the.reaches(({ deadlines }) => deadlines['objection'] !== undefined)
  return the
}

describe('a credit record by due process', () => {
  it('R-29, R-33: every step has its clock, on the working calendar; nobody’s silence makes a record', async () => {
    const the = await begun()
    const opened = await the.reaches(({ deadlines }) => deadlines['notice'] !== undefined)
    expect(dueOf(opened, 'notice')).toBe(days(opened.openedAt, 3))
    await time.past(dueOf(opened, 'notice'))
    await the.reaches(({ deadlines }) => deadlines['notice']?.passedAt !== undefined)
    await the.act('giveNotice', own, NOTICE)
    const told = await the.reaches(({ deadlines }) => deadlines['statement'] !== undefined)
    expect(told).toMatchObject({ status: 'noticed', awaited: ['shuiwu'], reportedTo: [] })
    expect(dueOf(told, 'statement')).toBe(days(told.notice?.at ?? '', 5))
    expect(await the.refused('decideRecord', LEAD, RECORDED)).toBe('wrong-stage')
    await time.past(dueOf(told, 'statement'))
    const over = await the.reaches(({ deadlines }) => deadlines['determination'] !== undefined)
    expect(over).toMatchObject({
      awaited: ['chengguan', 'office'],
      deadlines: { determination: { owner: 'chengguan' } },
    })
    expect(dueOf(over, 'determination')).toBe(days(dueOf(told, 'statement'), 5))
    await time.past(dueOf(over, 'determination'))
    expect(await the.reaches(({ deadlines }) => deadlines['determination']?.passedAt !== undefined)).toMatchObject({
      status: 'noticed',
      reportedTo: [],
    })
    await the.act('decideRecord', LEAD, RECORDED)
    await the.reaches(({ reportedTo }) => reportedTo.length > 0)
    expect(the.types()).toEqual([
      'recordOpened',
      'deadlineStarted',
      'deadlineWarned',
      'deadlinePassed',
      'noticeGiven',
      'deadlineStarted',
      'deadlineStarted',
      'deadlineWarned',
      'deadlinePassed',
      'recordDecided',
      'recordReported',
      'deadlineStarted',
    ])
  })

  it('R-29: decided, it is reported, open to objection for its term, and over after its months', async () => {
    const the = await decided()
    const state = await the.state()
    const at = state.determination?.at ?? ''
    expect(state.expiresAt).toBe(monthsLater(at, 6, CHIBI.hours))
    expect(dueOf(state, 'objection')).toBe(days(at, 5))
    expect(state.concerned).toEqual(expect.arrayContaining(['creditPlatform', 'zigui', 'shuiwu']))
    await time.past(dueOf(state, 'objection'))
    const final = await the.reaches(({ deadlines }) => deadlines['objection']?.supersededAt !== undefined)
    expect(final.deadlines['objection']?.supersededAt).toBe(dueOf(state, 'objection'))
    expect(await the.refused('contestRecord', shuiwu, { reason: '迟了' })).toBe('term-over')
    await time.past(state.expiresAt ?? '')
    expect(await the.closed()).toMatchObject({ status: 'expired' })
    expect(the.types().slice(-3)).toEqual(['deadlineStarted', 'objectionTermEnded', 'recordExpired'])
  })

  it('R-29, R-33: objected to in time, the office decides by a clock; the record stands meanwhile', async () => {
    const the = await decided()
    await the.act('contestRecord', shuiwu, { reason: '过重' })
    const contested = await the.reaches(({ deadlines }) => deadlines['decision'] !== undefined)
    expect(contested).toMatchObject({ status: 'contested', awaited: ['office'] })
    expect(contested.deadlines['objection']?.metAt).toBe(contested.contest?.at)
    expect(dueOf(contested, 'decision')).toBe(days(contested.contest?.at ?? '', 10))
    expect(await the.refused('decideContest', LEAD, { upheld: false, reason: '?' })).toBe('second-person-required')
    await the.act('decideContest', office, { upheld: false, reason: '确属过重' })
    expect(await the.closed()).toMatchObject({ status: 'withdrawn' })
  })

  it('R-29, R-33: repaired after the shortest length of its grade, each step by a clock; declined, it is asked for again', async () => {
    const the = await decided()
    const { determination } = await the.state()
    expect(await the.refused('requestRepair', shuiwu, { correction: '已恢复' })).toBe('wrong-stage')
    await time.past(monthsLater(determination?.at ?? '', 3, CHIBI.hours))
    await the.act('requestRepair', shuiwu, { correction: '已恢复' })
    const asked = await the.reaches(({ deadlines }) => deadlines['repairAcceptance:1'] !== undefined)
    expect(asked).toMatchObject({ status: 'repairing', awaited: ['chengguan'] })
    expect(dueOf(asked, 'repairAcceptance:1')).toBe(days(asked.repairs?.[0]?.at ?? '', 3))
    await the.act('acceptRepair', own, { accepted: false, reason: '没有证明' })
    await the.act('requestRepair', shuiwu, { correction: '已恢复，附验收单' })
    await the.reaches(({ deadlines }) => deadlines['repairAcceptance:2'] !== undefined)
    await the.act('acceptRepair', own, { accepted: true })
    const accepted = await the.reaches(({ deadlines }) => deadlines['repairDecision:2'] !== undefined)
    expect(dueOf(accepted, 'repairDecision:2')).toBe(days(accepted.repairs?.[1]?.acceptance?.at ?? '', 10))
    expect(await the.refused('decideRepair', own, { granted: true, reason: '?' })).toBe('second-person-required')
    await the.act('decideRepair', LEAD, { granted: true, reason: '已纠正' })
    expect(await the.closed()).toMatchObject({ status: 'repaired' })
    expect(the.types().slice(-2)).toEqual(['repairDecided', 'recordRepaired'])
  })

  it('R-29: dismissed, it ends there: nothing is reported, no clock begins', async () => {
    const the = await noticed()
    await the.act('answerNotice', shuiwu, { waived: true })
    await the.act('decideRecord', LEAD, { outcome: 'dismissed', reason: '照片不是该工地' })
    expect(await the.closed()).toMatchObject({
      status: 'rejected',
      reportedTo: [],
      concerned: ['chengguan', 'office', 'shuiwu'],
    })
    expect(the.types().at(-1)).toBe('recordDecided')
  })

  it('R-29: 履约信息 is reported to nobody, and ends in its time', async () => {
    const the = await noticed()
    await the.act('answerNotice', shuiwu, { waived: true })
    await the.act('decideRecord', LEAD, { outcome: 'performance', reason: '未受处罚' })
    const kept = await the.reaches(({ deadlines }) => deadlines['objection'] !== undefined)
    expect(kept).toMatchObject({ status: 'performance', reportedTo: [], concerned: ['chengguan', 'office', 'shuiwu'] })
    await time.past(kept.expiresAt ?? '')
    expect(await the.closed()).toMatchObject({ status: 'expired', reportedTo: [] })
    expect(the.types()).not.toContain('recordReported')
  })
})

describe('a record that was begun before', () => {
  it.each([
    ['0.3', creditInput],
    ['0.5', proposedInput],
  ])('R-29: by %s goes its own way, and can be repaired at any time', async (release, input) => {
    const the = await begun((id) => input(id))
    if (release === '0.5') {
      await the.reaches(({ deadlines }) => deadlines['confirmation'] !== undefined)
      expect(await the.refused('giveNotice', own, NOTICE)).toBe('wrong-stage')
      await the.act('confirmRecord', LEAD, { confirmed: true })
    }
    await the.reaches(({ reportedTo }) => reportedTo.length > 0)
    await the.act('requestRepair', shuiwu, { correction: '已恢复' })
    await the.reaches(({ deadlines }) => deadlines['repairAcceptance:1'] !== undefined)
    await the.act('acceptRepair', office, { accepted: true })
    await the.reaches(({ deadlines }) => deadlines['repairDecision:1'] !== undefined)
    await the.act('decideRepair', LEAD, { granted: true, reason: '已纠正' })
    expect(await the.closed()).toMatchObject({ status: 'repaired' })
  })
})
