import { TASK_DOINGS } from '../../domain/case/task.ts'
import type { Refusal } from '../../domain/problem.ts'
import type { ActFacts } from '../../workflows/application/core/act-rule.ts'
import { whyBlocked } from '../../workflows/application/core/blocked-task.ts'
import type { Caller } from '../auth/caller.ts'
import type { CaseState } from '../case.ts'
import type { Dependencies } from '../dependencies.ts'
import { creditFacts, isAskedForCredit } from '../temporal/credit-facts.ts'

/** Why a task cannot be done yet; undefined where it can, or is open no more. */
export type WhyTask = (serviceNumber: string, taskId: string) => Refusal | undefined

/** of the open tasks of these cases, each by the policy of its own. Throws `DatabaseError`. */
export async function blockedTasks(
  deps: Dependencies,
  states: readonly CaseState[],
  { city }: Pick<Caller, 'city'>,
): Promise<WhyTask> {
  const byNumber = new Map(states.map((state) => [state.serviceNumber, state]))
  const [policy, credit] = await Promise.all([
    deps.policies.of([...byNumber.keys()], city),
    creditOf(deps, states, city),
  ])
  const at = deps.now().toISOString()
  return (serviceNumber, taskId) => {
    const state = byNumber.get(serviceNumber)
    const task = state?.tasks[taskId]
    if (state === undefined || task === undefined || task.closedSeq !== undefined) return undefined
    return whyBlocked(state, task, { at, facts: credit.get(task.org) }, policy(serviceNumber))
  }
}

/** of each organisation that is awaited for a promise or for applications. */
async function creditOf(
  deps: Dependencies,
  states: readonly CaseState[],
  city: Caller['city'],
): Promise<ReadonlyMap<string, ActFacts>> {
  const asked = states.flatMap(({ tasks }) =>
    Object.values(tasks).flatMap(({ org, kind, closedSeq }) =>
      closedSeq === undefined && isAskedForCredit(TASK_DOINGS[kind].act) ? [org] : [],
    ),
  )
  const facts = await Promise.all(
    [...new Set(asked)].map(async (org) => [org, (await creditFacts(deps, { city, org })).facts] as const),
  )
  return new Map(facts.flatMap(([org, known]) => (known === undefined ? [] : [[org, known] as const])))
}
