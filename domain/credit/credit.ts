import type { MatterActDescription } from '../matter/matter.ts'

export const CREDIT_STATUSES = [
  'proposed',
  'noticed',
  'answered',
  'rejected',
  'performance',
  'reported',
  'contested',
  'upheld',
  'repairing',
  'repaired',
  'withdrawn',
  'expired',
] as const
export type CreditStatus = (typeof CREDIT_STATUSES)[number]
export const CREDIT_STATUS_NAMES: Readonly<Record<CreditStatus, string>> = {
  proposed: '已提请',
  noticed: '待陈述申辩',
  answered: '待认定',
  rejected: '未予认定',
  performance: '履约信息',
  reported: '已报送',
  contested: '异议中',
  upheld: '维持',
  repairing: '信用修复办理中',
  repaired: '已修复',
  withdrawn: '已撤销',
  expired: '已到期',
}

/** a commitment that was not kept, or one that was false from the start. */
export const CREDIT_KINDS = ['broken', 'false'] as const
export type CreditKind = (typeof CREDIT_KINDS)[number]
export const CREDIT_KIND_NAMES: Readonly<Record<CreditKind, string>> = { broken: '承诺不兑现', false: '弄虚作假' }

/** as what the subject took part: the links that the trade's credit file covers (六(三) of the plan). */
export const CREDIT_CAPACITIES = ['utility', 'user', 'designer', 'contractor', 'supervisor'] as const
export type CreditCapacity = (typeof CREDIT_CAPACITIES)[number]
export const CREDIT_CAPACITY_NAMES: Readonly<Record<CreditCapacity, string>> = {
  utility: '公用事业单位',
  user: '用户',
  designer: '设计单位',
  contractor: '施工单位',
  supervisor: '监理单位',
}

/**
 * The legal person: an organisation key of the city, an enterprise by its credit code, or a person by the identity
 * number. `account`: who may answer and contest by an account of ours.
 */
export interface CreditSubject {
  readonly org?: string | undefined
  readonly name: string
  readonly creditCode?: string | undefined
  readonly identityNumber?: string | undefined
  readonly account?: string | undefined
  /** Of a record of before 0.6 it is not said. */
  readonly capacity?: CreditCapacity | undefined
}

/** Where it came from: a case, its rectification order, one of the four promises, and what proves it. */
export interface CreditSource {
  readonly serviceNumber?: string | undefined
  readonly order?: string | undefined
  readonly promise?: number | undefined
  readonly evidence?: string | undefined
}

const SUBJECT_SIDE = ['applicant', 'officer', 'lead', 'system', 'clerk'] as const
const DECIDING = ['officer', 'lead'] as const

/** Below `/api/v1/credit-records/{recordId}/`. */
export const CREDIT_ACTS = {
  confirmRecord: { name: '确认记录（0.5 版提请的）', rule: 'R-29', path: 'confirmation', roles: DECIDING },
  giveNotice: { name: '事先告知', rule: 'R-29', path: 'notice', roles: DECIDING },
  answerNotice: { name: '陈述申辩', rule: 'R-29', path: 'answer', roles: SUBJECT_SIDE },
  decideRecord: { name: '作出认定', rule: 'R-29', path: 'determination', roles: DECIDING },
  contestRecord: { name: '提出异议', rule: 'R-29', path: 'contests', roles: SUBJECT_SIDE },
  decideContest: { name: '裁定异议', rule: 'R-29', path: 'decisions', roles: DECIDING },
  withdrawRecord: { name: '撤销记录', rule: 'R-29', path: 'withdrawal', roles: DECIDING },
  requestRepair: { name: '申请信用修复', rule: 'R-29', path: 'repairs', roles: SUBJECT_SIDE },
  acceptRepair: { name: '受理信用修复', rule: 'R-29', path: 'repairs/acceptances', roles: DECIDING },
  decideRepair: { name: '决定信用修复', rule: 'R-29', path: 'repairs/decisions', roles: DECIDING },
} as const satisfies Record<string, MatterActDescription>
export type CreditAct = keyof typeof CREDIT_ACTS

/** `credit:` with the case's order behind it, or with what the opening request's key gave. */
export function isRecordId(id: string): boolean {
  return /^credit:[\w:.-]{1,90}$/.test(id)
}

/**
 * When a record made at `from` (ISO UTC) expires: years by the calendar (29 February becomes 1 March), or seconds in
 * the drill.
 */
export function expiryOf(
  from: string,
  term:
    | { readonly kind: 'years'; readonly years: number }
    | { readonly kind: 'elapsedSeconds'; readonly seconds: number },
): string {
  const at = new Date(from)
  if (term.kind === 'elapsedSeconds') return new Date(at.getTime() + term.seconds * 1000).toISOString()
  at.setUTCFullYear(at.getUTCFullYear() + term.years)
  return at.toISOString()
}
