import { describe, expect, it } from 'vitest'
import { THE_CASE } from '../../domain/actor/actor.ts'
import { codeHolderOf } from '../../domain/actor/code-holder.ts'
import { instalmentsId } from '../../domain/instalments/instalments.ts'
import { maskingLens } from '../../domain/visibility/lens.ts'
import { casePage } from '../../api/public/case-page.ts'
import { PLAN_FORMS, planSeenBy, turnsOf } from '../../api/public/plans.ts'
import type { SeenCase } from '../../api/public/seen-case.ts'
import { standingOf } from '../../api/public/standing.ts'
import { INSTALMENTS } from '../../workflows/instalments/core/acts.ts'
import { officer } from '../fixtures/actors.ts'
import { CHIBI } from '../fixtures/cities.ts'
import { signedPlanInput } from '../fixtures/matters.ts'
import { PureMatter } from '../fixtures/pure-matter.ts'
import { situations } from '../fixtures/situations.ts'

const NUMBER = 'CB-20261123-00001-0'
const NOW = '2026-11-23T01:00:00.000Z'
const HOLDER = { sub: codeHolderOf(NUMBER), org: 'applicant', role: 'applicant' } as const
const told = { hours: CHIBI.hours, nameOf: (org: string) => org }
const signature = { signer: '李经理', signedOn: '2026-11-23' }
const parts = [
  { dueDate: '2026-12-01', amountFen: 400_00 },
  { dueDate: '2027-03-01', amountFen: 600_00 },
]

function offered(change: Parameters<typeof signedPlanInput>[1] = {}) {
  const { plan } = signedPlanInput(NUMBER, change)
  const data = {
    city: 'chibi',
    policyHash: 'p',
    origin: { keyHash: 'k', bodyHash: '' },
    utcOffsetMinutes: 480,
    ...plan,
  }
  const id = instalmentsId(NUMBER, plan.line)
  const the = new PureMatter(INSTALMENTS, id, { type: 'instalmentsOpened', rule: 'R-23', data }, THE_CASE, NOW)
  the.act('proposePlan', officer('shuiwu'), { parts: [...parts], ...signature })
  the.clock({ id: 'signing:1', kind: 'planSigning', owner: 'applicant' }, '2026-11-30T09:30:00.000Z')
  return the
}
type Matter = ReturnType<typeof offered>

const planOf = (the: Matter) =>
  planSeenBy(the.state, { ...HOLDER, city: CHIBI, policyHash: 'p', kind: 'applicant', issuer: 'codes' }, new Date(NOW))

function pageOf(the: Matter, more: Partial<SeenCase> = {}): string {
  const plan = planOf(the)
  const state = situations().find((each) => each.state.closedAt === undefined)?.state
  if (state === undefined) throw new Error('no open case')
  const seen: SeenCase = {
    ...told,
    state,
    city: CHIBI,
    lens: maskingLens(),
    now: NOW,
    rating: undefined,
    plans: [plan],
    papers: [],
    may: plan.may,
    ...more,
  }
  return casePage(seen).body.text.replaceAll(/\s+/g, ' ')
}

describe('instalments on the page of an applicant without an account', () => {
  it('R-22, R-23: what waits for their signature is told first, with its parts, sums, dates and who has signed', () => {
    const the = offered()
    const page = pageOf(the)
    for (const words of [
      '轮到您：请确认分期协议（用水），最迟 2026年11月30日（周一）17:30。',
      '请您：确认分期协议',
      '2026年12月1日（周二）前，400.00 元',
      '合计 <b>1000.00 元</b>',
      'shuiwu：李**，2026年11月23日（周一）签字；用户一方：尚未签字',
      '等您签字',
      'name="plan" value="1"',
    ])
      expect(page).toContain(words)
    for (const form of PLAN_FORMS) expect(page).toContain(`action="/progress/case/${form}"`)
  })

  it('R-23: once signed, what is paid and what is owed stand there, and nothing more is asked', () => {
    const the = offered()
    the.act('answerPlan', HOLDER, { signed: true, plan: 1, signer: '王小明', signedOn: '2026-11-23' })
    the.act('receiveMoney', officer('shuiwu'), { amountFen: 500_00, receivedOn: '2026-11-23' })
    const page = pageOf(the)
    expect(page).toContain('用户一方：王**，2026年11月23日（周一）签字')
    expect(page).toContain('前付 400.00 元：✓ 2026年11月23日（周一）付清')
    expect(page).toContain('前付 600.00 元：已付 100.00 元')
    expect(page).toMatch(/合计 1000.00 元，已付 500.00 元，还欠 500.00 元。/)
    for (const form of PLAN_FORMS) expect(page).not.toContain(`action="/progress/case/${form}"`)
    expect(page).not.toContain('轮到您：请确认分期协议')
  })

  it('R-23: what they proposed themselves waits for the utility; a form that came too late says so in Chinese', () => {
    const the = offered()
    the.act('answerPlan', HOLDER, { signed: false, plan: 1, reason: '分两期' })
    the.act('proposePlan', HOLDER, { parts: [...parts], ...signature })
    expect([...planOf(the).may]).toEqual(['plan-end'])
    const errors = [{ field: '', message: '没有待签字的分期方案' }]
    const shown = { typed: { line: the.state.line, plan: '1' }, errors }
    const page = pageOf(the, { again: { form: 'plan-signature', shown } })
    expect(page).toContain('等承办单位签字')
    expect(page).toContain('没有待签字的分期方案')
    expect(page).toContain('现在没有要您答复的分期方案')
    expect(page).not.toContain('action="/progress/case/plan-signature"')
  })

  it('R-23, R-26: after the case was closed it is still their turn', () => {
    const closed = situations().find(({ state }) => state.closedAt !== undefined)?.state
    if (closed === undefined) throw new Error('no closed case')
    const turns = turnsOf([planOf(offered())], CHIBI.hours)
    expect(standingOf(closed, { ...told, turns }).next).toEqual([expect.stringMatching(/^轮到您：请确认分期协议/)])
    expect(standingOf(closed, told).next).toEqual([])
  })

  it('R-23: a deposit says what is given back', () => {
    const the = offered({ mode: 'deposit' })
    the.act('answerPlan', HOLDER, { signed: true, plan: 1, signer: '王小明', signedOn: '2026-11-23' })
    the.act('receiveMoney', officer('shuiwu'), { amountFen: 1000_00, receivedOn: '2026-11-23' })
    the.act('refundDeposit', officer('shuiwu'), { amountFen: 400_00, refundedOn: '2026-11-23' })
    const page = pageOf(the)
    expect(page).toContain('前退还 400.00 元：✓ 2026年11月23日（周一）退清')
    expect(page).toContain('已退 400.00 元，还应退 600.00 元。已收暂收款 1000.00 元。')
  })
})
