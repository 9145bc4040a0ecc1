import { describe, expect, it } from 'vitest'
import { audienceOf, matterOf } from '../../db/matters/kinds.ts'
import { THE_CASE } from '../../domain/actor/actor.ts'
import type { CreditBodies } from '../../domain/credit/credit.schema.ts'
import { GRADE_MONTHS, monthsLater } from '../../domain/credit/grade.ts'
import { CREDIT } from '../../workflows/credit/core/acts.ts'
import type { CreditState } from '../../workflows/credit/core/state.ts'
import { CLERK, officer } from '../fixtures/actors.ts'
import {
  answeredRecord,
  decidedRecord,
  DOCUMENT,
  NOTICE,
  noticedRecord,
  openedRecord,
  RECORDED,
} from '../fixtures/credit.ts'
import type { PureRecord } from '../fixtures/credit.ts'
import { dueProcessInput } from '../fixtures/matters.ts'
import { refusal } from '../fixtures/refusal.ts'

const LEAD = officer('chengguan', 'lead')
const shuiwu = officer('shuiwu')
const refused = (check: () => void) => {
  const { code, field } = refusal(check)
  return field === undefined ? [code] : [code, field]
}
const deciding = (the: PureRecord, body: CreditBodies['decideRecord'], by = LEAD) =>
  refused(() => {
    the.act('decideRecord', by, body)
  })
const recorded = (change: object) => ({ ...RECORDED, ...change })

/** After each of its events: who is told, whether nobody else is, and how its row says whose account it is. */
function toldOf({ events }: PureRecord) {
  let state: CreditState | undefined
  return events.map((event) => {
    state = CREDIT.apply(state, event, 'credit:1')
    const { subjectAccount, confined } = matterOf('creditRecord').row(state)
    return [event.type, audienceOf('creditRecord', state), confined, subjectAccount]
  })
}

describe('who decides a record', () => {
  it('R-29: never who proposed it, nor who told its subject, nor a colleague of the same rank', () => {
    const proposer = officer('chengguan')
    for (const by of [
      proposer,
      { ...LEAD, sub: proposer.sub },
      { ...officer('office', 'lead'), sub: proposer.sub },
      { ...proposer, sub: 'another-officer' },
    ])
      expect([by, ...deciding(answeredRecord(), RECORDED, by)]).toEqual([by, 'second-person-required'])
    const told = openedRecord({ ...dueProcessInput('credit:1') })
    told.act('giveNotice', LEAD, NOTICE)
    told.act('answerNotice', shuiwu, { waived: true })
    expect(deciding(told, RECORDED)).toEqual(['second-person-required'])
    told.act('decideRecord', officer('office', 'lead'), RECORDED)
    expect(told.state).toMatchObject({ status: 'reported', determination: { by: { org: 'office' } } })
  })

  it('R-29: what a case proposes, a lead who neither ordered nor told', () => {
    const input = { orderedBy: 'chengguan', orderedByPerson: LEAD.sub, openedBy: THE_CASE }
    const the = answeredRecord(input)
    expect(deciding(the, RECORDED)).toEqual(['second-person-required'])
    expect(deciding(the, RECORDED, officer('office'))).toEqual(['second-person-required'])
    the.act('decideRecord', officer('office', 'lead'), RECORDED)
    expect(the.state.status).toBe('reported')
  })

  it('R-29: and an objection is heard by neither who proposed nor who decided', () => {
    const the = decidedRecord()
    the.act('contestRecord', shuiwu, { reason: '过重' })
    for (const by of [officer('chengguan'), LEAD])
      expect(refused(() => the.act('decideContest', by, { upheld: true, reason: '?' }))).toEqual([
        'second-person-required',
      ])
    the.act('decideContest', officer('office'), { upheld: true, reason: '属实' })
    expect(the.state).toMatchObject({ status: 'upheld', awaited: [] })
  })
})

describe('notice and answer', () => {
  it('R-29: nothing is decided before the answer, or the end of the term for it, by the due time itself', () => {
    const the = noticedRecord()
    expect(refused(() => the.act('answerNotice', CLERK, { waived: true }))).toEqual(['not-concerned'])
    the.at = '2026-12-01T00:59:59.000Z'
    expect(deciding(the, RECORDED)).toEqual(['wrong-stage'])
    expect(the.state.awaited).toEqual(['shuiwu'])
    the.at = '2026-12-01T01:00:00.000Z'
    the.act('decideRecord', LEAD, RECORDED)
    expect(the.state).toMatchObject({ status: 'reported' })
  })

  it('R-29, R-33: the term over, its authority is awaited; a late answer is heard, and marked late', () => {
    const the = noticedRecord()
    the.at = '2026-12-01T01:00:00.000Z'
    the.clock({ id: 'determination', kind: 'determination', owner: 'chengguan' }, '2026-12-08T01:00:00.000Z')
    expect(the.state).toMatchObject({
      awaited: ['chengguan', 'office'],
      deadlines: { statement: { supersededAt: '2026-12-01T01:00:00.000Z' } },
    })
    the.at = '2026-12-02T01:00:00.000Z'
    the.act('answerNotice', shuiwu, { waived: false, statement: '出差' })
    expect(the.state).toMatchObject({ status: 'answered', answer: { late: true, by: 'shuiwu' } })
    const { onAnswer: _said, ...silent } = RECORDED
    expect(deciding(the, silent)).toEqual(['validation-failed', 'onAnswer'])
  })

  it('R-29: the window speaks for nobody who has an account, for others by what they signed; it ends no term', () => {
    const own = noticedRecord()
    const word = { waived: false, statement: '已恢复' } as const
    expect(refused(() => own.act('answerNotice', CLERK, { ...word, paper: '陈述书' }))).toEqual(['not-concerned'])
    expect(refused(() => own.act('answerNotice', shuiwu, { ...word, paper: '陈述书' }))).toEqual([
      'validation-failed',
      'paper',
    ])
    const account = 'user-zhang'
    const the = noticedRecord(
      { subject: { name: '张三', identityNumber: '420281199001010010', account, capacity: 'user' } },
      { delivery: 'inPerson', deliveredOn: '2026-11-24' },
    )
    const user = { sub: account, org: 'applicant', role: 'applicant' } as const
    expect(refused(() => the.act('answerNotice', CLERK, word))).toEqual(['validation-failed', 'paper'])
    expect(refused(() => the.act('answerNotice', CLERK, { waived: true }))).toEqual(['not-concerned', 'waived'])
    the.act('answerNotice', CLERK, { ...word, paper: '张三 2026-11-24 陈述书' })
    expect(refused(() => the.act('answerNotice', CLERK, { ...word, paper: '又一份' }))).toEqual(['already-done'])
    expect(deciding(the, RECORDED)).toEqual(['wrong-stage'])
    expect(the.state).toMatchObject({ status: 'noticed', answerAtWindow: { by: 'window', statement: '已恢复' } })
    expect(the.state.deadlines['statement']?.metAt).toBeUndefined()
    the.act('answerNotice', user, { waived: false, statement: '并非本人所为' })
    const { onAnswer: _said, ...silent } = RECORDED
    expect(deciding(the, silent)).toEqual(['validation-failed', 'onAnswer'])
    the.act('decideRecord', LEAD, RECORDED)
    expect(refused(() => the.act('contestRecord', CLERK, { reason: '过重' }))).toEqual(['validation-failed', 'paper'])
    the.act('contestRecord', CLERK, { reason: '过重', paper: '张三异议书' })
    the.act('contestRecord', user, { reason: '不是我' })
    expect(the.state.contest).toMatchObject({ reason: '不是我', atWindow: { reason: '过重', paper: '张三异议书' } })
    expect(refused(() => the.act('contestRecord', user, { reason: '再说' }))).toEqual(['already-done'])
    the.act('decideContest', officer('office'), { upheld: true, reason: '属实' })
    expect(refused(() => the.act('contestRecord', user, { reason: '再说' }))).toEqual(['already-done'])
  })

  it('R-29: what only the window brought is met in words, too, once the term is over', () => {
    const the = noticedRecord(
      { subject: { name: '李四', identityNumber: '420281199001010010', capacity: 'user' } },
      { delivery: 'post', deliveredOn: '2026-11-24' },
    )
    the.act('answerNotice', CLERK, { waived: false, statement: '已恢复', paper: '李四陈述书' })
    the.at = '2026-12-01T01:00:00.000Z'
    const { onAnswer: _said, ...silent } = RECORDED
    expect(deciding(the, silent)).toEqual(['validation-failed', 'onAnswer'])
    the.act('decideRecord', LEAD, RECORDED)
    expect(the.state.status).toBe('reported')
  })

  it('R-29: grade and length agree; what the promise was not for is not blocked; a document is no promise of one', () => {
    const told = (change: Partial<CreditBodies['giveNotice']>) => refused(() => noticedRecord({}, change))
    for (const [grade, { least, most }] of Object.entries(GRADE_MONTHS))
      for (const months of [least - 1, most + 1])
        expect([grade, months, ...told({ grade: grade as keyof typeof GRADE_MONTHS, months })]).toEqual([
          grade,
          months,
          'grade-contradictory',
          'months',
        ])
    expect(told({ approvals: ['roadExcavation', 'worksPlanning'] })).toEqual(['approval-unknown', 'approvals.1'])
    expect(told({ document: { ...DOCUMENT, date: '2026-11-25', inForceFrom: '2026-11-25' } })).toEqual([
      'validation-failed',
      'document.date',
    ])
    expect(told({ delivery: 'post', deliveredOn: '2026-11-25' })).toEqual(['validation-failed', 'deliveredOn'])
    const person = { subject: { name: '王小明', identityNumber: '11010519491231002X' } }
    expect(refused(() => noticedRecord(person))).toEqual(['validation-failed', 'delivery'])
    expect(noticedRecord(person, { delivery: 'inPerson', deliveredOn: '2026-11-24' }).state.awaited).toEqual([
      'applicant',
    ])
  })
})

describe('the decision', () => {
  it('R-29: cites a document in force; without one it can be 履约信息 only', () => {
    const without = answeredRecord({}, { document: undefined })
    expect(deciding(without, RECORDED)).toEqual(['document-missing', 'outcome'])
    without.act('decideRecord', LEAD, { outcome: 'performance', reason: '未受处罚', onAnswer: '采纳' })
    expect(without.state).toMatchObject({
      status: 'performance',
      reportedTo: [],
      expiresAt: '2027-11-25T01:00:00.000Z',
    })
    const notYet = answeredRecord({}, { document: { ...DOCUMENT, inForceFrom: '2026-11-26' } })
    expect(deciding(notYet, RECORDED)).toEqual(['document-not-in-force', 'outcome'])
    notYet.at = '2026-11-25T16:00:00.000Z'
    notYet.act('decideRecord', LEAD, RECORDED)
    expect(notYet.state.status).toBe('reported')
  })

  it('R-29: goes no further than what was told: grade, length, approvals', () => {
    for (const [change, field] of [
      [{ grade: 'serious', months: 12 }, 'grade'],
      [{ months: 7 }, 'months'],
      [{ approvals: ['roadTraffic'] }, 'approvals.0'],
    ] as const)
      expect(deciding(answeredRecord(), recorded(change))).toEqual(['beyond-notice', field])
    expect(deciding(answeredRecord(), recorded({ months: 2 }))).toEqual(['grade-contradictory', 'months'])
    const milder = answeredRecord()
    milder.act('decideRecord', LEAD, recorded({ grade: 'minor', months: 1, approvals: [] }))
    expect(milder.state).toMatchObject({ approvals: [], expiresAt: '2026-12-25T01:00:00.000Z' })
  })

  it('R-29: before it nobody hears but who may decide, and its subject once told; from it on everybody', () => {
    const told = toldOf(decidedRecord())
    const inside = ['chengguan', 'office']
    const subject = [...inside, 'shuiwu']
    expect(told).toEqual([
      ['recordOpened', inside, true, null],
      ['deadlineStarted', inside, true, null],
      ['noticeGiven', subject, true, null],
      ['deadlineStarted', subject, true, null],
      ['answerFiled', subject, true, null],
      ['deadlineStarted', subject, true, null],
      ['recordDecided', subject, false, null],
      ['recordReported', ['chengguan', 'creditPlatform', 'office', 'shuiwu', 'zigui'], false, null],
      ['deadlineStarted', ['chengguan', 'creditPlatform', 'office', 'shuiwu', 'zigui'], false, null],
    ])
    for (const outcome of ['performance', 'dismissed'] as const)
      expect(toldOf(decidedRecord({ outcome, reason: '略', onAnswer: '略' })).at(-1)).toEqual([
        outcome === 'performance' ? 'deadlineStarted' : 'recordDecided',
        subject,
        true,
        null,
      ])
  })
})

describe('the repair', () => {
  const ripe = () => {
    const the = decidedRecord()
    the.at = '2027-02-26T01:00:00.000Z'
    return the
  }

  it('R-29: is asked for once the shortest length of its grade is over, checked by one, decided by another', () => {
    const early = decidedRecord()
    early.at = '2027-02-26T00:59:00.000Z'
    expect(refused(() => early.act('requestRepair', shuiwu, { correction: '?' }))).toEqual(['wrong-stage'])
    const the = ripe()
    the.act('requestRepair', shuiwu, { correction: '已恢复' })
    expect(the.state).toMatchObject({ status: 'repairing', awaited: ['chengguan'] })
    the.act('acceptRepair', LEAD, { accepted: true })
    expect(refused(() => the.act('decideRepair', LEAD, { granted: true, reason: '?' }))).toEqual([
      'second-person-required',
    ])
    the.act('decideRepair', officer('chengguan'), { granted: true, reason: '已纠正' })
    expect(the.state).toMatchObject({ status: 'repaired', awaited: [], closedAt: the.at })
  })

  it('R-29: declined or refused, the record stays in force, and it may be asked for again', () => {
    const the = ripe()
    the.act('requestRepair', shuiwu, { correction: '已恢复' })
    the.act('acceptRepair', LEAD, { accepted: false, reason: '没有证明' })
    expect(the.state).toMatchObject({ status: 'reported', awaited: [] })
    the.act('requestRepair', shuiwu, { correction: '已恢复，附证明' })
    the.act('acceptRepair', LEAD, { accepted: true })
    the.act('decideRepair', officer('office'), { granted: false, reason: '路面仍沉降' })
    expect(the.state).toMatchObject({
      status: 'reported',
      repairs: [
        { id: '1', declined: {} },
        { id: '2', decision: { granted: false, number: 'credit:1/复2' } },
      ],
    })
  })
})

describe('months', () => {
  const CHINA = { utcOffsetMinutes: 480 }
  it.each([
    ['2026-11-30T01:00:00.000Z', 3, '2027-02-28T01:00:00.000Z'],
    ['2027-11-30T01:00:00.000Z', 3, '2028-02-29T01:00:00.000Z'],
    // The 31st of March where it is the city's, the 30th in UTC.
    ['2027-03-30T23:00:00.000Z', 1, '2027-04-29T23:00:00.000Z'],
    ['2026-11-26T01:00:00.000Z', 36, '2029-11-26T01:00:00.000Z'],
  ])('R-29: %s and %i months are %s, by the calendar of the city', (from, months, to) => {
    expect(monthsLater(from, months, CHINA)).toBe(to)
  })
})
