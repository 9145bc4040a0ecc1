import { describe, expect, it } from 'vitest'
import { ACT_BODIES } from '../../domain/act/act.schema.ts'
import { ACT_TYPES } from '../../domain/act/act.ts'
import type { ActType } from '../../domain/act/act.ts'
import { APPLICANT_USER, CLERK, INTAKE, officer } from '../fixtures/actors.ts'
import { BranchCase, guowang, POWER, shuiwu, STRANGER, surveyed, WATER } from '../fixtures/branch-case.ts'

const REQUEST = { line: WATER, scope: '厂区内 DN100 支管' }
const QUOTE = {
  line: WATER,
  items: [
    { name: '管材', amountFen: 300_00 },
    { name: '人工', amountFen: 100_01 },
  ],
  priceDocument: '赤发改价〔2024〕12 号',
}
const PLAN = {
  line: WATER,
  parts: [
    { dueDate: '2026-12-01', amountFen: 400_00 },
    { dueDate: '2027-03-01', amountFen: 1 },
  ],
}

function quoted(): BranchCase {
  const the = surveyed()
  the.act('requestInnerWorks', INTAKE, REQUEST)
  the.act('quoteInnerWorks', shuiwu, QUOTE)
  return the
}

describe('inside the red line', () => {
  it("R-22: asked for by the applicant's side, once for each service, of a service that there is", () => {
    const the = surveyed()
    expect(the.refused('requestInnerWorks', STRANGER, REQUEST).code).toBe('not-concerned')
    expect(the.refused('requestInnerWorks', shuiwu, REQUEST).code).toBe('not-concerned')
    expect(the.refused('requestInnerWorks', CLERK, { ...REQUEST, line: 'gas:ranqi' })).toEqual({
      code: 'line-unknown',
      field: 'line',
    })
    the.act('requestInnerWorks', APPLICANT_USER, REQUEST)
    expect(the.refused('requestInnerWorks', CLERK, REQUEST)).toEqual({ code: 'already-done', field: 'line' })
  })

  it("R-22: no quote without the user's request, none by another utility; a new quote replaces the last until instalments are agreed", () => {
    const the = surveyed()
    expect(the.refused('quoteInnerWorks', shuiwu, QUOTE)).toEqual({ code: 'wrong-stage', field: 'line' })
    the.act('requestInnerWorks', INTAKE, REQUEST)
    expect(the.refused('quoteInnerWorks', guowang, QUOTE)).toEqual({ code: 'not-concerned', field: 'line' })
    the.act('quoteInnerWorks', shuiwu, { ...QUOTE, items: [{ name: '管材', amountFen: 1 }] })
    the.act('quoteInnerWorks', shuiwu, QUOTE)
    expect(the.state.lines[WATER]?.innerWorks).toMatchObject({ amountFen: 400_01, priceDocument: QUOTE.priceDocument })
    the.act('agreeInstalments', INTAKE, PLAN)
    expect(the.refused('quoteInnerWorks', shuiwu, QUOTE)).toEqual({ code: 'already-done', field: 'line' })
    expect(ACT_BODIES.quoteInnerWorks.safeParse({ ...QUOTE, priceDocument: '' }).success).toBe(false)
  })

  it('R-22: no act but those inside the red line has a field for money, and theirs refuse a fee on outer works', () => {
    const money = /fee|price|amount|fen|cost/i
    const fields = (type: ActType) =>
      JSON.stringify(Object.keys('shape' in ACT_BODIES[type] ? ACT_BODIES[type].shape : {}))
    expect(ACT_TYPES.filter((type) => money.test(fields(type)))).toEqual(['quoteInnerWorks'])
    expect(ACT_BODIES.quoteInnerWorks.safeParse({ ...QUOTE, outerWorksFee: 1 }).success).toBe(false)
    expect(ACT_BODIES.fileDesign.safeParse({ line: WATER, title: '设计', summary: '略', fee: 1 }).success).toBe(false)
  })
})

describe('instalments', () => {
  it("R-23: agreed by the applicant's side after a quote, adding up to it, once", () => {
    const the = surveyed()
    expect(the.refused('agreeInstalments', INTAKE, PLAN)).toEqual({ code: 'wrong-stage', field: 'line' })
    the.act('requestInnerWorks', INTAKE, REQUEST)
    expect(the.refused('agreeInstalments', INTAKE, PLAN)).toEqual({ code: 'wrong-stage', field: 'line' })
    the.act('quoteInnerWorks', shuiwu, QUOTE)
    expect(the.refused('agreeInstalments', shuiwu, PLAN).code).toBe('not-concerned')
    expect(the.refused('agreeInstalments', INTAKE, { ...PLAN, parts: PLAN.parts.slice(0, 1) })).toEqual({
      code: 'amount-mismatch',
      field: 'parts',
    })
    expect(
      the.refused('agreeInstalments', INTAKE, { ...PLAN, parts: [{ dueDate: '2026-11-01', amountFen: 400_01 }] }),
    ).toEqual({ code: 'date-past', field: 'parts.0.dueDate' })
    const farOff = [
      { dueDate: '2026-12-01', amountFen: 400_00 },
      { dueDate: '9999-12-31', amountFen: 1 },
    ]
    expect(the.refused('agreeInstalments', INTAKE, { ...PLAN, parts: farOff })).toEqual({
      code: 'calendar-year-unknown',
      field: 'parts.1.dueDate',
    })
    the.act('agreeInstalments', INTAKE, PLAN)
    expect(the.refused('agreeInstalments', INTAKE, PLAN)).toEqual({ code: 'already-done', field: 'line' })
    expect(ACT_BODIES.agreeInstalments.safeParse({ ...PLAN, parts: PLAN.parts.toReversed() }).success).toBe(false)
  })

  it('R-23: for water, power and gas only', () => {
    const the = new BranchCase({ network: { operators: ['telecom'], access: ['broadband'] } }).atSurvey()
    the.act('requestInnerWorks', INTAKE, { line: 'network:telecom', scope: '楼内布线' })
    the.act('quoteInnerWorks', officer('telecom'), { ...QUOTE, line: 'network:telecom' })
    expect(the.refused('agreeInstalments', INTAKE, { ...PLAN, line: 'network:telecom' })).toEqual({
      code: 'validation-failed',
      field: 'line',
    })
  })

  it('R-23: each part is paid once, to its utility, not in the future', () => {
    const the = quoted()
    const paid = { line: WATER, part: 2, paidOn: '2026-11-23' }
    expect(the.refused('recordPayment', shuiwu, paid)).toEqual({ code: 'wrong-stage', field: 'part' })
    the.act('agreeInstalments', INTAKE, PLAN)
    expect(the.refused('recordPayment', guowang, paid)).toEqual({ code: 'not-concerned', field: 'line' })
    expect(the.refused('recordPayment', shuiwu, { ...paid, part: 3 })).toEqual({
      code: 'validation-failed',
      field: 'part',
    })
    expect(the.refused('recordPayment', shuiwu, { ...paid, paidOn: '2026-11-24' })).toEqual({
      code: 'validation-failed',
      field: 'paidOn',
    })
    the.act('recordPayment', shuiwu, paid)
    expect(the.state.lines[WATER]?.innerWorks?.parts).toEqual([
      PLAN.parts[0],
      { ...PLAN.parts[1], paidOn: '2026-11-23' },
    ])
    expect(the.refused('recordPayment', shuiwu, paid)).toEqual({ code: 'already-done', field: 'part' })
  })
})

describe('dropped and closed', () => {
  it('R-22, R-37: nothing is asked, quoted or agreed for a dropped service', () => {
    const the = quoted()
    the.act('dropServices', INTAKE, { lines: [WATER], reason: '取消' })
    expect(the.refused('quoteInnerWorks', shuiwu, QUOTE)).toEqual({ code: 'wrong-stage', field: 'line' })
    expect(the.refused('agreeInstalments', INTAKE, PLAN)).toEqual({ code: 'wrong-stage', field: 'line' })
    the.act('requestInnerWorks', INTAKE, { ...REQUEST, line: POWER })
    const other = surveyed()
    other.act('dropServices', INTAKE, { lines: [WATER], reason: '取消' })
    expect(other.refused('requestInnerWorks', INTAKE, REQUEST)).toEqual({ code: 'wrong-stage', field: 'line' })
  })

  it('R-37: nor in a withdrawn case', () => {
    const the = quoted()
    the.act('withdrawApplication', INTAKE, { reason: '取消' })
    expect(the.refused('agreeInstalments', INTAKE, PLAN).code).toBe('application-closed')
  })
})
