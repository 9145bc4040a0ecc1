import { describe, expect, it } from 'vitest'
import { THE_CASE } from '../../domain/actor/actor.ts'
import {
  caseOfInstalments,
  instalmentDeadlineId,
  instalmentsId,
  totalsOf,
} from '../../domain/instalments/instalments.ts'
import type { InstalmentPlan } from '../../domain/instalments/instalments.ts'
import { instalmentPlansOf } from '../../workflows/application/core/inner-works.ts'
import { INSTALMENTS } from '../../workflows/instalments/core/acts.ts'
import { APPLICANT_USER, INTAKE, officer } from '../fixtures/actors.ts'
import { INSTALMENT_PLAN } from '../fixtures/matters.ts'
import { PureMatter } from '../fixtures/pure-matter.ts'
import { refusal } from '../fixtures/refusal.ts'
import { guowang, POWER, shuiwu, surveyed, WATER } from '../fixtures/branch-case.ts'

const origin = { keyHash: 'k', bodyHash: '' }

function takenOver(change: Partial<InstalmentPlan> = {}) {
  const data = { city: 'chibi', policyHash: 'p', origin, utcOffsetMinutes: 480, ...INSTALMENT_PLAN, ...change }
  return new PureMatter(
    INSTALMENTS,
    instalmentsId(data.serviceNumber, data.line),
    { type: 'instalmentsOpened', rule: 'R-26', data },
    THE_CASE,
  )
}

const paying = (part: number, paidOn = '2026-11-23') => ({ line: WATER, part, paidOn })

describe('instalments after the case', () => {
  it('R-23: each part is paid once, to the utility, neither in the future nor before the agreement', () => {
    const the = takenOver()
    expect(the.state).toMatchObject({ status: 'paying', awaited: ['applicant'], concerned: ['shuiwu'] })
    expect(refusal(() => the.act('recordPayment', guowang, paying(1)))).toEqual({
      code: 'not-concerned',
      field: 'line',
    })
    expect(refusal(() => the.act('recordPayment', APPLICANT_USER, paying(1))).code).toBe('not-concerned')
    expect(refusal(() => the.act('recordPayment', shuiwu, paying(3)))).toEqual({
      code: 'validation-failed',
      field: 'part',
    })
    expect(refusal(() => the.act('recordPayment', shuiwu, paying(1, '2026-11-24')))).toEqual({
      code: 'validation-failed',
      field: 'paidOn',
    })
    expect(refusal(() => the.act('recordPayment', shuiwu, paying(1, '2026-11-22')))).toEqual({
      code: 'validation-failed',
      field: 'paidOn',
    })
    the.act('recordPayment', shuiwu, paying(2))
    expect(refusal(() => the.act('recordPayment', shuiwu, paying(2)))).toEqual({ code: 'already-done', field: 'part' })
    expect(the.state.status).toBe('paying')
    the.act('recordPayment', shuiwu, paying(1))
    expect(the.state).toMatchObject({ status: 'paid', awaited: [] })
    the.record({ type: 'instalmentsClosed', rule: 'R-23', data: {} })
    expect(refusal(() => the.act('recordPayment', shuiwu, paying(1))).code).toBe('matter-closed')
  })

  it("R-23, R-33: overdue from the passing of a part's deadline until it is paid; late by the day of the payment", () => {
    const the = takenOver()
    the.clock({ id: instalmentDeadlineId(1), kind: 'instalment', owner: 'applicant' }, '2026-12-01T09:30:00.000Z')
    the.at = '2026-12-02T01:00:00.000Z'
    the.record({
      type: 'deadlinePassed',
      rule: 'R-33',
      data: { deadline: instalmentDeadlineId(1), owner: 'applicant' },
    })
    expect(the.state).toMatchObject({ status: 'overdue', awaited: ['applicant'] })
    expect(totalsOf(the.state.parts, '2026-12-02')).toEqual({
      totalFen: 400_01,
      paidFen: 0,
      overdueFen: 400_00,
      remainingFen: 400_01,
    })
    the.act('recordPayment', shuiwu, paying(1, '2026-12-01'))
    expect(the.events.at(-1)).toMatchObject({ type: 'paymentRecorded', data: { late: false } })
    expect(the.state).toMatchObject({
      status: 'paying',
      deadlines: { [instalmentDeadlineId(1)]: { passedAt: the.at, metAt: the.at } },
    })
    the.at = '2027-03-03T01:00:00.000Z'
    the.act('recordPayment', shuiwu, paying(2, '2027-03-02'))
    expect(the.events.at(-1)).toMatchObject({ data: { late: true } })
  })

  it('R-23, R-37: of a dropped line the utility says whether it built; it may ask for the rest no more', () => {
    const the = takenOver({ confirmed: false })
    expect(the.state).toMatchObject({ status: 'unconfirmed', awaited: ['shuiwu'] })
    expect(refusal(() => the.act('confirmInnerWorks', guowang, {})).code).toBe('not-concerned')
    the.act('confirmInnerWorks', shuiwu, { remarks: '支管已敷设' })
    expect(the.state).toMatchObject({ status: 'paying', awaited: ['applicant'] })
    expect(refusal(() => the.act('confirmInnerWorks', shuiwu, {})).code).toBe('already-done')
    expect(refusal(() => the.act('releaseInstalments', INTAKE, { reason: '不付' })).code).toBe('not-concerned')
    the.act('releaseInstalments', shuiwu, { reason: '双方协商' })
    expect(the.state).toMatchObject({
      status: 'released',
      awaited: [],
      released: { remainingFen: 400_01, org: 'shuiwu' },
    })
    expect(refusal(() => the.act('recordPayment', shuiwu, paying(1)))).toEqual({
      code: 'wrong-stage',
      field: undefined,
    })
    expect(refusal(() => the.act('releaseInstalments', shuiwu, { reason: '?' })).code).toBe('already-done')
  })

  it('R-26, R-27: a case tells what it leaves: who agreed on what and when, by which channel they came, and whether the line was connected', () => {
    const the = surveyed()
    expect(instalmentPlansOf(the.state)).toEqual([])
    the.act('requestInnerWorks', INTAKE, { line: WATER, scope: '支管' })
    the.act('quoteInnerWorks', shuiwu, {
      line: WATER,
      items: [{ name: '管材', amountFen: 400_01 }],
      priceDocument: '赤发改价〔2024〕12 号',
    })
    the.act('agreeInstalments', INTAKE, { line: WATER, parts: INSTALMENT_PLAN.parts.map((part) => ({ ...part })) })
    the.act('recordPayment', shuiwu, paying(1))
    expect(instalmentPlansOf(the.state)).toEqual([
      {
        serviceNumber: the.state.serviceNumber,
        line: WATER,
        service: 'water',
        utility: 'shuiwu',
        agreedAt: the.at,
        confirmed: false,
        side: { applicant: 'hubei-user-7', intake: 'hubeiGovernmentService', channel: 'hubeiGovernmentService' },
        parties: expect.arrayContaining(['shuiwu', 'guowang', 'zigui', 'window', 'zhujian']),
        parts: [
          { dueDate: '2026-12-01', amountFen: 400_00, paidOn: '2026-11-23' },
          { dueDate: '2027-03-01', amountFen: 1 },
        ],
      },
    ])
    the.act('dropServices', INTAKE, { lines: [WATER], reason: '不需要' })
    the.act('appointConnection', INTAKE, { at: '2026-11-24T01:00:00.000Z', lines: [POWER] })
    the.act('reportConnected', guowang, { line: POWER })
    expect(instalmentPlansOf(the.state)).toMatchObject([{ line: WATER, confirmed: false }])
  })

  it('R-23, R-37: while a withdrawn case is wound up, its utility still records what is paid', () => {
    const the = surveyed()
    the.act('requestInnerWorks', INTAKE, { line: WATER, scope: '支管' })
    the.act('quoteInnerWorks', shuiwu, {
      line: WATER,
      items: [{ name: '管材', amountFen: 400_01 }],
      priceDocument: '赤发改价〔2024〕12 号',
    })
    the.act('agreeInstalments', INTAKE, { line: WATER, parts: INSTALMENT_PLAN.parts.map((part) => ({ ...part })) })
    the.act('withdrawApplication', INTAKE, { reason: '项目取消' })
    the.act('recordPayment', shuiwu, paying(1))
    the.record({ type: 'applicationClosed', rule: 'R-26', data: { outcome: 'withdrawn' } })
    expect(the.refused('recordPayment', shuiwu, paying(2)).code).toBe('application-closed')
    expect(the.refused('recordPayment', officer('shuiwu', 'system'), paying(2)).code).toBe('application-closed')
  })

  it('R-26: an id names its case, and nothing else passes for one', () => {
    expect(caseOfInstalments(instalmentsId('CB-20261123-00001-0', WATER))).toBe('CB-20261123-00001-0')
    for (const id of [
      'instalments:',
      'instalments:CB-1',
      'instalments:CB-1:water:shuiwu:x',
      'rating:CB-1:water:shuiwu',
      'instalments:../x:water:shuiwu',
    ])
      expect(caseOfInstalments(id)).toBeUndefined()
  })
})
