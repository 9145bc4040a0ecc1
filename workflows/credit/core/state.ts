import type { CreditKind, CreditSource, CreditStatus, CreditSubject } from '../../../domain/credit/credit.ts'
import type { Actor } from '../../../domain/actor/actor.ts'
import type { MatterState } from '../../../domain/matter/matter.ts'

/** all that a credit record knows; plain JSON. */
export interface CreditState extends MatterState {
  readonly status: CreditStatus
  readonly kind: CreditKind
  readonly subject: CreditSubject
  readonly source: CreditSource
  readonly reason: string
  readonly openedBy: Actor
  /** Organisation key of the office, which decides beside the authority that opened the record. */
  readonly decider: string
  readonly orderedBy?: string
  /** Organisation keys of those who may confirm it, its own authority first; none where it needed nobody. */
  readonly confirmers?: readonly string[]
  readonly confirmation?: { readonly at: string; readonly org: string; readonly remarks?: string }
  readonly rejection?: { readonly at: string; readonly org: string; readonly reason: string }
  /** Of one that is only proposed: as if it had been confirmed at once. */
  readonly expiresAt: string
  readonly reportedTo: readonly string[]
  readonly contest?: { readonly at: string; readonly reason: string; readonly by: string }
  readonly decision?: { readonly at: string; readonly upheld: boolean; readonly reason: string; readonly org: string }
  readonly withdrawal?: { readonly at: string; readonly reason: string; readonly org: string }
}

/** nobody but who may confirm it learns of it, whatever became of it since. */
export function isUnreported({ confirmers, confirmation }: CreditState): boolean {
  return confirmers !== undefined && confirmation === undefined
}
