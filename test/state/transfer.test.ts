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
import { GAS, POWER, transferInput, WATER } from '../fixtures/matters.ts'
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
  it('R-28: an account moves at most once, never before the ownership is confirmed, and the events fold to the state', () => {
    fc.assert(
      fc.property(fc.array(anyTry, { maxLength: 60 }), (tries) => {
        const the = requested()
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
        const [first, ...rest] = the.events
        if (first === undefined) throw new Error('no events')
        expect(
          rest.reduce((state, event) => applyTransfer(state, event), applyTransfer(undefined, first, NUMBER)),
        ).toEqual(the.state)
      }),
      { numRuns: 300 },
    )
  })
})
