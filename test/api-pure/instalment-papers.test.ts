import { describe, expect, it } from 'vitest'
import { callerOf } from '../../api/auth/caller.ts'
import { planCatalogueOf, planEntryOf, planSourceFor } from '../../api/documents/instalment-plan.ts'
import { numberShown } from '../../api/documents/number-shown.ts'
import { page } from '../../api/documents/page.ts'
import { INSTALMENTS_API, seesAmounts } from '../../api/matters/instalments.ts'
import { lensFor } from '../../api/matters/routes.ts'
import { loadCities } from '../../config/load-cities.ts'
import { THE_CASE } from '../../domain/actor/actor.ts'
import type { Actor } from '../../domain/actor/actor.ts'
import type { InstalmentWish } from '../../domain/instalments/agreement.ts'
import { instalmentsId } from '../../domain/instalments/instalments.ts'
import { INSTALMENTS } from '../../workflows/instalments/core/acts.ts'
import { INTAKE, officer } from '../fixtures/actors.ts'
import { CHIBI } from '../fixtures/cities.ts'
import { registration } from '../fixtures/forms.ts'
import { INSTALMENT_PLAN, signedPlanInput } from '../fixtures/matters.ts'
import { applicationInput, PureCase } from '../fixtures/pure-case.ts'
import { PureMatter } from '../fixtures/pure-matter.ts'
import { refusal } from '../fixtures/refusal.ts'

const NUMBER = 'CB-20261123-00001-0'
const CITIES = loadCities()
const SHUIWU = officer('shuiwu')
const PARTS = [
  { dueDate: '2026-12-01', amountFen: 400_00 },
  { dueDate: '2027-03-01', amountFen: 600_00 },
]
const signature = (signer: string) => ({ signer, signedOn: '2026-11-23' })

function wished(change: Partial<InstalmentWish> = {}, plan: object = signedPlanInput(NUMBER, change).plan) {
  const data = { city: 'chibi', policyHash: 'p', origin: { keyHash: 'k' }, utcOffsetMinutes: 480, ...plan }
  const opening = { type: 'instalmentsOpened', rule: 'R-23', data } as never
  return new PureMatter(INSTALMENTS, instalmentsId(NUMBER, 'water:shuiwu'), opening, THE_CASE)
}
type Matter = ReturnType<typeof wished>

function signed(the: Matter, change: { readonly reason?: string; readonly parts?: typeof PARTS } = {}): Matter {
  const { parts = PARTS, ...reason } = change
  the.act('proposePlan', SHUIWU, { parts: parts.map((part) => ({ ...part })), ...signature('李经理'), ...reason })
  const plan = the.state.proposal?.number ?? 0
  the.act('answerPlan', INTAKE, { signed: true, plan, ...signature('王小明') })
  return the
}

function paperOf({ state }: Matter, key = 'plan-1', by: Actor = SHUIWU): string {
  const caller = callerOf({ ...by, city: 'chibi' }, CITIES)
  const { registration: registered, lines } = new PureCase(applicationInput(registration(), { serviceNumber: NUMBER }))
    .state
  const water = lines['water:shuiwu']
  const of = {
    registration: registered,
    lines: water === undefined ? {} : { 'water:shuiwu': { ...water, innerWorks: { scope: '厂区内管道 90 米' } } },
  }
  const masked = !seesAmounts(caller, state)
  const reading = {
    caller,
    now: new Date('2026-11-24T01:00:00Z'),
    masked,
    lens: lensFor(INSTALMENTS_API, state, caller),
  }
  return page(planEntryOf(key, state).make(planSourceFor({ state, of }, reading)))
}
const lacking = (paper: string, words: readonly string[]) => words.filter((word) => !paper.includes(word))

describe('R-23: the plan that both sides signed, on paper', () => {
  it('R-10, R-23: says who agrees with whom on what, every part, the sum, and who signed when for each side', () => {
    const paper = paperOf(signed(wished()))
    const says = [
      '红线内工程款分期付款协议',
      `${NUMBER}/分期-water-shuiwu-1`,
      '赤壁水务集团公司',
      '湖北蒲圻精密制造有限公司',
      '厂区内管道 90 米',
      '赤发改价〔2024〕12 号',
      '先建设，分期付款',
      '2026年12月1日',
      '400.00 元',
      '600.00 元',
      '1000.00 元',
      '李经理',
      '王小明（经湖北政务服务网）',
      '2026年11月23日 09时00分',
      '5 个工作日内付',
      '本方案为首个签定的方案',
      '红线外的接入工程不收取任何费用',
    ]
    expect(lacking(paper, says)).toEqual([])
    expect(numberShown(`${NUMBER}/分期-water-shuiwu-1`, CHIBI)).toBe(`${NUMBER}/分期-水-水务-1`)
  })

  it('R-23: there is none before both have signed, and none of what a case agreed on by itself', () => {
    const the = wished()
    expect(refusal(() => paperOf(the)).code).toBe('document-not-ready')
    the.act('proposePlan', SHUIWU, { parts: PARTS.map((part) => ({ ...part })), ...signature('李经理') })
    expect(refusal(() => paperOf(the)).code).toBe('document-not-ready')
    the.act('answerPlan', INTAKE, { signed: false, plan: 1, reason: '首期太多' })
    expect(refusal(() => paperOf(the)).code).toBe('document-not-found')
    expect(refusal(() => paperOf(the, 'plan-2')).code).toBe('document-not-ready')
    the.act('giveUpInstalments', INTAKE, { reason: '一次付清' })
    expect(planCatalogueOf(the.state)).toEqual([])
    const before = wished({}, { ...INSTALMENT_PLAN, serviceNumber: NUMBER })
    expect(refusal(() => paperOf(before)).code).toBe('document-not-found')
  })

  it('R-23: a change is another paper with another number; that of before stays, and says what took its place', () => {
    const the = signed(wished())
    the.at = '2026-11-24T01:00:00.000Z'
    signed(the, { parts: [{ dueDate: '2027-01-01', amountFen: 1000_00 }], reason: '合为一期' })
    expect(planCatalogueOf(the.state).map(({ key }) => key)).toEqual(['plan-1', 'plan-2'])
    expect(paperOf(the)).toContain('本方案已由第 2 个方案取代')
    const second = paperOf(the, 'plan-2')
    expect(lacking(second, ['分期-water-shuiwu-2', '取代第 1 个方案', '事由：合为一期', '2027年1月1日'])).toEqual([])
  })

  it('R-22, R-23: of a deposit, that it is taken whole and given back by when', () => {
    const paper = paperOf(signed(wished({ mode: 'deposit' })))
    expect(lacking(paper, ['红线内工程款暂收与分期退还协议', '暂收款', '退还日期', '退还合计', '1000.00 元'])).toEqual(
      [],
    )
  })

  it('R-23, R-39: whoever has no part in the money finds no amount, no signer and no reason; an auditor no person', () => {
    const the = signed(wished(), { reason: '家中有事' })
    const other = paperOf(the, 'plan-1', officer('guowang'))
    const told = [
      '400.00',
      '600.00',
      '1000.00',
      '李经理',
      '王小明',
      '家中有事',
      '厂区内管道',
      '湖北蒲圻精密制造有限公司',
    ]
    expect(told.filter((each) => other.includes(each))).toEqual([])
    expect(lacking(other, ['2026年12月1日', '查看者不是本分期的一方', '脱敏副本'])).toEqual([])
    const audited = paperOf(the, 'plan-1', officer('zigui', 'auditor'))
    expect(told.filter((each) => audited.includes(each))).toEqual(['400.00', '600.00', '1000.00'])
  })
})
