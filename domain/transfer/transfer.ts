import type { MatterActDescription } from '../matter/matter.ts'
import type { Service } from '../case/service.ts'

export const TRANSFER_STATUSES = ['ownership', 'accounts', 'closed'] as const
export type TransferStatus = (typeof TRANSFER_STATUSES)[number]
export const TRANSFER_STATUS_NAMES: Readonly<Record<TransferStatus, string>> = {
  ownership: '核验权属',
  accounts: '各单位过户',
  closed: '办结',
}

export const TRANSFER_OUTCOMES = ['transferred', 'partly', 'refused', 'withdrawn'] as const
export type TransferOutcome = (typeof TRANSFER_OUTCOMES)[number]
export const TRANSFER_OUTCOME_NAMES: Readonly<Record<TransferOutcome, string>> = {
  transferred: '全部过户',
  partly: '部分过户',
  refused: '未予过户',
  withdrawn: '已撤回',
}

export const ACCOUNT_STATUSES = ['waiting', 'pending', 'transferred', 'failed', 'notDone'] as const
export type AccountStatus = (typeof ACCOUNT_STATUSES)[number]
export const ACCOUNT_STATUS_NAMES: Readonly<Record<AccountStatus, string>> = {
  waiting: '待权属核验',
  pending: '办理中',
  transferred: '已过户',
  failed: '暂不能过户',
  notDone: '未过户',
}

/**
 * One account to be moved, beside the others. `id` is `service:utility:n`, n counting the accounts of that service
 * there from 1.
 */
export interface AccountOpening {
  readonly id: string
  readonly service: Service
  readonly utility: string
  readonly accountNumber: string
}

const UTILITY_SIDE = ['officer', 'lead', 'system'] as const
const APPLICANT_SIDE = ['applicant', 'system', 'clerk'] as const

/** Below `/api/v1/transfers/{number}/`. */
export const TRANSFER_ACTS = {
  decideOwnership: { name: '核验权属', rule: 'R-28', path: 'ownership', roles: ['officer', 'lead'] },
  confirmAccount: { name: '确认过户', rule: 'R-28', path: 'accounts/confirmations', roles: UTILITY_SIDE },
  reportAccountFailed: { name: '说明不能过户的原因', rule: 'R-28', path: 'accounts/failures', roles: UTILITY_SIDE },
  retryAccount: {
    name: '原因已排除，重新办理',
    rule: 'R-28',
    path: 'accounts/retries',
    roles: [...APPLICANT_SIDE, 'officer', 'lead'],
  },
  closeAccount: {
    name: '作未过户办结',
    rule: 'R-28',
    path: 'accounts/closures',
    roles: [...APPLICANT_SIDE, 'officer', 'lead'],
  },
  withdrawTransfer: { name: '撤回过户申请', rule: 'R-37', path: 'withdrawal', roles: APPLICANT_SIDE },
} as const satisfies Record<string, MatterActDescription>
export type TransferAct = keyof typeof TRANSFER_ACTS
