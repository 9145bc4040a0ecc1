import { and, desc, eq, isNull } from 'drizzle-orm'
import type { Transaction } from '../client.ts'
import { lock } from '../locks.ts'
import { application } from '../schema/application.ts'
import { registration } from '../schema/registration.ts'

/** Whose: of a form's credit code or identity number in a city, or those that one client registered. */
export type OpenOf = { readonly city: string; readonly applicantNumber: string } | { readonly client: string }

/** `applicantSubject` is null where it is not projected yet, too. */
export interface OpenApplication {
  readonly serviceNumber: string
  /** Who registered it: city, organisation and account. */
  readonly client: string
  readonly applicantSubject: string | null
}

/**
 * What was registered and is not closed, as far as that is projected, the newest first; `limit` of them at most. Until
 * the transaction is over nobody else asks for the same, so that two at once do not both find room.
 */
export async function openApplicationsOf(
  transaction: Transaction,
  of: OpenOf,
  limit: number,
): Promise<readonly OpenApplication[]> {
  await lock(transaction, 'openApplications', 'client' in of ? of.client : `${of.city} ${of.applicantNumber}`)
  return transaction
    .select({
      serviceNumber: registration.serviceNumber,
      client: registration.client,
      applicantSubject: application.applicantSubject,
    })
    .from(registration)
    .leftJoin(application, eq(application.serviceNumber, registration.serviceNumber))
    .where(
      and(
        'client' in of
          ? eq(registration.client, of.client)
          : and(eq(registration.city, of.city), eq(registration.applicantNumber, of.applicantNumber)),
        isNull(application.closedAt),
      ),
    )
    .orderBy(desc(registration.createdAt), desc(registration.serviceNumber))
    .limit(limit)
}
