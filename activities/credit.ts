import { defined } from '../domain/defined.ts'
import { confirmersOf, creditPartiesOf, officeOf } from '../domain/city/city-parts.ts'
import { begunFor } from '../domain/clocks/begun.ts'
import type { City } from '../domain/city/city.schema.ts'
import type { CreditOpening } from '../domain/credit/credit-opening.ts'
import type { CreditInput } from '../workflows/credit/messages.ts'
import type { Calendars } from '../domain/clocks/working-calendars.ts'
import { startMatterOnce } from './start-matter.ts'
import type { CreditActivities } from '../workflows/ports/credit.ts'
import { ApplicationFailure } from '@temporalio/common'

/** A city's policy as it stands now, by its key. */
export type PolicyOf = (city: string) => { readonly city: City; readonly policyHash: string } | undefined

/** The record is a workflow of its own, on the task queue of whoever asks. */
export function createCreditActivities(policyOf: PolicyOf, calendars: Calendars): CreditActivities {
  return {
    async openCreditRecord(request) {
      const policy = policyOf(request.city)
      if (policy === undefined) throw ApplicationFailure.retryable('the city is not configured', 'city-unknown')
      await startMatterOnce('creditRecord', {
        ...inputOf(request, policy),
        ...begunFor(policy.city, calendars, new Date()),
      })
    },
  }
}

function inputOf(
  { recordId, subject, source, reason, openedBy, orderedBy }: CreditOpening,
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
  }
}
