import type { CreditKind, CreditSource, CreditSubject } from '../../domain/credit/credit.ts'
import type { MatterInput } from '../matter/messages.ts'

/** The workflow id is the record's: `credit:…`. */
export interface CreditInput extends MatterInput {
  readonly kind: CreditKind
  readonly subject: CreditSubject
  readonly source: CreditSource
  readonly reason: string
  /** Organisation key of the authority that ordered, where it is not who opened the record. */
  readonly orderedBy?: string
  /**
   * Organisation keys of those who may confirm it, its own authority first. Without them, as records were opened before
   * 0.4, it is reported at once.
   */
  readonly confirmers?: readonly string[]
  /** Organisation key of the office. */
  readonly decider: string
  /** Organisation keys of the joint sanction (联合惩戒). */
  readonly sanctioners: readonly string[]
}
