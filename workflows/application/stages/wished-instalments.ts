import { CancellationScope, condition, proxyActivities } from '@temporalio/workflow'
import type { InstalmentActivities } from '../../ports/instalments.ts'
import { instalmentsId } from '../../../domain/instalments/instalments.ts'
import type { InstalmentPlan } from '../../../domain/instalments/instalments.ts'
import type { City } from '../../../domain/city/city.schema.ts'
import { INSTALMENTS } from '../../lib/activity-profiles.ts'
import { record } from '../case.ts'
import type { Case } from '../case.ts'
import type { CaseState } from '../core/case-state.ts'
import { onceAState } from '../once-a-state.ts'
import { defined } from '../../../domain/defined.ts'
import { instalmentNewsOf, wishesToTakeUp } from '../core/inner-works.ts'
import type { InstalmentNews } from '../core/inner-works.ts'
import { awaitedLater } from './awaited-later.ts'

const { openInstalments, tellInstalments } = proxyActivities<InstalmentActivities>(INSTALMENTS)

/**
 * what a user wishes to pay by instalments is taken up at once, as a matter that both sides sign. Beside the
 * plan, for as long as the case runs: it holds up nothing but the end. Nothing in cases of before 0.8.
 */
export function watchWishes(the: Case): void {
  if (the.state.signsInstalments !== undefined) void awaitedLater(takeUpWishes(the))
}

async function takeUpWishes(the: Case): Promise<void> {
  const due = onceAState(the, (state) => isDue(state, the.policy))
  for (;;) {
    await condition(due)
    const plan = next(the.state, the.policy)
    if (plan !== undefined) await takeUp(the, plan)
    else for (const news of instalmentNewsOf(the.state)) await tell(the, news)
  }
}

function next(state: CaseState, policy: City): InstalmentPlan | undefined {
  return wishesToTakeUp(state, policy)[0]
}

/** The run does not end before it is recorded. */
async function takeUp(the: Case, plan: InstalmentPlan): Promise<void> {
  const claimedAt = the.state.claimed?.at
  the.openings += 1
  await CancellationScope.nonCancellable(() => openInstalments({ city: the.policy.key, plan }))
  the.openings -= 1
  const { serviceNumber, line } = plan
  const matter = instalmentsId(serviceNumber, line)
  record(the, { type: 'instalmentsTakenUp', rule: 'R-23', data: { line, matter, ...defined({ claimedAt }) } })
}

/** whoever is the applicant now is who signs; nothing goes on being agreed for a service that has ended. */
async function tell(the: Case, { line, matter, standing, known }: InstalmentNews): Promise<void> {
  the.openings += 1
  await CancellationScope.nonCancellable(() => tellInstalments({ id: matter, standing }))
  the.openings -= 1
  record(the, { type: 'instalmentsTold', rule: 'R-23', data: { line, matter, ...known } })
}

function isDue(state: CaseState, policy: City): boolean {
  return next(state, policy) !== undefined || instalmentNewsOf(state).length > 0
}

/** Before the case closes: nothing that was wished, or is to be told of it, is lost with it. */
export async function wishesTakenUp(the: Case): Promise<void> {
  const due = onceAState(the, (state) => isDue(state, the.policy))
  if (due()) await condition(() => !due())
}
