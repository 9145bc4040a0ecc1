import type { BodyOf, ClockEvents, EventsOf, MatterActDescription, Origin } from '../matter/matter.ts'

export const CREDIT_STATUSES = [
  'proposed',
  'rejected',
  'reported',
  'contested',
  'upheld',
  'withdrawn',
  'expired',
] as const
export type CreditStatus = (typeof CREDIT_STATUSES)[number]
export const CREDIT_STATUS_NAMES: Readonly<Record<CreditStatus, string>> = {
  proposed: '待确认',
  rejected: '未予确认',
  reported: '已报送',
  contested: '异议中',
  upheld: '维持',
  withdrawn: '已撤销',
  expired: '已到期',
}

/** a commitment that was not kept, or one that was false from the start. */
export const CREDIT_KINDS = ['broken', 'false'] as const
export type CreditKind = (typeof CREDIT_KINDS)[number]
export const CREDIT_KIND_NAMES: Readonly<Record<CreditKind, string>> = { broken: '承诺不兑现', false: '弄虚作假' }

/**
 * The legal person: an organisation key of the city, an enterprise by its credit code, or a person by the identity
 * number. `account`: who may contest by an account of ours.
 */
export interface CreditSubject {
  readonly org?: string | undefined
  readonly name: string
  readonly creditCode?: string | undefined
  readonly identityNumber?: string | undefined
  readonly account?: string | undefined
}

/** Where it came from: a case, its rectification order, one of the four promises, and what proves it. */
export interface CreditSource {
  readonly serviceNumber?: string | undefined
  readonly order?: string | undefined
  readonly promise?: number | undefined
  readonly evidence?: string | undefined
}

export interface CreditEvents extends ClockEvents {
  recordOpened: {
    city: string
    policyHash: string
    origin: Origin
    kind: CreditKind
    subject: CreditSubject
    source: CreditSource
    reason: string
    decider: string
    orderedBy?: string
    /**
     * Organisation keys of those who may confirm it, its own authority first: only proposed until one of them does.
     * Without them it was made at once, as before 0.4.
     */
    confirmers?: string[]
    expiresAt: string
  }
  recordConfirmed: { org: string; remarks?: string }
  recordRejected: { org: string; reason: string }
  /**
   * to the public credit platform and every authority of the joint sanction. `expiresAt`: its term counts from
   * the confirmation.
   */
  recordReported: { platform: string; sanctioners: string[]; expiresAt?: string }
  recordContested: { reason: string; by: string }
  contestDecided: { upheld: boolean; reason: string; org: string }
  recordWithdrawn: { reason: string; org: string }
  recordExpired: Record<string, never>
}
export type CreditBody = BodyOf<CreditEvents>
export type CreditEvent = EventsOf<CreditEvents>

export const CREDIT_EVENT_NAMES: Readonly<Record<Exclude<keyof CreditEvents, keyof ClockEvents>, string>> = {
  recordOpened: '提请记入信用档案',
  recordConfirmed: '确认记入信用档案',
  recordRejected: '不予确认',
  recordReported: '报送信用平台与联合惩戒单位',
  recordContested: '提出异议',
  contestDecided: '异议裁定',
  recordWithdrawn: '撤销',
  recordExpired: '到期',
}

/** Below `/api/v1/credit-records/{recordId}/`. */
export const CREDIT_ACTS = {
  confirmRecord: { name: '确认记录', rule: 'R-29', path: 'confirmation', roles: ['officer', 'lead'] },
  contestRecord: {
    name: '提出异议',
    rule: 'R-29',
    path: 'contests',
    roles: ['applicant', 'officer', 'lead', 'system', 'clerk'],
  },
  decideContest: { name: '裁定异议', rule: 'R-29', path: 'decisions', roles: ['officer', 'lead'] },
  withdrawRecord: { name: '撤销记录', rule: 'R-29', path: 'withdrawal', roles: ['officer', 'lead'] },
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
