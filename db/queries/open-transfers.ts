import { and, desc, eq, isNull, sql } from 'drizzle-orm'
import type { Transaction } from '../client.ts'
import { lock } from '../locks.ts'
import { newHolderNumber, requesterAccount, transfer, transferRegistration } from '../schema/transfer.ts'

/** Whose, in a city: those that make somebody the holder, or those that an applicant's account requested. */
export type OpenTransfersOf = { readonly city: string } & ({ readonly holder: string } | { readonly account: string })

export interface OpenTransfer {
  readonly number: string
  /** Organisation key of who requested it, and their account. */
  readonly org: string
  readonly requestedBy: string
  /** The account that was named for the user. */
  readonly applicantSubject: string | null
}

/** As `openApplicationsOf`, of transfers. */
export async function openTransfersOf(
  transaction: Transaction,
  of: OpenTransfersOf,
  limit: number,
): Promise<readonly OpenTransfer[]> {
  const whose = 'holder' in of ? eq(newHolderNumber, of.holder) : eq(requesterAccount, of.account)
  await lock(transaction, 'openTransfers', `${of.city} ${'holder' in of ? of.holder : of.account}`)
  return transaction
    .select({
      number: transferRegistration.number,
      org: sql<string>`start_input #>> '{openedBy,org}'`,
      requestedBy: requesterAccount,
      applicantSubject: sql<string | null>`start_input #>> '{request,applicantSubject}'`,
    })
    .from(transferRegistration)
    .leftJoin(transfer, eq(transfer.id, transferRegistration.number))
    .where(and(eq(transferRegistration.city, of.city), whose, isNull(transfer.closedAt)))
    .orderBy(desc(transferRegistration.createdAt), desc(transferRegistration.number))
    .limit(limit)
}
