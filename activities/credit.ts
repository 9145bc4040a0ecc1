import { defined } from '../domain/defined.ts'
import { confirmersOf, creditPartiesOf, dueProcessOf, officeOf } from '../domain/city/city-parts.ts'
import { begunFor } from '../domain/clocks/begun.ts'
import type { City } from '../domain/city/city.schema.ts'
import type { CreditOpening } from '../domain/credit/credit-opening.ts'
import type { CreditInput } from '../workflows/credit/messages.ts'
import type { Calendars } from '../domain/clocks/working-calendars.ts'
import { DatabaseError } from '../db/database-error.ts'
import { databaseFailure } from './projection-failure.ts'
import { startMatterOnce } from './start-matter.ts'
import type { CreditActivities } from '../workflows/ports/credit.ts'
import { ApplicationFailure } from '@temporalio/common'

/** A city's policy as it stands now, by its key. */
export type PolicyOf = (city: string) => { readonly city: City; readonly policyHash: string } | undefined

/** The account of who gave an order: they do not decide the record of it. */
type WhoOrdered = (serviceNumber: string, order: string) => Promise<string | undefined>

/** The record is a workflow of its own, on the task queue of whoever asks. */
export function createCreditActivities(
  policyOf: PolicyOf,
  calendars: Calendars,
  whoOrdered: WhoOrdered,
): CreditActivities {
  return {
    async openCreditRecord(request) {
      const policy = policyOf(request.city)
      if (policy === undefined) throw ApplicationFailure.retryable('the city is not configured', 'city-unknown')
      const { serviceNumber, order } = request.source
      const person = order === undefined ? undefined : await asked(() => whoOrdered(serviceNumber, order))
      await startMatterOnce('creditRecord', {
        ...inputOf(request, policy),
        ...defined({ orderedByPerson: person }),
        ...begunFor(policy.city, calendars, new Date()),
      })
    },
  }
}

/** No failure carries a value of the case. */
async function asked<Found>(query: () => Promise<Found>): Promise<Found> {
  try {
    return await query()
  } catch (error) {
    throw error instanceof DatabaseError ? databaseFailure(error) : error
  }
}

function inputOf(
  { recordId, subject, source, reason, openedBy, orderedBy, approvals }: CreditOpening,
  { city, policyHash }: NonNullable<ReturnType<PolicyOf>>,
): CreditInput {
  return {
    id: recordId,
    openedBy,
    keyHash: recordId,
    bodyHash: '',
    policy: city,
    policyHash,
    kind: 'broken',
    subject,
    source,
    reason,
    ...defined({ orderedBy }),
    ...creditPartiesOf(city),
    confirmers: confirmersOf(city, orderedBy ?? officeOf(city)),
    dueProcess: dueProcessOf(city, approvals),
  }
}
