import type { Actor } from '../actor/actor.ts'
import type { CreditSubject } from './credit.ts'

/**
 * what a case proposes to the credit file when a promise is broken; the same `recordId` twice opens one
 * record.
 */
export interface CreditOpening {
  readonly recordId: string
  readonly city: string
  readonly subject: CreditSubject
  readonly source: { readonly serviceNumber: string; readonly order?: string; readonly promise?: number }
  readonly reason: string
  readonly openedBy: Actor
  /** The authority whose order was missed: it decides the record, and may decide a contest. */
  readonly orderedBy?: string
  /** Keys of the approvals that the broken promise was for, where it is known. */
  readonly approvals?: readonly string[]
}
