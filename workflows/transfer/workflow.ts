import type { AccountOpening, TransferConduct } from '../../domain/transfer/transfer.ts'
import type { TransferBody } from '../../domain/transfer/transfer-event.ts'
import { defined } from '../../domain/defined.ts'
import type { TransferForm } from '../../domain/transfer/transfer.schema.ts'
import { startMatterClock, untilTerm, withMatterDeadline } from '../matter/clock.ts'
import { ownStart } from '../lib/own-start.ts'
import { matter } from '../matter/matter.ts'
import type { Matter } from '../matter/matter.ts'
import type { MatterResult } from '../matter/messages.ts'
import { consentsMissing, deadlineIdOf, isSettled, outcomeOf, retryIdOf } from './core/state.ts'
import type { TransferInput } from './messages.ts'
import { TRANSFER } from './core/acts.ts'
import type { Account, TransferState } from './core/state.ts'

type Transfer = Matter<TransferState, TransferBody>

/** 联动过户, R-28: one request; the lead checks the ownership, then the accounts are moved side by side. */
export async function transfer(input: TransferInput): Promise<MatterResult> {
  const own = ownStart('transfer', input)
  return matter(own, TRANSFER, {
    opening: () => opening(own),
    async plan(the) {
      if (consentsMissing(the.state).length > 0) await consent(the)
      if (the.state.consentRefused !== undefined) return
      await ownership(the)
      if (the.state.ownership?.confirmed === true)
        await Promise.all(Object.keys(the.state.accounts).map((id) => moveAccount(the, id)))
    },
    ended: ({ withdrawn }) => withdrawn !== undefined,
    closing: (state): TransferBody => ({ type: 'transferClosed', rule: 'R-28', data: { outcome: outcomeOf(state) } }),
  })
}

function opening(input: TransferInput): TransferBody {
  const { policy, policyHash, keyHash, bodyHash, request, leader } = input
  return {
    type: 'transferRequested',
    rule: 'R-28',
    data: {
      city: policy.key,
      policyHash,
      origin: { keyHash, bodyHash },
      request,
      leader,
      accounts: accountsOf(request.form),
      ...defined({ conduct: conductOf(input) }),
    },
  }
}

/** by the policy that the transfer began with. */
function conductOf({ policy, openedBy, leader, request }: TransferInput): TransferConduct | undefined {
  const { conduct } = policy.transfer
  if (conduct === undefined) return undefined
  const fromRegister = openedBy.org === leader && request.form.ground?.kind === 'register'
  return {
    utcOffsetMinutes: policy.hours.utcOffsetMinutes,
    metered: conduct.metered,
    ...(fromRegister ? { fromRegister } : {}),
  }
}

/** whoever of the holders has not consented is asked; where none of them answers in time, that is a no. */
async function consent(the: Transfer): Promise<void> {
  const { openedAt } = the.state
  const length = the.policy.transfer.conduct?.consent.length
  if (length === undefined) throw new Error('no term for consents')
  await startMatterClock(the, {
    id: 'consent',
    kind: 'consent',
    owner: 'applicant',
    from: openedAt,
    rule: 'R-28',
    length,
  })
  const over = () => consentsMissing(the.state).length === 0 || the.state.consentRefused !== undefined
  if ((await untilTerm(the, 'consent', over)) === 'done') return
  const [holder = 'from'] = consentsMissing(the.state)
  const data = { holder, reason: '期限内未表示同意', by: 'term' } as const
  the.record({ type: 'consentRefused', rule: 'R-28', data }, { at: the.state.deadlines['consent']?.dueAt })
}

/** All accounts side by side; several of one service and utility are counted. */
function accountsOf({ accounts }: TransferForm): AccountOpening[] {
  return accounts.map(({ service, utility, accountNumber }, index) => {
    const before = accounts
      .slice(0, index)
      .filter((other) => other.service === service && other.utility === utility).length
    return { id: `${service}:${utility}:${before + 1}`, service, utility, accountNumber }
  })
}

async function ownership(the: Transfer): Promise<void> {
  const { openedAt, leader, consents, conduct, requestedBy } = the.state
  if (conduct?.fromRegister === true) {
    if (the.state.ownership !== undefined) return
    the.record({ type: 'ownershipConfirmed', rule: 'R-28', data: { org: leader } }, { actor: requestedBy })
    return
  }
  await startMatterClock(the, {
    id: 'ownership',
    kind: 'ownership',
    owner: leader,
    from: consents?.at(-1)?.at ?? openedAt,
    rule: 'R-28',
    length: the.policy.transfer.ownership,
  })
  await withMatterDeadline(the, 'ownership', () => the.state.ownership !== undefined)
}

/** Until the account is moved or given up; every attempt has a deadline of its own. */
async function moveAccount(the: Transfer, id: string): Promise<void> {
  while (!isSettled(accountOf(the, id))) {
    const { attempt, status, utility, pendingSince } = accountOf(the, id)
    const deadline = deadlineIdOf(the.state, id)
    const over = () => accountOf(the, id).attempt !== attempt || accountOf(the, id).status !== status
    if (status === 'failed') await failed(the, id, over)
    else {
      await startMatterClock(the, {
        id: deadline,
        kind: 'account',
        owner: utility,
        from: pendingSince ?? the.state.openedAt,
        rule: 'R-28',
        length: the.policy.transfer.account,
        line: id,
      })
      await withMatterDeadline(the, deadline, over)
    }
  }
}

/** A failed account waits for the cause to be removed; after the term it is closed as not done. */
async function failed(the: Transfer, id: string, over: () => boolean): Promise<void> {
  const from = accountOf(the, id).failure?.at ?? the.state.openedAt
  const retry = retryIdOf(the.state, id)
  await startMatterClock(the, {
    id: retry,
    kind: 'retry',
    owner: 'applicant',
    from,
    rule: 'R-28',
    length: the.policy.transfer.retry,
    line: id,
  })
  if ((await untilTerm(the, retry, over)) === 'done') return
  const at = the.state.deadlines[retry]?.dueAt
  the.record(
    { type: 'accountNotDone', rule: 'R-28', data: { account: id, reason: '期限内未排除不能过户的原因', by: 'term' } },
    { at },
  )
}

function accountOf(the: Transfer, id: string): Account {
  const account = the.state.accounts[id]
  if (account === undefined) throw new Error(`no account ${id}`)
  return account
}
