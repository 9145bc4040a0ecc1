import { foldClock, isClockEvent, marked, settled } from '../../../domain/matter/matter.ts'
import type { TransferEvent } from '../../../domain/transfer/transfer-event.ts'
import { requireNext } from '../../matter/core/matter-logic.ts'
import type { Account, TransferState } from './state.ts'
import { awaitedOf, consentsMissing, deadlineIdOf, isSettled, retryIdOf } from './state.ts'
import { defined } from '../../../domain/defined.ts'

/** The next state. The first event is `transferRequested`, and `id` comes with it. */
export function applyTransfer(state: TransferState | undefined, event: TransferEvent, id?: string): TransferState {
  const next = changed(state, event, id)
  return { ...next, awaited: awaitedOf(next) }
}

function changed(state: TransferState | undefined, event: TransferEvent, id: string | undefined): TransferState {
  if (event.type === 'transferRequested') {
    if (state !== undefined || id === undefined) throw new Error('a transfer is requested once')
    return requested(id, event)
  }
  if (state === undefined) throw new Error(`a transfer begins with transferRequested, not ${event.type}`)
  requireNext(state, event)
  return { ...fold(state, event), seq: event.seq }
}

type EventOf<T extends TransferEvent['type']> = Extract<TransferEvent, { type: T }>

function requested(id: string, event: EventOf<'transferRequested'>): TransferState {
  const { city, origin, request, leader, accounts, conduct } = event.data
  const { ground } = request.form
  const given = conduct === undefined || ground?.kind !== 'consent' ? undefined : ground.consents
  const consents = given?.map((consent) => ({ ...consent, at: event.at, org: event.actor.org }))
  return {
    id,
    city,
    origin,
    seq: event.seq,
    status: consentsMissing({ request, ...defined({ conduct, consents }) }).length > 0 ? 'consent' : 'ownership',
    ...defined({ conduct, consents }),
    openedAt: event.at,
    request,
    requestedBy: event.actor,
    leader,
    deadlines: {},
    accounts: Object.fromEntries(
      accounts.map((account) => [account.id, { ...account, status: 'waiting', attempt: 1 }]),
    ),
    concerned: [...new Set([leader, ...accounts.map(({ utility }) => utility)])].sort(),
    awaited: [],
  }
}

/** How each type of event changes a transfer. */
function fold(state: TransferState, event: Exclude<TransferEvent, { type: 'transferRequested' }>): TransferState {
  if (isClockEvent(event)) return foldClock(state, event)
  const { at } = event
  switch (event.type) {
    case 'consentGiven':
    case 'consentRefused':
      return foldConsent(state, event)
    case 'ownershipConfirmed':
      return metNow(
        {
          ...withAccounts(state, () => ({ status: 'pending', pendingSince: at })),
          ownership: { at, confirmed: true },
          status: 'accounts',
        },
        'ownership',
        at,
      )
    case 'ownershipRefused': {
      const { reason } = event.data
      return metNow(
        {
          ...withAccounts(state, () => ({ status: 'notDone', notDone: { at, reason, by: 'ownership' } })),
          ownership: { at, confirmed: false, reason },
        },
        'ownership',
        at,
      )
    }
    case 'accountSettled':
      return accountSettled(state, event)
    case 'arrearsPaid':
      return arrearsPaid(state, event)
    case 'accountTransferred':
      return transferred(state, event)
    case 'accountFailed': {
      const { account, reason } = event.data
      return metNow(
        withAccount(state, account, () => ({ status: 'failed', failure: { at, reason } })),
        deadlineIdOf(state, account),
        at,
      )
    }
    case 'accountRetried': {
      const { account, attempt } = event.data
      return metNow(
        withAccount(unsettled(state, account), account, () => ({ status: 'pending', attempt, pendingSince: at })),
        retryIdOf(state, account),
        at,
      )
    }
    case 'accountNotDone':
      return notDone(state, event)
    case 'transferWithdrawn': {
      const { reason } = event.data
      const open = withAccounts(state, (account) =>
        isSettled(account) ? {} : { status: 'notDone', notDone: { at, reason, by: 'withdrawal' } },
      )
      return { ...open, withdrawn: { at, reason }, deadlines: settled(state.deadlines, at) }
    }
    case 'transferClosed':
      return {
        ...state,
        status: 'closed',
        outcome: event.data.outcome,
        closedAt: at,
        deadlines: settled(state.deadlines, at),
      }
  }
}

function transferred(
  state: TransferState,
  { at, data: { account, newAccountNumber } }: EventOf<'accountTransferred'>,
): TransferState {
  const change = {
    status: 'transferred',
    transferredAt: at,
    ...defined({ newAccountNumber }),
  } as const
  return metNow(
    withAccount(state, account, () => change),
    deadlineIdOf(state, account),
    at,
  )
}

/** Whoever does not consent ends it; the last who does lets the ownership be checked. */
function foldConsent(state: TransferState, event: EventOf<'consentGiven' | 'consentRefused'>): TransferState {
  const { at } = event
  if (event.type === 'consentRefused') {
    const { holder, reason, by } = event.data
    const notDone = { at, reason, by: 'consent' } as const
    const next = {
      ...withAccounts(state, () => ({ status: 'notDone', notDone })),
      consentRefused: { at, holder, reason },
    }
    return by === 'holder' ? metNow(next, 'consent', at) : next
  }
  const next = { ...state, consents: [...(state.consents ?? []), { ...event.data, at }] }
  return consentsMissing(next).length > 0 ? next : metNow({ ...next, status: 'ownership' }, 'consent', at)
}

/** Tried again, it is read and settled anew. */
function unsettled(state: TransferState, id: string): TransferState {
  const account = state.accounts[id]
  if (account === undefined) return state
  const { settlement: _settlement, ...rest } = account
  return { ...state, accounts: { ...state.accounts, [id]: rest } }
}

/** What is owed stops the account as a failure does, until it is paid. */
function accountSettled(
  state: TransferState,
  { at, data: { account, readOn, reading, arrearsFen, reason } }: EventOf<'accountSettled'>,
): TransferState {
  const settlement = { at, readOn, ...defined({ reading }), arrearsFen, owedFen: arrearsFen }
  if (arrearsFen === 0) return withAccount(state, account, () => ({ settlement }))
  return metNow(
    withAccount(state, account, () => ({ status: 'failed', settlement, failure: { at, reason: reason ?? '' } })),
    deadlineIdOf(state, account),
    at,
  )
}

/** The last payment sets the account going again, its reading being the last. */
function arrearsPaid(
  state: TransferState,
  { at, data: { account, remainingFen } }: EventOf<'arrearsPaid'>,
): TransferState {
  const paid = withAccount(state, account, ({ settlement }) =>
    settlement === undefined ? {} : { settlement: { ...settlement, owedFen: remainingFen } },
  )
  if (remainingFen > 0) return paid
  const attempt = (state.accounts[account]?.attempt ?? 1) + 1
  return metNow(
    withAccount(paid, account, () => ({ status: 'pending', attempt, pendingSince: at })),
    retryIdOf(state, account),
    at,
  )
}

/** Only a failed account can be given up: its time to remove the cause ends. */
function notDone(
  state: TransferState,
  { at, data: { account, reason, by } }: EventOf<'accountNotDone'>,
): TransferState {
  const clocks = marked(state.deadlines, retryIdOf(state, account), { supersededAt: at })
  return {
    ...withAccount(state, account, () => ({ status: 'notDone', notDone: { at, reason, by } })),
    deadlines: clocks,
  }
}

function metNow(state: TransferState, deadline: string, at: string): TransferState {
  return { ...state, deadlines: marked(state.deadlines, deadline, { metAt: at }) }
}

function withAccounts(state: TransferState, change: (account: Account) => Partial<Account>): TransferState {
  return Object.keys(state.accounts).reduce((next, id) => withAccount(next, id, change), state)
}

function withAccount(state: TransferState, id: string, change: (account: Account) => Partial<Account>): TransferState {
  const account = state.accounts[id]
  return account === undefined
    ? state
    : { ...state, accounts: { ...state.accounts, [id]: { ...account, ...change(account) } } }
}
