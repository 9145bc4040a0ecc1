import type { Actor } from '../../../domain/actor/actor.ts'
import type { MatterState } from '../../../domain/matter/matter.ts'
import { SIDES } from '../../../domain/transfer/transfer.ts'
import type {
  AccountOpening,
  AccountStatus,
  Side,
  TransferConduct,
  TransferOutcome,
  TransferStatus,
} from '../../../domain/transfer/transfer.ts'
import type { NotDoneBy } from '../../../domain/transfer/transfer-event.ts'
import type { Consent, TransferRequest } from '../../../domain/transfer/transfer.schema.ts'

/** One account. `attempt` counts from 1; each has a deadline of its own, from `pendingSince`. */
export interface Account extends AccountOpening {
  readonly status: AccountStatus
  readonly attempt: number
  readonly pendingSince?: string
  readonly failure?: { readonly at: string; readonly reason: string }
  /** the last reading, and what is still owed; an attempt begins without. */
  readonly settlement?: {
    readonly at: string
    readonly readOn: string
    readonly reading?: number
    readonly arrearsFen: number
    readonly owedFen: number
  }
  readonly transferredAt?: string
  readonly newAccountNumber?: string
  readonly notDone?: {
    readonly at: string
    readonly reason: string
    readonly by: NotDoneBy | 'withdrawal' | 'ownership' | 'consent'
  }
}

/** all that a joint transfer knows; plain JSON. */
export interface TransferState extends MatterState {
  readonly status: TransferStatus
  readonly outcome?: TransferOutcome
  readonly request: TransferRequest
  readonly requestedBy: Actor
  readonly leader: string
  /** None: as 0.6 had it. */
  readonly conduct?: TransferConduct
  readonly consents?: readonly (Consent & { readonly at: string; readonly org: string })[]
  readonly consentRefused?: { readonly at: string; readonly holder: Side; readonly reason: string }
  readonly ownership?: { readonly at: string; readonly confirmed: boolean; readonly reason?: string }
  readonly accounts: Readonly<Record<string, Account>>
  readonly withdrawn?: { readonly at: string; readonly reason: string }
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

/** whose consent is still to come; the register's entry stands for both. */
export function consentsMissing({
  conduct,
  request: {
    form: { ground },
  },
  consents = [],
}: Pick<TransferState, 'conduct' | 'request' | 'consents'>): readonly Side[] {
  if (conduct === undefined || ground?.kind !== 'consent') return []
  return SIDES.filter((side) => !consents.some(({ holder }) => holder === side))
}

/** Whom the transfer waits for. */
export function awaitedOf(state: TransferState): string[] {
  if (state.closedAt !== undefined || state.withdrawn !== undefined) return []
  if (state.consentRefused !== undefined) return []
  if (consentsMissing(state).length > 0) return ['applicant']
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
