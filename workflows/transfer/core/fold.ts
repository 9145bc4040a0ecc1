import { isClockEvent, foldClock, marked, settled } from '../../../domain/matter/matter.ts'
import type { MatterState } from '../../../domain/matter/matter.ts'
import type { Actor } from '../../../domain/actor/actor.ts'
import type {
  AccountOpening,
  AccountStatus,
  TransferOutcome,
  TransferStatus,
} from '../../../domain/transfer/transfer.ts'
import type { NotDoneBy, TransferEvent } from '../../../domain/transfer/transfer-event.ts'
import type { TransferRequest } from '../../../domain/transfer/transfer.schema.ts'

/** One account: a branch. `attempt` counts from 1; each has a deadline of its own, from `pendingSince`. */
export interface Account extends AccountOpening {
  readonly status: AccountStatus
  readonly attempt: number
  readonly pendingSince?: string
  readonly failure?: { readonly at: string; readonly reason: string }
  readonly transferredAt?: string
  readonly newAccountNumber?: string
  readonly notDone?: {
    readonly at: string
    readonly reason: string
    readonly by: NotDoneBy | 'withdrawal' | 'ownership'
  }
}

/** all that a joint transfer knows; plain JSON. */
export interface TransferState extends MatterState {
  readonly status: TransferStatus
  readonly outcome?: TransferOutcome
  readonly request: TransferRequest
  readonly requestedBy: Actor
  readonly leader: string
  readonly ownership?: { readonly at: string; readonly confirmed: boolean; readonly reason?: string }
  readonly accounts: Readonly<Record<string, Account>>
  readonly withdrawn?: { readonly at: string; readonly reason: string }
}

type EventOf<T extends TransferEvent['type']> = Extract<TransferEvent, { type: T }>

export function requested(id: string, event: EventOf<'transferRequested'>): TransferState {
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
export function fold(
  state: TransferState,
  event: Exclude<TransferEvent, { type: 'transferRequested' }>,
): TransferState {
  if (isClockEvent(event)) return { ...state, deadlines: foldClock(state.deadlines, event) }
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
    ...(newAccountNumber === undefined ? {} : { newAccountNumber }),
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

export function isSettled({ status }: Account): boolean {
  return status === 'transferred' || status === 'notDone'
}

export function deadlineIdOf(state: TransferState, id: string): string {
  return `account:${id}:${state.accounts[id]?.attempt ?? 1}`
}

export function retryIdOf(state: TransferState, id: string): string {
  return `retry:${id}:${state.accounts[id]?.attempt ?? 1}`
}

/** Whom the transfer waits for. */
export function awaitedOf(state: TransferState): string[] {
  if (state.closedAt !== undefined || state.withdrawn !== undefined) return []
  if (state.ownership === undefined) return [state.leader]
  const waiting = Object.values(state.accounts).flatMap(({ status, utility }) =>
    status === 'pending' ? [utility] : status === 'failed' ? ['applicant'] : [],
  )
  return [...new Set(waiting)].sort()
}

/** what has become of the whole. */
export function outcomeOf({ accounts, withdrawn }: TransferState): TransferOutcome {
  const moved = Object.values(accounts).filter(({ status }) => status === 'transferred').length
  if (moved === Object.keys(accounts).length) return 'transferred'
  if (moved > 0) return 'partly'
  return withdrawn === undefined ? 'refused' : 'withdrawn'
}
