import type { MatterActDescription } from '../matter/matter.ts'
import type { Service } from '../case/service.ts'

export const TRANSFER_STATUSES = ['consent', 'ownership', 'accounts', 'closed'] as const
export type TransferStatus = (typeof TRANSFER_STATUSES)[number]
export const TRANSFER_STATUS_NAMES: Readonly<Record<TransferStatus, string>> = {
  consent: '待户主同意',
  ownership: '核验权属',
  accounts: '各单位过户',
  closed: '办结',
}

/** The two holders, as the form names them. */
export const SIDES = ['from', 'to'] as const
export type Side = (typeof SIDES)[number]
export const SIDE_NAMES: Readonly<Record<Side, string>> = { from: '原户主', to: '新户主' }

/** why the register has another holder. */
export const REGISTER_CAUSES = ['transfer', 'inheritance', 'courtSale', 'other'] as const
export type RegisterCause = (typeof REGISTER_CAUSES)[number]
export const REGISTER_CAUSE_NAMES: Readonly<Record<RegisterCause, string>> = {
  transfer: '转移登记',
  inheritance: '继承、受遗赠',
  courtSale: '法院处置',
  other: '其他登记',
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

/** what a transfer carries of its city's policy. */
export interface TransferConduct {
  readonly utcOffsetMinutes: number
  /** Services whose last reading is told. */
  readonly metered: readonly Service[]
  /** It was requested from the register itself: nobody need look there again. */
  readonly fromRegister?: true
}

const UTILITY_SIDE = ['officer', 'lead', 'system'] as const
const APPLICANT_SIDE = ['applicant', 'system', 'clerk'] as const

/** Below `/api/v1/transfers/{number}/`. */
export const TRANSFER_ACTS = {
  decideOwnership: { name: '核验权属', rule: 'R-28', path: 'ownership', roles: ['officer', 'lead'] },
  giveConsent: { name: '户主同意或不同意过户', rule: 'R-28', path: 'consents', roles: ['system', 'clerk'] },
  settleAccount: { name: '末次抄表，结清欠费', rule: 'R-28', path: 'accounts/settlements', roles: UTILITY_SIDE },
  recordArrearsPaid: { name: '登记欠费付款', rule: 'R-28', path: 'accounts/payments', roles: UTILITY_SIDE },
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
