import type { CreditKind, CreditSource, CreditSubject } from '../../domain/credit/credit.ts'
import type { DueProcess } from '../../domain/credit/due-process.ts'
import type { MatterInput } from '../matter/messages.ts'

/** The workflow id is the record's: `credit:…`. */
export interface CreditInput extends MatterInput {
  readonly kind: CreditKind
  readonly subject: CreditSubject
  readonly source: CreditSource
  readonly reason: string
  /** Organisation key of the authority that ordered, where it is not who opened the record. */
  readonly orderedBy?: string
  /** Account of who gave that order. */
  readonly orderedByPerson?: string
  /**
   * Organisation keys of those who may decide it, its own authority first. Without them, as records were opened before
   * 0.4, it is reported at once.
   */
  readonly confirmers?: readonly string[]
  /** Without it, as records were opened before 0.6, a second person's confirmation is enough. */
  readonly dueProcess?: DueProcess
  /** Organisation key of the office. */
  readonly decider: string
  /** Organisation keys of the joint sanction (联合惩戒). */
  readonly sanctioners: readonly string[]
}
