import type { BodyOf, ClockEvents, EventsOf, Origin } from '../matter/matter.ts'
import type { AccountOpening, Side, TransferConduct, TransferOutcome } from './transfer.ts'
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
    /** Of a transfer of 0.6 or before none: nobody is asked to consent, nothing is read or settled. */
    conduct?: TransferConduct
  }
  consentGiven: { holder: Side; signer: string; signedOn: string; scanSha256?: string; org: string }
  consentRefused: { holder: Side; reason: string; by: 'holder' | 'term' }
  ownershipConfirmed: { org: string; remarks?: string }
  ownershipRefused: { org: string; reason: string }
  /** `reason`: what is said to the user where something is owed. */
  accountSettled: {
    account: string
    org: string
    readOn: string
    reading?: number
    arrearsFen: number
    reason?: string
    late: boolean
  }
  arrearsPaid: { account: string; org: string; paidOn: string; amountFen: number; remainingFen: number }
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
  consentGiven: '户主同意',
  consentRefused: '户主未同意',
  accountSettled: '末次抄表结算',
  arrearsPaid: '欠费付款',
  accountTransferred: '已过户',
  accountFailed: '暂不能过户',
  accountRetried: '原因已排除，重新办理',
  accountNotDone: '作未过户办结',
  transferWithdrawn: '撤回',
  transferClosed: '办结',
}
