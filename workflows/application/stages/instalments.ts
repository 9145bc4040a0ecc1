import { patched, proxyActivities } from '@temporalio/workflow'
import type { InstalmentActivities } from '../../ports/instalments.ts'
import { isPaid } from '../../../domain/instalments/instalments.ts'
import { INSTALMENTS } from '../../lib/activity-profiles.ts'
import type { Case } from '../case.ts'
import { instalmentPlansOf } from '../core/inner-works.ts'

const { openInstalments } = proxyActivities<InstalmentActivities>(INSTALMENTS)

/**
 * what is still to be paid outlives the case, which takes no payment any more: it ends when everything is
 * handed over.
 */
export async function handOverInstalments({ state, policy }: Case): Promise<void> {
  const unpaid = instalmentPlansOf(state).filter((plan) => !isPaid(plan))
  if (unpaid.length === 0 || !patched('instalments-outlive-the-case')) return
  await Promise.all(unpaid.map((plan) => openInstalments({ city: policy.key, plan })))
}
