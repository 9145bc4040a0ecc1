import type { CreditOpening } from '../../domain/credit/credit-opening.ts'

export interface CreditActivities {
  /**
   * proposes the record of a broken commitment; the same `recordId` again changes nothing. Fails, to be tried
   * again, with `city-unknown` or `database-error`.
   */
  openCreditRecord(request: CreditOpening): Promise<void>
}
