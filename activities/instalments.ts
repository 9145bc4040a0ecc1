import { ApplicationFailure } from '@temporalio/common'
import { begunFor } from '../domain/clocks/begun.ts'
import type { InstalmentPlan } from '../domain/instalments/instalments.ts'
import { inputOf } from '../workflows/instalments/state.ts'
import type { Calendars } from './calendar.ts'
import type { PolicyOf } from './credit.ts'
import { startMatterOnce } from './start-matter.ts'

export interface InstalmentActivities {
  /** what a closed case leaves to be paid on one line; the same line of the same case again changes nothing. */
  openInstalments(request: { readonly city: string; readonly plan: InstalmentPlan }): Promise<void>
}

/** A city that is not configured is tried again: nothing agreed may be lost to a mistake in a deployment. */
export function createInstalmentActivities(policyOf: PolicyOf, calendars: Calendars): InstalmentActivities {
  return {
    async openInstalments({ city: key, plan }) {
      const policy = policyOf(key)
      if (policy === undefined) throw ApplicationFailure.retryable('the city is not configured', 'city-unknown')
      await startMatterOnce('instalments', {
        ...inputOf(plan, policy),
        ...begunFor(policy.city, calendars, new Date()),
      })
    },
  }
}
