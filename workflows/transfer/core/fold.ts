import { foldClock, isClockEvent, marked, settled } from '../../../domain/matter/matter.ts'
import type { TransferEvent } from '../../../domain/transfer/transfer-event.ts'
import { requireNext } from '../../matter/core/matter-logic.ts'
import type { Account, TransferState } from './state.ts'
import { awaitedOf, deadlineIdOf, isSettled, retryIdOf } from './state.ts'
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
  const { city, origin, request, leader, accounts } = event.data
  return {
    id,
    city,
    origin,
    seq: event.seq,
    status: 'ownership',
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
        withAccount(state, account, () => ({ status: 'pending', attempt, pendingSince: at })),
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
