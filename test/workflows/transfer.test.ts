import { afterEach, describe, expect, it } from 'vitest'
import { localDate } from '../../domain/clocks/local-date.ts'
import { dueTime } from '../../domain/clocks/working-time.ts'
import type { TransferState } from '../../workflows/transfer/core/state.ts'
import { CLERK, INTAKE, officer } from '../fixtures/actors.ts'
import { CALENDARS } from '../fixtures/calendars.ts'
import { CHIBI } from '../fixtures/cities.ts'
import { dueOf, GAS, POWER, settledTransferInput, transferInput, WATER } from '../fixtures/matters.ts'
import { SkippedMatters } from '../fixtures/skipped-matters.ts'
import type { SkippedMatter } from '../fixtures/skipped-matters.ts'

const time = SkippedMatters.ofThisFile()
const open: SkippedMatter<TransferState>[] = []
afterEach(async () => {
  for (const the of open.splice(0))
    if ((await the.state()).closedAt === undefined) await the.act('withdrawTransfer', CLERK, { reason: '测试结束' })
})

const days = (from: string, count: number) =>
  dueTime(from, { kind: 'workingDays', days: count }, CHIBI.hours, CALENDARS.china).dueAt

async function begun(): Promise<SkippedMatter<TransferState>> {
  const the = await time.start<TransferState>('transfer', (id) => transferInput(id))
  open.push(the)
  await the.reaches(({ deadlines }) => deadlines['ownership'] !== undefined)
  return the
}

async function confirmed(): Promise<SkippedMatter<TransferState>> {
  const the = await begun()
  await the.act('decideOwnership', officer('zigui'), { confirmed: true })
  await the.reaches(({ deadlines }) => [WATER, POWER, GAS].every((id) => deadlines[`account:${id}:1`] !== undefined))
  return the
}

/** Registered by nobody’s leave: no consent came with it. */
const unconsented = (id: string) => settledTransferInput(id, { ground: { kind: 'consent', consents: [] } })

describe('a transfer by the policy of today', () => {
  it('R-28: consents are asked for within a term; unanswered, it ends, and nobody is late', async () => {
    const the = await time.start<TransferState>('transfer', unconsented)
    const asked = await the.reaches(({ deadlines }) => deadlines['consent'] !== undefined)
    expect(asked).toMatchObject({ status: 'consent', awaited: ['applicant'] })
    expect(dueOf(asked, 'consent')).toBe(days(asked.openedAt, 10))
    await the.act('giveConsent', INTAKE, { agreed: true, holder: 'to', signer: '王小明', signedOn: '2020-01-06' })
    await time.past(dueOf(asked, 'consent'))
    expect(await the.closed()).toMatchObject({ outcome: 'refused', consentRefused: { holder: 'from' } })
    expect(the.types().filter((type) => type === 'deadlinePassed')).toEqual([])
  })

  it('R-28: from the register the ownership stands at once; what is owed stops one account for its term', async () => {
    const ground = { kind: 'register', cause: 'inheritance', entry: '继承 7 号', registeredOn: '2020-01-06' } as const
    const the = await time.start<TransferState>('transfer', (id) => ({
      ...settledTransferInput(id, { ground }),
      openedBy: officer('zigui'),
    }))
    await the.reaches(({ deadlines }) => deadlines[`account:${GAS}:1`] !== undefined)
    expect(the.types().slice(0, 2)).toEqual(['transferRequested', 'ownershipConfirmed'])
    const read = async (account: string, arrearsFen = 0) => {
      const readOn = localDate(await time.now(), CHIBI.hours)
      await the.act('settleAccount', officer(account.split(':')[1] ?? ''), { account, readOn, reading: 1, arrearsFen })
    }
    await read(POWER, 100)
    for (const account of [WATER, GAS]) {
      await read(account)
      await the.act('confirmAccount', officer(account.split(':')[1] ?? ''), { account })
    }
    const owing = await the.reaches(({ deadlines }) => deadlines[`retry:${POWER}:1`] !== undefined)
    await the.act('recordArrearsPaid', officer('guowang'), {
      account: POWER,
      paidOn: localDate(await time.now(), CHIBI.hours),
      amountFen: 100,
    })
    const again = await the.reaches(({ deadlines }) => deadlines[`account:${POWER}:2`] !== undefined)
    expect([owing.accounts[POWER]?.status, again.accounts[POWER]?.status]).toEqual(['failed', 'pending'])
    await the.act('confirmAccount', officer('guowang'), { account: POWER })
    expect(await the.closed()).toMatchObject({ outcome: 'transferred' })
  })
})

describe('joint transfer', () => {
  it('R-28: the lead confirms, each utility has one working day from then, all move in parallel, the whole is transferred', async () => {
    const the = await confirmed()
    const state = await the.state()
    const from = state.ownership?.at ?? ''
    expect(
      [WATER, POWER, GAS].map((id) => [dueOf(state, `account:${id}:1`), state.deadlines[`account:${id}:1`]?.owner]),
    ).toEqual([
      [days(from, 1), 'shuiwu'],
      [days(from, 1), 'guowang'],
      [days(from, 1), 'ranqi'],
    ])
    expect(state).toMatchObject({ status: 'accounts', awaited: ['guowang', 'ranqi', 'shuiwu'] })
    for (const [org, account] of [
      ['ranqi', GAS],
      ['shuiwu', WATER],
      ['guowang', POWER],
    ] as const)
      await the.act('confirmAccount', officer(org), { account })
    const end = await the.closed()
    expect(end).toMatchObject({ outcome: 'transferred', status: 'closed', awaited: [] })
    expect(
      Object.values(end.deadlines).every(({ metAt, passedAt }) => metAt !== undefined && passedAt === undefined),
    ).toBe(true)
    expect(the.types()).toEqual([
      'transferRequested',
      'deadlineStarted',
      'ownershipConfirmed',
      'deadlineStarted',
      'deadlineStarted',
      'deadlineStarted',
      'accountTransferred',
      'accountTransferred',
      'accountTransferred',
      'transferClosed',
    ])
  })

  it('R-28, R-33: a utility that fails holds nobody up; retried in a new deadline; a late one is yellow, red, and still accepted', async () => {
    const the = await confirmed()
    await the.act('reportAccountFailed', officer('guowang'), { account: POWER, reason: '原户主欠费 1,280 元' })
    await the.act('confirmAccount', officer('shuiwu'), { account: WATER, newAccountNumber: '4200999' })
    await the.reaches(({ deadlines }) => deadlines[`retry:${POWER}:1`] !== undefined)
    await time.past(dueOf(await the.state(), `account:${GAS}:1`))
    const red = await the.reaches(({ deadlines }) => deadlines[`account:${GAS}:1`]?.passedAt !== undefined)
    expect(red.deadlines[`account:${POWER}:1`]?.passedAt).toBeUndefined()
    const gas = [{ deadline: `account:${GAS}:1`, owner: 'ranqi' }]
    await expect.poll(() => the.dataOf('deadlineWarned')).toEqual(gas)
    await expect.poll(() => the.dataOf('deadlinePassed')).toEqual(gas)
    await the.act('confirmAccount', officer('ranqi'), { account: GAS })
    await the.act('retryAccount', INTAKE, { account: POWER, remarks: '欠费已缴清' })
    const again = await the.reaches(({ deadlines }) => deadlines[`account:${POWER}:2`] !== undefined)
    expect(dueOf(again, `account:${POWER}:2`)).toBe(days(again.accounts[POWER]?.pendingSince ?? '', 1))
    await the.act('confirmAccount', officer('guowang'), { account: POWER })
    expect(await the.closed()).toMatchObject({ outcome: 'transferred' })
    expect(the.dataOf('accountTransferred')).toMatchObject([
      { account: WATER, late: false, newAccountNumber: '4200999' },
      { account: GAS, late: true },
      { account: POWER, late: false },
    ])
  })

  it('R-28: what failed and nobody mends is closed as not done after its term: the rest stands', async () => {
    const the = await confirmed()
    await the.act('confirmAccount', officer('shuiwu'), { account: WATER })
    await the.act('confirmAccount', officer('ranqi'), { account: GAS })
    await the.act('reportAccountFailed', officer('guowang'), { account: POWER, reason: '用户名下有未结工单' })
    const failed = await the.reaches(({ deadlines }) => deadlines[`retry:${POWER}:1`] !== undefined)
    expect(dueOf(failed, `retry:${POWER}:1`)).toBe(days(failed.accounts[POWER]?.failure?.at ?? '', 10))
    await time.past(dueOf(failed, `retry:${POWER}:1`))
    const end = await the.closed()
    expect(end).toMatchObject({
      outcome: 'partly',
      accounts: { [POWER]: { status: 'notDone', notDone: { by: 'term' } }, [WATER]: { status: 'transferred' } },
    })
    expect(the.types()).not.toContain('deadlinePassed')
  })

  it('R-28: refused by the lead, or failed by all and given up: refused', async () => {
    const refused = await begun()
    await refused.act('decideOwnership', officer('zigui'), { confirmed: false, reason: '不动产登记仍在原户主名下' })
    expect(await refused.closed()).toMatchObject({ outcome: 'refused', ownership: { confirmed: false } })
    const failed = await confirmed()
    for (const [org, account] of [
      ['shuiwu', WATER],
      ['guowang', POWER],
      ['ranqi', GAS],
    ] as const) {
      await failed.act('reportAccountFailed', officer(org), { account, reason: '户号与户主不符' })
      await failed.act('closeAccount', officer('zigui', 'lead'), { account, reason: '请另行申请' })
    }
    expect(await failed.closed()).toMatchObject({ outcome: 'refused' })
  })

  it('R-33: ownership not checked within a working day is red against the lead, and late work is accepted', async () => {
    const the = await begun()
    await time.past(dueOf(await the.state(), 'ownership'))
    await the.reaches(({ deadlines }) => deadlines['ownership']?.passedAt !== undefined)
    await expect.poll(() => the.dataOf('deadlinePassed')).toEqual([{ deadline: 'ownership', owner: 'zigui' }])
    expect(await the.act('decideOwnership', officer('zigui'), { confirmed: true })).toMatchObject({
      status: 'accounts',
    })
  })

  it('R-28, R-37: withdrawn after one has moved: partly; withdrawn before: withdrawn; nothing passes afterwards', async () => {
    const moved = await confirmed()
    await moved.act('confirmAccount', officer('shuiwu'), { account: WATER })
    await moved.act('withdrawTransfer', INTAKE, { reason: '转让取消' })
    expect(await moved.closed()).toMatchObject({
      outcome: 'partly',
      accounts: { [WATER]: { status: 'transferred' }, [GAS]: { status: 'notDone', notDone: { by: 'withdrawal' } } },
    })
    const early = await begun()
    await early.act('withdrawTransfer', INTAKE, { reason: '转让取消' })
    expect(await early.closed()).toMatchObject({ outcome: 'withdrawn' })
    await expect(early.act('decideOwnership', officer('zigui'), { confirmed: true })).rejects.toThrow()
    expect(early.types()).not.toContain('deadlinePassed')
  })

  it('R-28: twice under one key is one act; eight answers at once to one account: one counts', async () => {
    const the = await confirmed()
    const first = await the.act('confirmAccount', officer('shuiwu'), { account: WATER }, 'key-1')
    expect(await the.act('confirmAccount', officer('shuiwu'), { account: WATER }, 'key-1')).toEqual(first)
    const codes = await Promise.all(
      Array.from({ length: 8 }, () =>
        the.act('confirmAccount', officer('ranqi'), { account: GAS }).then(
          () => 'done',
          () => 'refused',
        ),
      ),
    )
    expect(codes.filter((code) => code === 'done')).toHaveLength(1)
    expect(await the.refused('confirmAccount', officer('guowang'), { account: WATER })).toBe('not-concerned')
    expect(await the.refused('retryAccount', INTAKE, { account: POWER, remarks: '已缴清' })).toBe('wrong-stage')
  })
})
