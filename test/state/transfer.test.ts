import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Actor } from '../../domain/actor/actor.ts'
import { Refusal } from '../../domain/problem.ts'
import type { AccountOpening } from '../../domain/transfer/transfer.ts'
import type { TransferBodies } from '../../domain/transfer/transfer.schema.ts'
import { outcomeOf } from '../../workflows/transfer/core/state.ts'
import { TRANSFER } from '../../workflows/transfer/core/acts.ts'
import { applyTransfer } from '../../workflows/transfer/core/fold.ts'
import { APPLICANT_USER, CLERK, INTAKE, officer } from '../fixtures/actors.ts'
import { GAS, POWER, settledTransferInput, transferInput, WATER } from '../fixtures/matters.ts'
import { PureMatter } from '../fixtures/pure-matter.ts'
import { refusal } from '../fixtures/refusal.ts'

const NUMBER = 'CBT-20261123-00001-0'
const LEADER = officer('zigui')
const ACCOUNTS: AccountOpening[] = [
  { id: WATER, service: 'water', utility: 'shuiwu', accountNumber: '4200118' },
  { id: POWER, service: 'power', utility: 'guowang', accountNumber: '4221300556' },
  { id: GAS, service: 'gas', utility: 'ranqi', accountNumber: 'R-880012' },
]
const UTILITIES = { [WATER]: officer('shuiwu'), [POWER]: officer('guowang'), [GAS]: officer('ranqi') } as const

function requested() {
  const { request, leader } = transferInput(NUMBER)
  return new PureMatter(
    TRANSFER,
    NUMBER,
    {
      type: 'transferRequested',
      rule: 'R-28',
      data: {
        city: 'chibi',
        policyHash: 'p',
        origin: { keyHash: 'k', bodyHash: 'b' },
        request,
        leader,
        accounts: ACCOUNTS,
      },
    },
    INTAKE,
  )
}

function confirmed() {
  const the = requested()
  the.act('decideOwnership', LEADER, { confirmed: true })
  return the
}

describe('acts of a transfer', () => {
  it('R-28: late is what comes after the account’s own due time', () => {
    const the = confirmed()
    the.clock({ id: `account:${WATER}:1`, kind: 'account', owner: 'shuiwu' }, '2026-11-24T01:00:00.000Z')
    the.at = '2026-11-24T01:00:00.001Z'
    the.act('confirmAccount', UTILITIES[WATER], { account: WATER })
    expect(the.events.at(-1)).toMatchObject({ type: 'accountTransferred', data: { late: true } })
    expect(the.state.deadlines[`account:${WATER}:1`]?.metAt).toBe(the.at)
  })

  it('R-28: what failed is neither confirmed nor failed again before it is tried again; then it is the second attempt', () => {
    const the = confirmed()
    the.act('reportAccountFailed', UTILITIES[GAS], { account: GAS, reason: '欠费' })
    expect(refusal(() => the.act('confirmAccount', UTILITIES[GAS], { account: GAS }))).toEqual({
      code: 'wrong-stage',
      field: 'account',
    })
    expect(refusal(() => the.act('reportAccountFailed', UTILITIES[GAS], { account: GAS, reason: '欠费' }))).toEqual({
      code: 'wrong-stage',
      field: 'account',
    })
    expect(refusal(() => the.act('retryAccount', UTILITIES[GAS], { account: GAS, remarks: '?' }))).toEqual({
      code: 'not-concerned',
      field: undefined,
    })
    expect(the.state.awaited).toEqual(['applicant', 'guowang', 'shuiwu'])
    the.act('retryAccount', CLERK, { account: GAS, remarks: '已缴清' })
    expect(the.state.accounts[GAS]).toMatchObject({ status: 'pending', attempt: 2 })
    the.act('confirmAccount', UTILITIES[GAS], { account: GAS })
    expect(refusal(() => the.act('closeAccount', LEADER, { account: GAS, reason: '?' }))).toEqual({
      code: 'already-done',
      field: 'account',
    })
  })

  it('R-28: names of objects’ own inside are no accounts', () => {
    expect(refusal(() => confirmed().act('confirmAccount', UTILITIES[GAS], { account: 'constructor' }))).toEqual({
      code: 'account-unknown',
      field: 'account',
    })
  })

  it('R-37: withdrawn, nothing more is taken', () => {
    const the = confirmed()
    the.act('withdrawTransfer', APPLICANT_USER, { reason: '取消' })
    for (const act of [
      () => the.act('confirmAccount', UTILITIES[WATER], { account: WATER }),
      () => the.act('withdrawTransfer', INTAKE, { reason: '再撤' }),
    ])
      expect(refusal(act).code).toBe('matter-closed')
    expect(Object.values(the.state.accounts).map(({ status }) => status)).toEqual(['notDone', 'notDone', 'notDone'])
    expect(outcomeOf(the.state)).toBe('withdrawn')
  })
})

const CONDUCT = { utcOffsetMinutes: 480, metered: ['water', 'power', 'gas'] } as const

/** By the policy of today; `consents`: those that come with the request. */
function conducted(consents = 2) {
  const { request, leader } = settledTransferInput(NUMBER)
  const { ground } = request.form
  if (ground?.kind !== 'consent') throw new Error('no consent')
  const form = { ...request.form, ground: { ...ground, consents: ground.consents.slice(0, consents) } }
  const origin = { keyHash: 'k', bodyHash: 'b' }
  const data = { city: 'chibi', policyHash: 'p', origin, request: { ...request, form }, leader, accounts: ACCOUNTS }
  return new PureMatter(
    TRANSFER,
    NUMBER,
    { type: 'transferRequested', rule: 'R-28', data: { ...data, conduct: CONDUCT } },
    INTAKE,
  )
}
const settling = () => {
  const the = conducted()
  the.act('decideOwnership', LEADER, { confirmed: true })
  return the
}
const READ = { account: WATER, readOn: '2026-11-23', reading: 1234.5, arrearsFen: 0 } as const

describe('what a transfer rests on', () => {
  it('R-28: the former holder is asked by the channel or the window; the ownership is checked only then', () => {
    const the = conducted(0)
    expect([the.state.status, the.state.awaited]).toEqual(['consent', ['applicant']])
    expect(refusal(() => the.act('decideOwnership', LEADER, { confirmed: true })).code).toBe('wrong-stage')
    const signed = { agreed: true, signer: '某', signedOn: '2026-11-23' } as const
    const give = (actor: Actor, body: TransferBodies['giveConsent']) => () => the.act('giveConsent', actor, body)
    expect(refusal(give(LEADER, { ...signed, holder: 'to' })).code).toBe('not-concerned')
    expect(refusal(give(APPLICANT_USER, { ...signed, holder: 'to' })).code).toBe('not-concerned')
    expect(refusal(give(CLERK, { ...signed, holder: 'to' })).field).toBe('scanSha256')
    expect(refusal(give(INTAKE, { ...signed, holder: 'to', signedOn: '2026-11-24' })).field).toBe('signedOn')
    give(INTAKE, { ...signed, holder: 'to' })()
    expect(refusal(give(INTAKE, { ...signed, holder: 'to' }))).toEqual({ code: 'already-done', field: 'holder' })
    expect(the.state.status).toBe('consent')
    give(CLERK, { ...signed, holder: 'from', scanSha256: 'a'.repeat(64) })()
    expect([the.state.status, the.state.awaited]).toEqual(['ownership', ['zigui']])
    the.act('decideOwnership', LEADER, { confirmed: true })
  })

  it('R-28: who does not consent ends it, and nothing is taken after', () => {
    const the = conducted(1)
    the.act('giveConsent', INTAKE, { agreed: false, holder: 'to', reason: '未付清' })
    expect([outcomeOf(the.state), the.state.awaited]).toEqual(['refused', []])
    expect(the.state.accounts[WATER]).toMatchObject({ status: 'notDone', notDone: { by: 'consent' } })
    expect(refusal(() => the.act('decideOwnership', LEADER, { confirmed: true })).code).toBe('matter-closed')
    expect(refusal(() => the.act('withdrawTransfer', INTAKE, { reason: '?' })).code).toBe('matter-closed')
  })
})

describe('the last reading and what is owed', () => {
  it('R-28: no account moves before it is read and settled; a reading is of what is metered, and of no day to come', () => {
    const the = settling()
    const settle = (change: object) => () => the.act('settleAccount', UTILITIES[WATER], { ...READ, ...change })
    expect(refusal(() => the.act('confirmAccount', UTILITIES[WATER], { account: WATER }))).toEqual({
      code: 'wrong-stage',
      field: 'account',
    })
    expect(refusal(settle({ readOn: '2026-11-24' }))).toEqual({ code: 'validation-failed', field: 'readOn' })
    expect(refusal(settle({ readOn: '2026-11-22' })).field).toBe('readOn')
    expect(refusal(settle({ reading: undefined })).field).toBe('reading')
    settle({})()
    expect(refusal(settle({})).code).toBe('already-done')
    the.act('confirmAccount', UTILITIES[WATER], { account: WATER })
    expect(the.state.accounts[WATER]).toMatchObject({
      status: 'transferred',
      settlement: { reading: 1234.5, owedFen: 0 },
    })
  })

  it('R-28: what is owed stops that account only; paid in parts, never more than the sum, it goes on', () => {
    const the = settling()
    the.act('settleAccount', UTILITIES[WATER], { ...READ, arrearsFen: 128_000 })
    expect(the.state.accounts[WATER]).toMatchObject({
      status: 'failed',
      failure: { reason: '末次抄表后尚欠 1280.00 元，付清后继续过户' },
    })
    the.act('settleAccount', UTILITIES[GAS], { ...READ, account: GAS })
    the.act('confirmAccount', UTILITIES[GAS], { account: GAS })
    const pay =
      (amountFen: number, paidOn = '2026-11-23') =>
      () =>
        the.act('recordArrearsPaid', UTILITIES[WATER], { account: WATER, paidOn, amountFen })
    expect(refusal(pay(128_001))).toEqual({ code: 'amount-mismatch', field: 'amountFen' })
    expect(refusal(pay(1, '2026-11-24')).field).toBe('paidOn')
    pay(28_000)()
    expect(refusal(pay(100_001)).code).toBe('amount-mismatch')
    expect(the.state.accounts[WATER]?.status).toBe('failed')
    pay(100_000)()
    expect(the.state.accounts[WATER]).toMatchObject({ status: 'pending', attempt: 2, settlement: { owedFen: 0 } })
    expect(refusal(pay(1)).code).toBe('wrong-stage')
    the.act('confirmAccount', UTILITIES[WATER], { account: WATER })
  })

  it('R-28: tried again by the user’s word alone, it is read and settled anew', () => {
    const the = settling()
    the.act('settleAccount', UTILITIES[WATER], { ...READ, arrearsFen: 1 })
    the.act('retryAccount', INTAKE, { account: WATER, remarks: '已缴清' })
    expect(the.state.accounts[WATER]?.settlement).toBeUndefined()
    expect(refusal(() => the.act('confirmAccount', UTILITIES[WATER], { account: WATER })).code).toBe('wrong-stage')
    the.act('settleAccount', UTILITIES[WATER], READ)
    the.act('confirmAccount', UTILITIES[WATER], { account: WATER })
  })

  it('R-28: a transfer of 0.6 goes on as it began', () => {
    const the = confirmed()
    expect(refusal(() => the.act('settleAccount', UTILITIES[WATER], READ)).code).toBe('wrong-stage')
    the.act('confirmAccount', UTILITIES[WATER], { account: WATER })
  })
})

type Try = {
  [A in keyof TransferBodies]: { readonly type: A; readonly actor: Actor; readonly body: TransferBodies[A] }
}[keyof TransferBodies]

const anyActor = fc.constantFrom(LEADER, INTAKE, CLERK, APPLICANT_USER, ...Object.values(UTILITIES))
const anyAccount = fc.constantFrom(WATER, POWER, GAS)
const anyTry: fc.Arbitrary<Try> = fc.oneof(
  fc.record({
    type: fc.constant('decideOwnership' as const),
    actor: anyActor,
    body: fc.constantFrom<TransferBodies['decideOwnership']>({ confirmed: true }, { confirmed: false, reason: '不符' }),
  }),
  fc.record({
    type: fc.constant('confirmAccount' as const),
    actor: anyActor,
    body: fc.record({ account: anyAccount }),
  }),
  fc.record({
    type: fc.constant('reportAccountFailed' as const),
    actor: anyActor,
    body: fc.record({ account: anyAccount, reason: fc.constant('欠费') }),
  }),
  fc.record({
    type: fc.constant('settleAccount' as const),
    actor: anyActor,
    body: fc.record({
      account: anyAccount,
      readOn: fc.constant('2026-11-23'),
      reading: fc.constant(1),
      arrearsFen: fc.constantFrom(0, 0, 100),
    }),
  }),
  fc.record({
    type: fc.constant('recordArrearsPaid' as const),
    actor: anyActor,
    body: fc.record({ account: anyAccount, paidOn: fc.constant('2026-11-23'), amountFen: fc.constantFrom(50, 100) }),
  }),
  fc.record({
    type: fc.constant('giveConsent' as const),
    actor: anyActor,
    body: fc.record({
      agreed: fc.constant(true as const),
      holder: fc.constantFrom('from' as const, 'to' as const),
      signer: fc.constant('某'),
      signedOn: fc.constant('2026-11-23'),
    }),
  }),
  fc.record({
    type: fc.constant('retryAccount' as const),
    actor: anyActor,
    body: fc.record({ account: anyAccount, remarks: fc.constant('已缴清') }),
  }),
  fc.record({
    type: fc.constant('closeAccount' as const),
    actor: anyActor,
    body: fc.record({ account: anyAccount, reason: fc.constant('放弃') }),
  }),
)

describe('acts in any order by anybody', () => {
  it('R-28: an account moves at most once, never before the ownership is confirmed, nothing being owed, and the events fold to the state', () => {
    fc.assert(
      fc.property(
        fc.array(anyTry, { maxLength: 60 }),
        fc.constantFrom(requested, () => conducted(1)),
        (tries, begin) => {
          const the = begin()
          for (const { type, actor, body } of tries) {
            const before = the.state
            try {
              the.act(type, actor, body)
            } catch (error) {
              if (!(error instanceof Refusal)) throw error
              expect(the.state).toBe(before)
            }
          }
          const types = the.events.map(({ type }) => type)
          for (const id of [WATER, POWER, GAS])
            expect(
              the.events.filter((event) => event.type === 'accountTransferred' && event.data.account === id).length,
            ).toBeLessThan(2)
          if (types.includes('accountTransferred'))
            expect(types.indexOf('ownershipConfirmed')).toBeLessThan(types.indexOf('accountTransferred'))
          for (const { status, settlement } of Object.values(the.state.accounts))
            if (status === 'transferred' && the.state.conduct !== undefined) expect(settlement?.owedFen).toBe(0)
          const [first, ...rest] = the.events
          if (first === undefined) throw new Error('no events')
          expect(
            rest.reduce((state, event) => applyTransfer(state, event), applyTransfer(undefined, first, NUMBER)),
          ).toEqual(the.state)
        },
      ),
      { numRuns: 300 },
    )
  })
})
