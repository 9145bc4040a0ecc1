import type { Actor } from '../../../domain/actor/actor.ts'
import { ACTS } from '../../../domain/act/act.ts'
import { namedBy, TASK_DOINGS } from '../../../domain/case/task.ts'
import type { Task } from '../../../domain/case/task.ts'
import type { City } from '../../../domain/city/city.schema.ts'
import type { Refusal } from '../../../domain/problem.ts'
import type { Intent, KnownFacts } from './act-rule.ts'
import { choicesOf, offerOf } from './can.ts'
import type { CaseState } from './case-state.ts'
import { isUsersOwn } from './task-clocks.ts'
import { userOf } from './who.ts'

/** When it is asked, and what is known besides of who is awaited. */
interface Asked {
  /** ISO UTC. */
  readonly at: string
  readonly facts?: KnownFacts | undefined
}

/** why what an open task awaits cannot be done yet, as its act would be refused; undefined where it can. */
export function whyBlocked(state: CaseState, task: Task, { at, facts }: Asked, policy: City): Refusal | undefined {
  const { act: type } = TASK_DOINGS[task.kind]
  const intent: Intent = { type, actor: awaitedActor(state, task), at, facts }
  const named = Object.entries(namedBy(task))[0]
  const choice = choicesOf(state, intent, policy).find(({ field }) => field === named?.[0])
  const option = choice?.options.find(({ value }) => value === named?.[1])
  return option === undefined ? offerOf(state, intent, policy).refusal : option.refusal
}

/** The user's side is whoever registered or claimed the case; of an organisation any that may. */
function awaitedActor(state: CaseState, task: Task): Actor {
  const { org, kind } = task
  if (isUsersOwn(state, task)) return userOf(state)
  const [role = 'officer'] = ACTS[TASK_DOINGS[kind].act].roles
  return { sub: '', org, role }
}
