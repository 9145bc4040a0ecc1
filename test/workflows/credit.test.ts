import { afterEach, describe, expect, it } from 'vitest'
import { MockActivityEnvironment } from '@temporalio/testing'
import { createCreditActivities } from '../../activities/credit.ts'
import { THE_CASE } from '../../domain/actor/actor.ts'
import { dueTime } from '../../domain/clocks/working-time.ts'
import type { CreditState } from '../../workflows/credit/core/state.ts'
import { officer } from '../fixtures/actors.ts'
import { CALENDARS } from '../fixtures/calendars.ts'
import { CHIBI } from '../fixtures/cities.ts'
import { NOTICE, RECORDED } from '../fixtures/credit.ts'
import { creditInput, dueOf } from '../fixtures/matters.ts'
import { SkippedMatters } from '../fixtures/skipped-matters.ts'
import type { SkippedMatter } from '../fixtures/skipped-matters.ts'

const time = SkippedMatters.ofThisFile()
const open: SkippedMatter<CreditState>[] = []
afterEach(async () => {
  for (const the of open.splice(0)) {
    const state = await the.state()
    if (state.closedAt !== undefined) continue
    await (state.status === 'contested'
      ? the.act('decideContest', officer('office'), { upheld: false, reason: '测试结束' })
      : the.act('withdrawRecord', officer('chengguan'), { reason: '测试结束' }))
  }
})

const SUBJECT = officer('shuiwu')

async function reported(change: Record<string, unknown> = {}): Promise<SkippedMatter<CreditState>> {
  const the = await time.start<CreditState>('creditRecord', (id) => creditInput(id, change))
  open.push(the)
  await the.reaches(({ reportedTo }) => reportedTo.length > 0)
  return the
}

describe('credit record', () => {
  it('R-29: reported at once to the public credit platform and every authority of the joint sanction', async () => {
    const state = await (await reported()).state()
    expect(state).toMatchObject({ status: 'reported', decider: 'office', source: { promise: 4 } })
    expect(state.reportedTo).toEqual([
      'creditPlatform',
      'zhengshu',
      'zigui',
      'chengguan',
      'zhujian',
      'jiaotong',
      'fagai',
      'kejing',
      'jiaojing',
      'government',
    ])
    expect(state.concerned).toEqual(expect.arrayContaining(['shuiwu', 'office', 'chengguan', 'creditPlatform']))
  })

  it('R-29: in force for three years to the day, then it expires by itself', async () => {
    const the = await reported()
    const { openedAt, expiresAt = '' } = await the.state()
    expect(expiresAt.slice(4)).toBe(openedAt.slice(4))
    expect(Number(expiresAt.slice(0, 4)) - Number(openedAt.slice(0, 4))).toBe(3)
    await time.environment.sleep(Date.parse(expiresAt) - Date.parse(openedAt) - 86_400_000)
    expect((await the.state()).closedAt).toBeUndefined()
    await time.past(expiresAt)
    expect(await the.closed()).toMatchObject({ status: 'expired' })
    expect(the.types()).toEqual(['recordOpened', 'recordReported', 'recordExpired'])
    const { events } = await the.handle.fetchHistory()
    // Three years are one timer.
    expect(events?.filter((event) => event.timerStartedEventAttributes)).toHaveLength(1)
  })

  it('R-29, R-33: contested, decided late by the office: red against it; upheld, it stays in force and expires in its time', async () => {
    const the = await reported()
    await the.act('contestRecord', SUBJECT, { reason: '整改已于期限前完成' })
    const contested = await the.reaches(({ deadlines }) => deadlines['decision'] !== undefined)
    expect(contested).toMatchObject({ status: 'contested', awaited: ['office'] })
    expect(dueOf(contested, 'decision')).toBe(
      dueTime(contested.contest?.at ?? '', { kind: 'workingDays', days: 10 }, CHIBI.hours, CALENDARS.china).dueAt,
    )
    await time.past(dueOf(contested, 'decision'))
    await the.reaches(({ deadlines }) => deadlines['decision']?.passedAt !== undefined)
    expect(
      await the.act('decideContest', officer('office', 'lead'), { upheld: true, reason: '复查照片与事实一致' }),
    ).toMatchObject({ status: 'upheld' })
    expect((await the.state()).closedAt).toBeUndefined()
    await time.past((await the.state()).expiresAt ?? '')
    expect(await the.closed()).toMatchObject({ status: 'expired', decision: { upheld: true } })
    expect(the.types()).toEqual([
      'recordOpened',
      'recordReported',
      'recordContested',
      'deadlineStarted',
      'deadlineWarned',
      'deadlinePassed',
      'contestDecided',
      'recordExpired',
    ])
  })

  it('R-29: contested and not upheld by the authority that opened it: withdrawn, with the reason kept', async () => {
    const the = await reported()
    await the.act('contestRecord', SUBJECT, { reason: '照片不是本工程' })
    await the.act('decideContest', officer('chengguan'), { upheld: false, reason: '经核实系另一工程' })
    expect(await the.closed()).toMatchObject({
      status: 'withdrawn',
      withdrawal: { reason: '经核实系另一工程', org: 'chengguan' },
      decision: { upheld: false },
    })
    expect(the.types().slice(-2)).toEqual(['contestDecided', 'recordWithdrawn'])
  })

  it('R-29: a contest that nobody decides does not keep a record alive', async () => {
    const the = await reported()
    await the.act('contestRecord', SUBJECT, { reason: '已整改' })
    await time.past((await the.state()).expiresAt ?? '')
    expect(await the.closed()).toMatchObject({ status: 'expired' })
  })

  it('R-29: opened by a case through the activity; asked twice, it is one record', async () => {
    const recordId = `credit:CB-20261123-00001-0:water:shuiwu:${Date.now()}`
    const { openCreditRecord } = createCreditActivities(
      () => ({ city: CHIBI, policyHash: 'policy' }),
      CALENDARS,
      () => Promise.resolve('chengguan-inspector'),
    )
    const activity = new MockActivityEnvironment({ taskQueue: 'skipped-matters' }, { client: time.environment.client })
    const request = {
      recordId,
      city: 'chibi',
      subject: { org: 'shuiwu', name: '赤壁水务集团公司' },
      source: { serviceNumber: 'CB-20261123-00001-0', order: 'water:shuiwu:1', promise: 4 },
      reason: '逾期未整改',
      openedBy: THE_CASE,
      orderedBy: 'chengguan',
      approvals: ['roadExcavation'],
    }
    for (let twice = 0; twice < 2; twice++) await activity.run(openCreditRecord, request)
    const the = time.of<CreditState>(recordId)
    open.push(the)
    expect(await the.reaches(({ deadlines }) => deadlines['notice'] !== undefined)).toMatchObject({
      id: recordId,
      kind: 'broken',
      status: 'proposed',
      openedBy: THE_CASE,
      orderedBy: 'chengguan',
      orderedByPerson: 'chengguan-inspector',
      confirmers: ['chengguan', 'office'],
      concerned: ['chengguan', 'office'],
      dueProcess: { blockable: ['roadExcavation'] },
      reportedTo: [],
      seq: 2,
    })
    await the.act('giveNotice', officer('chengguan'), { ...NOTICE, approvals: ['roadExcavation'] })
    await the.act('answerNotice', SUBJECT, { waived: true })
    const decision = { ...RECORDED, approvals: ['roadExcavation'] }
    for (const by of [
      officer('chengguan'),
      officer('office'),
      { ...officer('chengguan', 'lead'), sub: 'chengguan-inspector' },
    ])
      expect(await the.refused('decideRecord', by, decision)).toBe('second-person-required')
    await the.act('decideRecord', officer('chengguan', 'lead'), decision)
    await the.reaches(({ reportedTo }) => reportedTo.length > 0)
    await the.act('contestRecord', SUBJECT, { reason: '已整改' })
    expect(await the.refused('decideContest', officer('zigui'), { upheld: true, reason: '属实' })).toBe('not-concerned')
    expect(await the.act('decideContest', officer('chengguan'), { upheld: true, reason: '属实' })).toMatchObject({
      status: 'upheld',
    })
  })
})
