import type { BodyOf, ClockEvents, EventsOf, Origin } from '../matter/matter.ts'
import type { AccountOpening, TransferOutcome } from './transfer.ts'
import type { TransferRequest } from './transfer.schema.ts'

/** Why an account was closed without a transfer: given up by somebody, or nobody removed the cause in time. */
export type NotDoneBy = 'decision' | 'term'

export interface TransferEvents extends ClockEvents {
  transferRequested: {
    city: string
    policyHash: string
    origin: Origin
    request: TransferRequest
    leader: string
    accounts: AccountOpening[]
  }
  ownershipConfirmed: { org: string; remarks?: string }
  ownershipRefused: { org: string; reason: string }
  accountTransferred: { account: string; org: string; late: boolean; newAccountNumber?: string; remarks?: string }
  accountFailed: { account: string; org: string; late: boolean; reason: string }
  accountRetried: { account: string; remarks: string; attempt: number }
  accountNotDone: { account: string; reason: string; by: NotDoneBy }
  transferWithdrawn: { reason: string }
  transferClosed: { outcome: TransferOutcome }
}
export type TransferBody = BodyOf<TransferEvents>
export type TransferEvent = EventsOf<TransferEvents>

export const TRANSFER_EVENT_NAMES: Readonly<Record<Exclude<keyof TransferEvents, keyof ClockEvents>, string>> = {
  transferRequested: '申请过户',
  ownershipConfirmed: '权属核验通过',
  ownershipRefused: '权属核验不通过',
  accountTransferred: '已过户',
  accountFailed: '暂不能过户',
  accountRetried: '原因已排除，重新办理',
  accountNotDone: '作未过户办结',
  transferWithdrawn: '撤回',
  transferClosed: '办结',
}
