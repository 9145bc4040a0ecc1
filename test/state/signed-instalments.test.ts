import { describe, expect, it } from 'vitest'
import { THE_CASE } from '../../domain/actor/actor.ts'
import type { Actor } from '../../domain/actor/actor.ts'
import { codeHolderOf } from '../../domain/actor/code-holder.ts'
import type { InstalmentWish } from '../../domain/instalments/agreement.ts'
import { INSTALMENTS_KIND } from '../../domain/instalments/instalments-kind.ts'
import { instalmentDeadlineId, instalmentsId, partOfDeadline, totalsOf } from '../../domain/instalments/instalments.ts'
import { monthsLater } from '../../domain/instalments/plan-limits.ts'
import { maskingLens } from '../../domain/visibility/lens.ts'
import { INSTALMENTS } from '../../workflows/instalments/core/acts.ts'
import { followed } from '../../workflows/instalments/core/following.ts'
import { APPLICANT_USER, CLERK, INTAKE, officer } from '../fixtures/actors.ts'
import { guowang, shuiwu, WATER } from '../fixtures/branch-case.ts'
import { signedPlanInput } from '../fixtures/matters.ts'
import { PureMatter } from '../fixtures/pure-matter.ts'
import { refusal } from '../fixtures/refusal.ts'

const TODAY = '2026-11-23'
const NOW = `${TODAY}T01:00:00.000Z`
const PARTS = [
  { dueDate: '2026-12-01', amountFen: 400_00 },
  { dueDate: '2027-03-01', amountFen: 600_00 },
]
const SIGNED = { signer: '李经理', signedOn: TODAY }
const SCAN = 'a'.repeat(64)

function wished(change: Partial<InstalmentWish> = {}, terms: Partial<InstalmentWish['terms']> = {}) {
  const { plan } = signedPlanInput('CB-20261123-00001-0', change, terms)
  const data = {
    city: 'chibi',
    policyHash: 'p',
    origin: { keyHash: 'k', bodyHash: '' },
    utcOffsetMinutes: 480,
    ...plan,
  }
  const id = instalmentsId(plan.serviceNumber, plan.line)
  return new PureMatter(INSTALMENTS, id, { type: 'instalmentsOpened', rule: 'R-23', data }, THE_CASE, NOW)
}
type Matter = ReturnType<typeof wished>

const propose = (the: Matter, by: Actor = shuiwu, parts = PARTS) => {
  the.act('proposePlan', by, { parts: parts.map((part) => ({ ...part })), ...SIGNED })
}
const sign = (the: Matter, by: Actor = INTAKE) => {
  const plan = the.state.proposal?.number ?? 0
  the.act('answerPlan', by, { signed: true, plan, signer: '王小明', signedOn: SIGNED.signedOn })
}
const pay = (the: Matter, amountFen: number, receivedOn = the.at.slice(0, 10)) => {
  the.act('receiveMoney', shuiwu, { amountFen, receivedOn })
}
const giveBack = (the: Matter, amountFen: number) => {
  the.act('refundDeposit', shuiwu, { amountFen, refundedOn: the.at.slice(0, 10) })
}
function signed(change: Partial<InstalmentWish> = {}): Matter {
  const the = wished(change)
  propose(the)
  sign(the)
  return the
}
function built(): Matter {
  const the = signed()
  the.act('confirmInnerWorks', shuiwu, { builtOn: TODAY })
  return the
}
const deposit = { mode: 'deposit' } as const
const codeOf = (act: () => void) => {
  const { code, field } = refusal(act)
  return field === undefined ? [code] : [code, field]
}

describe('instalments that both sides sign', () => {
  it('R-23: the utility offers and the user signs: nothing is agreed before, and who offered cannot sign', () => {
    const the = wished()
    expect(the.state).toMatchObject({ status: 'offering', awaited: ['shuiwu'], parts: [], confirmed: false })
    expect(codeOf(() => sign(the))).toEqual(['wrong-stage'])
    expect(codeOf(() => pay(the, 1))).toEqual(['wrong-stage'])
    propose(the)
    expect(the.state).toMatchObject({ status: 'signing', awaited: ['applicant'], parts: [] })
    expect(codeOf(() => pay(the, 1))).toEqual(['wrong-stage'])
    expect(codeOf(() => sign(the, shuiwu))).toEqual(['not-concerned'])
    expect(codeOf(() => propose(the))).toEqual(['plan-open'])
    expect(codeOf(() => propose(the, INTAKE))).toEqual(['plan-open'])
    sign(the)
    expect(the.state).toMatchObject({
      status: 'unconfirmed',
      awaited: ['shuiwu'],
      agreedAt: NOW,
      plans: [{ number: 1, by: 'utility', signature: { signer: '李经理' }, countersignature: { signer: '王小明' } }],
      parts: PARTS,
    })
    expect(the.state).not.toHaveProperty('proposal')
    expect(codeOf(() => sign(the))).toEqual(['wrong-stage'])
  })

  it('R-23, R-01, R-02: the user may offer, by account, channel or window; then the utility signs; a stranger does neither', () => {
    for (const by of [APPLICANT_USER, INTAKE]) {
      const the = wished()
      propose(the, by)
      expect(the.state).toMatchObject({ status: 'signing', awaited: ['shuiwu'] })
      for (const other of [APPLICANT_USER, INTAKE]) expect(codeOf(() => sign(the, other))).toEqual(['not-concerned'])
      sign(the, shuiwu)
      expect(the.state.plans).toMatchObject([{ by: 'user' }])
    }
    const the = wished()
    for (const stranger of [guowang, officer('zigui'), officer('guowang', 'system')])
      expect(codeOf(() => propose(the, stranger))).toEqual(['not-concerned', 'line'])
    expect(codeOf(() => propose(the, CLERK))).toEqual(['validation-failed', 'scanSha256'])
    the.act('proposePlan', CLERK, { parts: PARTS.map((part) => ({ ...part })), ...SIGNED, scanSha256: SCAN })
    expect(the.state.proposal?.signature).toMatchObject({ scanSha256: SCAN })
  })

  it('R-23: whoever holds a code of the case signs, declines and gives up for its user; a code of another case does nothing', () => {
    const holder = (number: string) => ({ sub: codeHolderOf(number), org: 'applicant', role: 'applicant' }) as const
    const [own, other] = [holder('CB-20261123-00001-0'), holder('CB-20261123-00002-8')]
    const the = wished()
    propose(the)
    const no = (by: Actor) => the.act('answerPlan', by, { signed: false, plan: 1, reason: '首期太多' })
    expect(codeOf(() => sign(the, other))).toEqual(['not-concerned', 'line'])
    expect(codeOf(() => no(other))).toEqual(['not-concerned', 'line'])
    no(own)
    propose(the)
    sign(the, own)
    expect(the.state.plans).toMatchObject([{ number: 2, countersignature: { org: 'applicant', signer: '王小明' } }])
    const given = wished()
    expect(codeOf(() => given.act('giveUpInstalments', other, { reason: '?' }))).toEqual(['not-concerned', 'line'])
    given.act('giveUpInstalments', own, { reason: '一次付清' })
    expect(given.state.status).toBe('givenUp')
    expect(codeOf(() => sign(given, own))).toEqual(['matter-closed'])
  })

  it('R-23: a utility that is itself the way in signs for one side only', () => {
    const the = wished()
    const opened = { ...the.state, side: { intake: 'shuiwu', channel: 'shuiwu', applicant: 'hubei-user-7' } }
    Object.assign(the, { state: opened })
    propose(the, officer('shuiwu', 'system'))
    expect(codeOf(() => sign(the, officer('shuiwu', 'system')))).toEqual(['not-concerned'])
    expect(the.state.proposal).toMatchObject({ by: 'utility' })
  })

  it('R-23: declined or not answered in time there is no plan; silence signs nothing, and the utility owes another', () => {
    const the = wished()
    the.clock({ id: 'offer:1', kind: 'planOffer', owner: 'shuiwu' }, '2026-11-25T01:00:00.000Z')
    propose(the)
    expect(the.state.deadlines['offer:1']).toMatchObject({ metAt: NOW })
    the.clock({ id: 'signing:1', kind: 'planSigning', owner: 'applicant' }, '2026-11-30T01:00:00.000Z')
    the.act('answerPlan', INTAKE, { signed: false, plan: 1, reason: '首期太多' })
    expect(the.state).toMatchObject({
      status: 'offering',
      awaited: ['shuiwu'],
      declinedAt: NOW,
      deadlines: { 'signing:1': { metAt: NOW } },
    })
    propose(the, INTAKE)
    the.record({
      type: 'planDeclined',
      rule: 'R-23',
      data: { plan: 2, by: 'term', reason: '期限内未签字' },
    })
    expect(the.state).toMatchObject({ status: 'offering', parts: [], proposed: 2 })
    expect(the.state.plans).toBeUndefined()
    propose(the)
    expect(codeOf(() => the.act('answerPlan', INTAKE, { signed: true, plan: 2, ...SIGNED }))).toEqual([
      'validation-failed',
      'plan',
    ])
    sign(the)
    expect(the.state.plans).toMatchObject([{ number: 3 }])
  })

  it('R-22, R-23: a plan comes to the quote, within the limits that the case began with', () => {
    const the = wished({}, { mostParts: 2, longestMonths: 6, leastFirstPercent: 30 })
    const first = (parts: typeof PARTS) => codeOf(() => propose(the, shuiwu, parts))
    const [one, two] = PARTS as [(typeof PARTS)[0], (typeof PARTS)[0]]
    expect(first([one])).toEqual(['amount-mismatch', 'parts'])
    expect(first([one, { ...two, amountFen: 600_01 }])).toEqual(['amount-mismatch', 'parts'])
    expect(first([{ ...one, dueDate: '2026-11-22' }, two])).toEqual(['date-past', 'parts.0.dueDate'])
    const three = [one, { ...two, amountFen: 1 }, { dueDate: '2027-04-01', amountFen: 599_99 }]
    expect(first(three)).toEqual(['instalments-beyond-limits', 'parts'])
    expect(first([one, { ...two, dueDate: '2027-05-24' }])).toEqual(['instalments-beyond-limits', 'parts.1.dueDate'])
    expect(
      first([
        { ...one, amountFen: 299_99 },
        { ...two, amountFen: 700_01 },
      ]),
    ).toEqual(['instalments-beyond-limits', 'parts.0.amountFen'])
    const tomorrow = { parts: PARTS, ...SIGNED, signedOn: '2026-11-24' }
    expect(codeOf(() => the.act('proposePlan', shuiwu, tomorrow))).toEqual(['validation-failed', 'signedOn'])
    propose(the, shuiwu, [one, { ...two, dueDate: '2027-05-23' }])
    the.at = '2026-12-02T01:00:00.000Z'
    expect(codeOf(() => sign(the))).toEqual(['date-past', 'parts.0.dueDate'])
    expect(monthsLater('2026-01-31', 1)).toBe('2026-02-28')
    expect(monthsLater('2026-11-30', 15)).toBe('2028-02-29')
  })

  it('R-23: building first is recorded: when it was built, and how much was unpaid', () => {
    const early = wished()
    expect(codeOf(() => early.act('confirmInnerWorks', shuiwu, { builtOn: TODAY }))).toEqual(['wrong-stage'])
    const the = signed()
    pay(the, 100_00)
    expect(codeOf(() => the.act('confirmInnerWorks', shuiwu, {}))).toEqual(['validation-failed', 'builtOn'])
    expect(codeOf(() => the.act('confirmInnerWorks', shuiwu, { builtOn: '2026-11-24' }))).toEqual([
      'validation-failed',
      'builtOn',
    ])
    the.act('confirmInnerWorks', shuiwu, { builtOn: TODAY, remarks: '支管已敷设' })
    expect(the.events.at(-1)).toMatchObject({
      type: 'innerWorksConfirmed',
      data: { builtOn: TODAY, unpaidFen: 900_00, builtFirst: true },
    })
    expect(the.state).toMatchObject({
      status: 'paying',
      awaited: ['applicant'],
      built: { builtOn: TODAY, unpaidFen: 900_00, builtFirst: true },
    })
    expect(codeOf(() => the.act('confirmInnerWorks', shuiwu, { builtOn: TODAY }))).toEqual(['already-done'])
  })

  it('R-23: paid in parts, the earliest first; never more than the sum, by nobody else, in no other time', () => {
    const the = built()
    the.clock({ id: 'instalment:1', kind: 'instalment', owner: 'applicant' }, '2026-12-01T15:59:59.000Z')
    expect(codeOf(() => pay(the, 1000_01))).toEqual(['more-than-owed', 'amountFen'])
    expect(() => pay(the, 1000_01)).toThrow('尚应收 1000.00 元')
    expect(codeOf(() => pay(the, 1, '2026-11-22'))).toEqual(['validation-failed', 'receivedOn'])
    expect(codeOf(() => pay(the, 1, '2026-11-24'))).toEqual(['validation-failed', 'receivedOn'])
    for (const other of [guowang, INTAKE, APPLICANT_USER])
      expect(codeOf(() => the.act('receiveMoney', other, { amountFen: 1, receivedOn: TODAY }))).toEqual([
        'not-concerned',
        'line',
      ])
    pay(the, 399_99)
    expect(the.state.parts).toEqual([{ ...PARTS[0], movedFen: 399_99 }, PARTS[1]])
    expect(totalsOf(the.state.parts, '2026-12-02')).toEqual({
      totalFen: 1000_00,
      paidFen: 399_99,
      remainingFen: 600_01,
      overdueFen: 1,
    })
    the.at = '2026-12-02T01:00:00.000Z'
    the.record({ type: 'deadlinePassed', rule: 'R-33', data: { deadline: 'instalment:1', owner: 'applicant' } })
    expect(the.state.status).toBe('overdue')
    pay(the, 2)
    expect(the.events.at(-1)).toMatchObject({ data: { late: true, remainingFen: 599_99 } })
    expect(the.state).toMatchObject({
      status: 'paying',
      parts: [{ paidOn: '2026-12-02' }, { movedFen: 1 }],
      deadlines: { 'instalment:1': { metAt: the.at } },
    })
    expect(codeOf(() => pay(the, 600_00))).toEqual(['more-than-owed', 'amountFen'])
    pay(the, 599_99)
    expect(the.events.at(-1)).toMatchObject({ data: { late: false, remainingFen: 0 } })
    expect(the.state).toMatchObject({ status: 'paid', awaited: [] })
    expect(codeOf(() => pay(the, 1))).toEqual(['already-done'])
    expect(codeOf(() => propose(the))).toEqual(['already-done'])
  })

  it('R-23: a change is signed by both: the plan before stays, its clocks end, what was paid counts and is no less', () => {
    const the = built()
    pay(the, 400_00)
    the.clock({ id: 'instalment:2', kind: 'instalment', owner: 'applicant' }, '2027-03-01T15:59:59.000Z')
    the.at = '2026-12-10T01:00:00.000Z'
    const later = [PARTS[0], { dueDate: '2027-06-01', amountFen: 600_00 }] as typeof PARTS
    const change = (parts: typeof PARTS, by: Actor = INTAKE) => {
      the.act('proposePlan', by, { parts, ...SIGNED, signedOn: '2026-12-10' })
    }
    expect(codeOf(() => change([{ dueDate: '2027-01-01', amountFen: 399_99 }]))).toEqual(['plan-below-paid', 'parts'])
    expect(codeOf(() => change([...later, { dueDate: '2027-07-01', amountFen: 1 }]))).toEqual([
      'amount-mismatch',
      'parts',
    ])
    change(later)
    expect(the.state).toMatchObject({ status: 'paying', awaited: ['applicant', 'shuiwu'], parts: [{}, PARTS[1]] })
    expect(codeOf(() => change(later, shuiwu))).toEqual(['plan-open'])
    the.act('answerPlan', shuiwu, { signed: true, plan: 2, signer: '李经理', signedOn: '2026-12-10' })
    expect(the.state).toMatchObject({
      status: 'paying',
      agreedAt: NOW,
      plans: [
        { number: 1, parts: PARTS },
        { number: 2, by: 'user', parts: later },
      ],
      parts: [{ paidOn: TODAY }, later[1]],
      deadlines: { 'instalment:2': { supersededAt: the.at } },
    })
    expect(the.events.at(-1)).toMatchObject({ type: 'planSigned', data: { change: true, by: 'utility' } })
    the.clock({ id: instalmentDeadlineId(2, 2), kind: 'instalment', owner: 'applicant' }, '2027-06-01T15:59:59.000Z')
    pay(the, 600_00)
    expect(the.state).toMatchObject({ status: 'paid', deadlines: { 'instalment:2:2': { metAt: the.at } } })
    expect([instalmentDeadlineId(2, 2), instalmentDeadlineId(2)].map(partOfDeadline)).toEqual([2, 2])
  })

  it('R-23: what is paid while a change is open is not forgotten; a change to what is paid already settles all', () => {
    const the = built()
    propose(the, shuiwu, [{ dueDate: '2026-12-01', amountFen: 500_00 }])
    pay(the, 500_01)
    expect(codeOf(() => sign(the))).toEqual(['plan-below-paid', 'parts'])
    the.act('answerPlan', INTAKE, { signed: false, plan: 2, reason: '已付更多' })
    expect(the.state).toMatchObject({ status: 'paying', plans: [{ number: 1 }] })
    propose(the, shuiwu, [{ dueDate: '2026-12-01', amountFen: 500_01 }])
    sign(the)
    expect(the.state.status).toBe('paid')
  })

  it('R-22, R-23: a deposit is taken up to its sum and given back by the schedule; it is owed by the utility', () => {
    const the = signed(deposit)
    expect(the.state).toMatchObject({ status: 'depositing', awaited: ['applicant'] })
    expect(codeOf(() => the.act('confirmInnerWorks', shuiwu, { builtOn: TODAY }))).toEqual(['wrong-stage'])
    expect(codeOf(() => giveBack(the, 1))).toEqual(['wrong-stage'])
    expect(codeOf(() => pay(the, 1000_01))).toEqual(['more-than-owed', 'amountFen'])
    pay(the, 999_99)
    expect(codeOf(() => giveBack(the, 1))).toEqual(['wrong-stage'])
    pay(the, 1)
    expect(the.state).toMatchObject({ status: 'refunding', awaited: ['shuiwu'], depositedAt: NOW })
    expect(codeOf(() => pay(the, 1))).toEqual(['already-done'])
    the.clock({ id: 'instalment:1', kind: 'refund', owner: 'shuiwu' }, '2026-12-01T15:59:59.000Z')
    expect(codeOf(() => the.act('refundDeposit', INTAKE, { amountFen: 1, refundedOn: TODAY }))).toEqual([
      'not-concerned',
      'line',
    ])
    expect(codeOf(() => giveBack(the, 1000_01))).toEqual(['more-than-owed', 'amountFen'])
    expect(() => giveBack(the, 1000_01)).toThrow('尚应退 1000.00 元')
    the.at = '2026-12-02T01:00:00.000Z'
    the.record({ type: 'deadlinePassed', rule: 'R-33', data: { deadline: 'instalment:1', owner: 'shuiwu' } })
    expect(the.state).toMatchObject({ status: 'overdue', awaited: ['shuiwu'] })
    giveBack(the, 400_00)
    expect(the.events.at(-1)).toMatchObject({ type: 'moneyRefunded', data: { late: true, remainingFen: 600_00 } })
    expect(the.state).toMatchObject({ status: 'refunding', deadlines: { 'instalment:1': { metAt: the.at } } })
    giveBack(the, 600_00)
    expect(the.state).toMatchObject({ status: 'refunded', awaited: [] })
    expect(codeOf(() => giveBack(the, 1))).toEqual(['already-done'])
  })

  it('R-23: a deposit that was taken is owed: not released, and a change neither drops it nor asks for more', () => {
    const the = signed(deposit)
    pay(the, 300_00)
    expect(codeOf(() => the.act('releaseInstalments', shuiwu, { reason: '?' }))).toEqual(['wrong-stage'])
    const part = (amountFen: number) => [{ dueDate: '2026-12-01', amountFen }]
    expect(codeOf(() => propose(the, shuiwu, part(299_99)))).toEqual(['plan-below-paid', 'parts'])
    propose(the, shuiwu, part(300_00))
    sign(the)
    expect(the.state).toMatchObject({ status: 'refunding', depositedAt: NOW })
    expect(codeOf(() => propose(the, shuiwu, part(300_01)))).toEqual(['amount-mismatch', 'parts'])
    giveBack(the, 300_00)
    expect(the.state.status).toBe('refunded')
    const untouched = signed(deposit)
    untouched.act('releaseInstalments', shuiwu, { reason: '用户改为一次付清' })
    expect(untouched.state.status).toBe('released')
  })

  it('R-23: no deposit means nothing to give back; what a case agreed on by itself takes none of this', () => {
    const the = built()
    expect(codeOf(() => giveBack(the, 1))).toEqual(['wrong-stage'])
    expect(codeOf(() => the.act('recordPayment', shuiwu, { line: WATER, part: 1, paidOn: TODAY }))).toEqual([
      'wrong-stage',
    ])
    const { wished: _none, ...before } = the.state
    Object.assign(the, { state: before })
    expect(codeOf(() => propose(the))).toEqual(['wrong-stage'])
    expect(codeOf(() => pay(the, 1))).toEqual(['wrong-stage'])
  })

  it('R-23: until both have signed the user gives it up, the utility releases; afterwards the user cannot', () => {
    const the = wished()
    expect(codeOf(() => the.act('giveUpInstalments', shuiwu, { reason: '?' }))).toEqual(['not-concerned'])
    propose(the)
    the.act('giveUpInstalments', INTAKE, { reason: '一次付清' })
    expect(the.state).toMatchObject({ status: 'givenUp', awaited: [] })
    expect(codeOf(() => sign(the))).toEqual(['matter-closed'])
    expect(codeOf(() => signed().act('giveUpInstalments', INTAKE, { reason: '?' }))).toEqual(['wrong-stage'])
    const offered = wished()
    offered.act('releaseInstalments', shuiwu, { reason: '服务已撤销' })
    expect(offered.state.status).toBe('released')
    expect(codeOf(() => propose(offered, INTAKE))).toEqual(['matter-closed'])
  })

  it('R-39: whoever has no part in the money is told neither amounts nor who signed', () => {
    const the = built()
    pay(the, 1)
    for (const event of the.events) {
      const said = JSON.stringify(INSTALMENTS_KIND.shown(event, maskingLens()).data)
      for (const hidden of ['Fen"', '王小明', '李经理', 'hubei-user-7']) expect(said).not.toContain(hidden)
    }
  })
})

const CLAIMANT: Actor = { sub: 'hubei-user-99', org: 'applicant', role: 'applicant' }
const CLAIMED = { side: { intake: 'applicant', channel: 'ehuiban', applicant: CLAIMANT.sub }, parties: ['shuiwu'] }
const hear = (the: Matter, standing: Parameters<typeof followed>[1]) => {
  for (const body of followed(the.state, standing)) the.record(body)
}
const end = (the: Matter) => {
  hear(the, { side: the.state.side, parties: the.state.parties, ended: 'dropped' })
}

describe('instalments follow their case', () => {
  it('R-01, R-23: claimed after the wish, the claimant signs and who spoke before does not; told twice, it is once', () => {
    const the = wished()
    propose(the)
    hear(the, CLAIMED)
    hear(the, CLAIMED)
    expect(the.events.map(({ type }) => type)).toEqual(['instalmentsOpened', 'planProposed', 'userSideChanged'])
    for (const former of [INTAKE, APPLICANT_USER]) {
      expect(codeOf(() => sign(the, former))).toEqual(['not-concerned', 'line'])
      expect(() => sign(the, former)).toThrow('认领人')
      expect(codeOf(() => the.act('giveUpInstalments', former, { reason: '不办了' }))).toEqual([
        'not-concerned',
        'line',
      ])
    }
    sign(the, CLAIMANT)
    expect(the.state).toMatchObject({ side: CLAIMED.side, plans: [{ by: 'utility' }] })
  })

  it('R-01, R-23: what the former side had proposed binds nobody: the utility cannot sign it, and offers anew', () => {
    const the = wished()
    propose(the, INTAKE)
    the.clock({ id: 'signing:1', kind: 'planSigning', owner: 'shuiwu' }, '2026-11-30T01:00:00.000Z')
    hear(the, CLAIMED)
    expect(codeOf(() => sign(the, shuiwu))).toEqual(['wrong-stage'])
    expect(the.state).toMatchObject({
      status: 'offering',
      awaited: ['shuiwu'],
      deadlines: { 'signing:1': { supersededAt: NOW } },
    })
    propose(the)
    sign(the, CLAIMANT)
    expect(the.state.plans).toMatchObject([{ number: 2 }])
  })

  it('R-23, R-37: of a service that has ended a plan that nobody signed lapses, and so does a deposit of which nothing was taken', () => {
    const the = wished()
    propose(the)
    the.clock({ id: 'signing:1', kind: 'planSigning', owner: 'applicant' }, '2026-11-30T01:00:00.000Z')
    end(the)
    expect(the.events.at(-1)).toMatchObject({ type: 'serviceEnded', data: { effect: 'lapses', leftFen: 0 } })
    expect(the.state).toMatchObject({
      status: 'lapsed',
      awaited: [],
      deadlines: { 'signing:1': { supersededAt: NOW } },
    })
    end(the)
    hear(the, CLAIMED)
    expect(the.events.at(-1)?.type).toBe('serviceEnded')
    expect(codeOf(() => sign(the))).toEqual(['wrong-stage'])
    const untaken = signed(deposit)
    end(untaken)
    expect(untaken.state.status).toBe('lapsed')
  })

  it('R-23, R-37: what was paid for works that were not built is given back within a term, and not a fen more', () => {
    for (const change of [{}, deposit]) {
      const the = signed(change)
      pay(the, 300_00)
      end(the)
      expect(the.events.at(-1)).toMatchObject({ data: { effect: 'settles', leftFen: 300_00 } })
      the.clock({ id: 'settlement', kind: 'settlement', owner: 'shuiwu' }, '2026-11-30T01:00:00.000Z')
      expect(the.state).toMatchObject({ status: 'settling', awaited: ['shuiwu'] })
      for (const act of [() => pay(the, 1), () => propose(the), () => propose(the, INTAKE)])
        expect(codeOf(act)).toEqual(['wrong-stage'])
      expect(codeOf(() => the.act('releaseInstalments', shuiwu, { reason: '未施工' }))).toEqual(['wrong-stage'])
      expect(codeOf(() => the.act('refundDeposit', INTAKE, { amountFen: 1, refundedOn: TODAY }))).toEqual([
        'not-concerned',
        'line',
      ])
      expect(codeOf(() => giveBack(the, 300_01))).toEqual(['more-than-owed', 'amountFen'])
      giveBack(the, 100_00)
      expect(the.state.status).toBe('settling')
      expect(codeOf(() => the.act('confirmInnerWorks', shuiwu, { builtOn: TODAY }))).toEqual(['wrong-stage'])
      giveBack(the, 200_00)
      expect(the.events.at(-1)).toMatchObject({ data: { remainingFen: 0, late: false } })
      expect(the.state).toMatchObject({ status: 'lapsed', awaited: [], deadlines: { settlement: { metAt: NOW } } })
    }
  })

  it('R-23, R-37: works that were built before are owed as signed, also where that is said only now, by the day of its end', () => {
    const the = built()
    end(the)
    expect(the.events.at(-1)).toMatchObject({ data: { effect: 'stands' } })
    expect(the.state).toMatchObject({ status: 'paying', awaited: ['applicant'] })
    pay(the, 1000_00)
    expect(the.state.status).toBe('paid')
    const late = signed()
    end(late)
    late.clock({ id: 'settlement', kind: 'settlement', owner: 'shuiwu' }, '2026-11-30T01:00:00.000Z')
    late.at = '2026-11-25T01:00:00.000Z'
    const confirm = (builtOn: string) => {
      late.act('confirmInnerWorks', shuiwu, { builtOn })
    }
    expect(codeOf(() => confirm('2026-11-24'))).toEqual(['validation-failed', 'builtOn'])
    confirm(TODAY)
    expect(late.state).toMatchObject({ status: 'paying', deadlines: { settlement: { metAt: late.at } } })
    const unbuilt = signed()
    end(unbuilt)
    unbuilt.act('releaseInstalments', shuiwu, { reason: '未施工' })
    expect(unbuilt.state.status).toBe('released')
  })
})
