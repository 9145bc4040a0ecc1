import { getClient } from '@temporalio/activity'
import { WorkflowNotFoundError } from '@temporalio/client'
import { ApplicationFailure } from '@temporalio/common'
import { begunFor } from '../domain/clocks/begun.ts'
import type { Calendars } from '../domain/clocks/working-calendars.ts'
import { CASE_STANDING } from '../domain/instalments/instalments.ts'
import { inputOf } from '../workflows/instalments/messages.ts'
import type { PolicyOf } from './credit.ts'
import { startMatterOnce } from './start-matter.ts'
import type { InstalmentActivities } from '../workflows/ports/instalments.ts'

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
    async tellInstalments({ id, standing }) {
      try {
        await getClient().workflow.getHandle(id).signal(CASE_STANDING, standing)
      } catch (error) {
        // It is over: nothing is left to be signed or settled.
        if (!(error instanceof WorkflowNotFoundError)) throw error
      }
    },
  }
}
