import { CancellationScope, condition, proxyActivities } from '@temporalio/workflow'
import type { InstalmentActivities } from '../../ports/instalments.ts'
import { instalmentsId } from '../../../domain/instalments/instalments.ts'
import type { InstalmentPlan } from '../../../domain/instalments/instalments.ts'
import { INSTALMENTS } from '../../lib/activity-profiles.ts'
import { record } from '../case.ts'
import type { Case } from '../case.ts'
import { wishesToTakeUp } from '../core/inner-works.ts'
import { awaitedLater } from './awaited-later.ts'

const { openInstalments } = proxyActivities<InstalmentActivities>(INSTALMENTS)

/**
 * what a user wishes to pay by instalments is taken up at once, as a matter that both sides sign. Beside the
 * plan, for as long as the case runs: it holds up nothing but the end. Nothing in cases of before 0.8.
 */
export function watchWishes(the: Case): void {
  if (the.state.signsInstalments !== undefined) void awaitedLater(takeUpWishes(the))
}

async function takeUpWishes(the: Case): Promise<void> {
  for (;;) {
    await condition(() => next(the) !== undefined)
    const plan = next(the)
    if (plan !== undefined) await takeUp(the, plan)
  }
}

function next(the: Case): InstalmentPlan | undefined {
  return wishesToTakeUp(the.state, the.policy)[0]
}

/** The run does not end before it is recorded. */
async function takeUp(the: Case, plan: InstalmentPlan): Promise<void> {
  the.openings += 1
  await CancellationScope.nonCancellable(() => openInstalments({ city: the.policy.key, plan }))
  the.openings -= 1
  const { serviceNumber, line } = plan
  record(the, { type: 'instalmentsTakenUp', rule: 'R-23', data: { line, matter: instalmentsId(serviceNumber, line) } })
}

/** Before the case closes: nothing that was wished is lost with it. */
export async function wishesTakenUp(the: Case): Promise<void> {
  if (next(the) !== undefined) await condition(() => next(the) === undefined)
}
