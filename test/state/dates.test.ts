import { describe, expect, it } from 'vitest'
import { dueByDate } from '../../domain/clocks/date-deadline.ts'
import { Refusal } from '../../domain/problem.ts'
import { INTAKE, officer } from '../fixtures/actors.ts'
import { CALENDARS } from '../fixtures/calendars.ts'
import { CHIBI } from '../fixtures/cities.ts'
import { commitment, inspection } from '../fixtures/works.ts'
import {
  application,
  BranchCase,
  inspector,
  office,
  shuiwu,
  surveyed,
  underWorks,
  WATER,
} from '../fixtures/branch-case.ts'

const lead = officer('zhujian', 'lead')
const ORDER = `${WATER}:1`
const VISIT = { from: '2026-11-24T09:00:00+08:00', to: '2026-11-24T11:00:00+08:00' }

/** Code, field and sentence. */
function heard(act: () => void): readonly (string | undefined)[] {
  try {
    act()
  } catch (error) {
    if (error instanceof Refusal) return [error.code, error.field, error.message]
    throw error
  }
  throw new Error('the act was allowed')
}

function surveying(): BranchCase {
  const the = new BranchCase().atSurvey()
  the.clock('survey', 'survey', 'zhujian', { warnAt: '2026-11-24T06:30:00.000Z', dueAt: '2026-11-25T01:00:00.000Z' })
  return the
}

function ordered(dueDate = '2026-12-01'): BranchCase {
  const the = underWorks()
  the.act('fileInspection', inspector, inspection(WATER, [1], dueDate))
  the.clock(`rectification:${ORDER}`, 'rectification', 'shuiwu', {
    warnAt: '2026-11-30T09:30:00.000Z',
    dueAt: '2026-12-01T09:30:00.000Z',
  })
  return the
}

describe("a rectification order's date", () => {
  it("R-20: today until the day's work is over, and then no more: it would be broken as it is given", () => {
    const the = underWorks()
    the.at = '2026-11-23T09:29:00.000Z'
    the.act('fileInspection', inspector, inspection(WATER, [1], '2026-11-23'))
    the.at = '2026-11-23T09:30:00.000Z'
    expect(
      heard(() => {
        the.act('fileInspection', inspector, inspection(WATER, [1], '2026-11-23'))
      }),
    ).toEqual(['date-past', 'order.dueDate', '今日工作时间已过，整改期限应在下一工作日或以后'])
    expect(
      heard(() => {
        the.act('fileInspection', inspector, inspection(WATER, [1], '2026-11-20'))
      }),
    ).toEqual(['date-past', 'order.dueDate', '整改期限应在今日或以后'])
    expect(
      heard(() => {
        the.act('fileInspection', inspector, inspection(WATER, [1], '2032-11-23'))
      }),
    ).toEqual(['calendar-year-unknown', 'order.dueDate', '日期应在 5 年之内'])
  })

  it('R-20: an extension goes beyond the date that there is: not later is too early, not past', () => {
    const the = ordered()
    const ask = (dueDate: string) =>
      heard(() => {
        the.act('requestExtension', shuiwu, { order: ORDER, dueDate, reason: '连日降雨' })
      })
    expect(ask('2026-12-01')).toEqual(['date-too-early', 'dueDate', '新期限应晚于原期限 2026-12-01'])
    expect(ask('2026-11-25')).toEqual(['date-too-early', 'dueDate', '新期限应晚于原期限 2026-12-01'])
    expect(ask('2032-11-25')).toEqual(['calendar-year-unknown', 'dueDate', '日期应在 5 年之内'])
  })

  it('R-20, R-35: while the clock stood the date asked for went by: it is not granted any more, and may be refused', () => {
    const the = ordered()
    the.act('requestExtension', shuiwu, { order: ORDER, dueDate: '2026-12-02', reason: '连日降雨' })
    the.act('suspendClock', office, { deadline: `rectification:${ORDER}`, reason: 'forceMajeure', note: '台风' })
    the.at = '2026-12-02T09:30:00.000Z'
    expect(
      heard(() => {
        the.act('decideExtension', inspector, { order: ORDER, granted: true })
      }),
    ).toEqual(['date-past', 'granted', '申请的新期限 2026-12-02 已过：请不予延期，由施工单位另行申请'])
    the.act('decideExtension', inspector, { order: ORDER, granted: false, reason: '期限已过，请另行申请' })
    expect(
      heard(() => {
        the.act('requestExtension', shuiwu, { order: ORDER, dueDate: '2026-12-02', reason: '连日降雨' })
      }),
    ).toEqual(['date-past', 'dueDate', '今日工作时间已过，新期限应在下一工作日或以后'])
    the.act('requestExtension', shuiwu, { order: ORDER, dueDate: '2026-12-09', reason: '连日降雨' })
  })
})

describe('works of a day', () => {
  it("R-19, R-34: signed when the day's work is over, they are due at its midnight, never before they were signed", () => {
    const due = (from: string, date: string) => dueByDate(from, { kind: 'byDate', date }, CHIBI.hours, CALENDARS.china)
    expect(due('2026-11-23T09:00:00.000Z', '2026-11-23')).toMatchObject({
      dueAt: '2026-11-23T09:30:00.000Z',
      minutes: 30,
    })
    expect(due('2026-11-23T10:00:00.000Z', '2026-11-23')).toMatchObject({
      startedAt: '2026-11-23T10:00:00.000Z',
      warnAt: '2026-11-23T16:00:00.000Z',
      dueAt: '2026-11-23T16:00:00.000Z',
      minutes: 0,
    })
    const the = surveyed()
    the.at = '2026-11-23T10:00:00.000Z'
    the.act('signCommitment', shuiwu, commitment('2026-11-23', '2026-11-23'))
  })

  it('R-17: approvals are not applied for works that began before; a later application may keep the dates in force', () => {
    const the = surveyed(['planning'])
    expect(
      heard(() => {
        the.act('applyForApprovals', shuiwu, application(['worksPlanning'], '2026-12-10', '2026-11-20'))
      }),
    ).toEqual(['date-past', 'worksFrom', '施工开始日期应在今日或以后'])
    the.act('applyForApprovals', shuiwu, application(['worksPlanning']))
    the.later(24 * 60).act('decideApproval', officer('zigui'), {
      approval: 'shuiwu:worksPlanning:1',
      approved: false,
      reason: '管位冲突',
    })
    the.act('fileDesign', shuiwu, { line: WATER, title: '改线', summary: '避让' })
    the.act('applyForApprovals', shuiwu, application(['worksPlanning']))
  })
})

describe("a schedule in another's place", () => {
  it('R-19: may have begun, but not before the case: PostgreSQL has no year 0, and the case could never be projected again', () => {
    const the = surveyed().later(24 * 60)
    the.act('signCommitment', shuiwu, commitment('2026-11-24', '2026-11-30'))
    for (const date of ['0000-01-01', '2026-11-22']) {
      expect(
        heard(() => {
          the.act('signCommitment', shuiwu, commitment(date, '2026-11-30'))
        }),
      ).toEqual(['date-past', 'worksFrom', '施工开始日期不能早于登记之日 2026-11-23'])
    }
    the.act('signCommitment', shuiwu, commitment('2026-11-23', '2026-11-30'))
  })

  it('R-17: nor where it comes with a later application for approvals', () => {
    const the = surveyed(['planning'])
    the.act('applyForApprovals', shuiwu, application(['worksPlanning']))
    the.act('decideApproval', officer('zigui'), {
      approval: 'shuiwu:worksPlanning:1',
      approved: false,
      reason: '管位冲突',
    })
    the.act('fileDesign', shuiwu, { line: WATER, title: '改线', summary: '避让' })
    expect(
      heard(() => {
        the.act('applyForApprovals', shuiwu, application(['worksPlanning'], '2026-12-10', '0000-01-01'))
      }),
    ).toEqual(['date-past', 'worksFrom', '施工开始日期不能早于登记之日 2026-11-23'])
  })
})

describe('the dates of instalments', () => {
  it('R-23: each within five years of the one before, as far as its clock can be started when that one is due', () => {
    const the = surveyed()
    the.act('requestInnerWorks', INTAKE, { line: WATER, scope: '支管' })
    the.act('quoteInnerWorks', shuiwu, { line: WATER, items: [{ name: '管材', amountFen: 3 }], priceDocument: '略' })
    const agree = (...dates: string[]) => {
      the.act('agreeInstalments', INTAKE, {
        line: WATER,
        parts: dates.map((dueDate) => ({ dueDate, amountFen: 3 / dates.length })),
      })
    }
    expect(
      heard(() => {
        agree('2206-12-01')
      }),
    ).toEqual(['calendar-year-unknown', 'parts.0.dueDate', '日期应在 5 年之内'])
    expect(
      heard(() => {
        agree('2026-12-01', '2031-12-01', '2037-12-01')
      }),
    ).toEqual(['calendar-year-unknown', 'parts.2.dueDate', '日期应在 5 年之内'])
    agree('2026-12-01', '2031-12-01', '2036-12-01')
  })
})

describe('the visit of the survey', () => {
  it("R-13: in working hours, before the survey's deadline, when all can come", () => {
    const the = surveying()
    the.act('declareUnavailable', shuiwu, VISIT)
    const set = (at: string) =>
      heard(() => {
        the.act('scheduleSurvey', lead, { at })
      })
    expect(set('2026-11-24T12:00:00+08:00')).toEqual([
      'visit-time-unsuitable',
      'at',
      '踏勘时间应在工作时间之内：08:30–12:00、14:30–17:30',
    ])
    expect(set('2026-11-25T09:01:00+08:00')).toEqual([
      'visit-time-unsuitable',
      'at',
      '踏勘时限为 2026-11-25 09:00，应在此前；需延后的由用户改约踏勘日期',
    ])
    expect(set('2026-11-24T10:59:00+08:00')).toEqual(['visit-time-unsuitable', 'at', '该时间不便：赤壁水务集团公司'])
    the.act('scheduleSurvey', lead, { at: VISIT.to })
  })

  it('R-12, R-13: not before the day that the user booked', () => {
    const the = surveying()
    the.act('bookSurvey', INTAKE, { date: '2026-12-01' })
    expect(
      heard(() => {
        the.act('scheduleSurvey', lead, { at: '2026-11-30T09:00:00+08:00' })
      }),
    ).toEqual(['visit-time-unsuitable', 'at', '用户约定 2026-12-01 踏勘，不能早于该日'])
    the.act('scheduleSurvey', lead, { at: '2026-12-01T09:00:00+08:00' })
  })
})

describe('what was done is dated between the registration and today', () => {
  it('R-01: the joint visit', () => {
    const the = surveying().later(24 * 60)
    const told = (date: string) =>
      heard(() => {
        the.act('recordJointVisit', shuiwu, { date, orgs: ['shuiwu'], findings: '略' })
      })
    for (const date of ['2026-11-22', '2026-11-25'])
      expect(told(date)).toEqual([
        'validation-failed',
        'date',
        '上门日期应在登记之日（2026-11-23）至今日（2026-11-24）之间',
      ])
    the.act('recordJointVisit', shuiwu, { date: '2026-11-23', orgs: ['shuiwu'], findings: '略' })
  })

  it('R-23: a payment, of a part that there is', () => {
    const the = surveyed()
    the.act('requestInnerWorks', INTAKE, { line: WATER, scope: '支管' })
    the.act('quoteInnerWorks', shuiwu, { line: WATER, items: [{ name: '管材', amountFen: 1 }], priceDocument: '略' })
    the.act('agreeInstalments', INTAKE, { line: WATER, parts: [{ dueDate: '2026-12-01', amountFen: 1 }] })
    const paid = (part: number, paidOn: string) =>
      heard(() => {
        the.act('recordPayment', shuiwu, { line: WATER, part, paidOn })
      })
    expect(paid(1, '2016-11-23')).toEqual([
      'validation-failed',
      'paidOn',
      '付款日期应在登记之日（2026-11-23）至今日（2026-11-23）之间',
    ])
    expect(paid(2, '2026-11-23')).toEqual(['validation-failed', 'part', '没有第 2 期；共 1 期'])
  })
})
