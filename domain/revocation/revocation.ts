/** what deception obtained is revoked by due process (行政许可法 第七、六十九条): pure. */
import type { LineId } from '../case/service.ts'

/** Why an approval that a promise obtained is to be revoked. */
export const REVOCATION_GROUNDS = ['deception', 'bribery'] as const
export type RevocationGround = (typeof REVOCATION_GROUNDS)[number]
export const REVOCATION_GROUND_NAMES: Readonly<Record<RevocationGround, string>> = {
  deception: '以欺骗手段取得（隐瞒有关情况或者作出虚假承诺）',
  bribery: '以贿赂等不正当手段取得',
}

/** `publicHarm`: obtained so, and not revoked, for that would gravely harm the public (第六十九条第三款). */
export const REVOCATION_OUTCOMES = ['revoked', 'publicHarm', 'dismissed'] as const
export type RevocationOutcome = (typeof REVOCATION_OUTCOMES)[number]
export const REVOCATION_OUTCOME_NAMES: Readonly<Record<RevocationOutcome, string>> = {
  revoked: '予以撤销',
  publicHarm: '可能对公共利益造成重大损害，不予撤销',
  dismissed: '事实不成立，不予撤销',
}

/** One, from its proposal, which is also the notice, to its decision. Instants are ISO UTC. */
export interface Revocation {
  /** Counts those of the case from 1. */
  readonly id: string
  readonly org: string
  readonly utility: string
  readonly approvals: readonly string[]
  readonly lines: readonly LineId[]
  /** Lines whose works had opened the ground: to be made safe first. */
  readonly openSites: readonly LineId[]
  readonly ground: RevocationGround
  readonly facts: string
  readonly evidence: string
  readonly proposedBy: string
  readonly proposedAt: string
  readonly answer?: {
    readonly at: string
    readonly late: boolean
    readonly waived: boolean
    readonly statement?: string
    readonly hearing?: true
  }
  readonly hearing?: { readonly at: string; readonly chair: string; readonly report: string }
  readonly safeAt?: string
  readonly decision?: {
    readonly at: string
    readonly outcome: RevocationOutcome
    readonly official: string
    readonly reason: string
    readonly onAnswer?: string
  }
}

/** the number of one of its papers, as printed. */
export function revocationPaper(serviceNumber: string, { id }: Pick<Revocation, 'id'>, kind: '撤告' | '撤定'): string {
  return `${serviceNumber}/${kind}-${id}`
}
