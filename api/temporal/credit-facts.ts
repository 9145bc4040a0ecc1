import { promiseBlocksOf } from '../../db/queries/credit.ts'
import type { ActType } from '../../domain/act/act.ts'
import type { ActFacts } from '../../workflows/application/core/act-rule.ts'
import type { Caller } from '../auth/caller.ts'
import type { Dependencies } from '../dependencies.ts'

/** open records keep the sender from promising, and let what a promise would replace go the parallel way. */
const ASKED_FOR_CREDIT: readonly ActType[] = ['signCommitment', 'applyForApprovals']

export function isAskedForCredit(type: ActType): boolean {
  return ASKED_FOR_CREDIT.includes(type)
}

/** Throws `DatabaseError`. */
export async function creditFacts(
  { database }: Pick<Dependencies, 'database'>,
  { city, org }: Pick<Caller, 'city' | 'org'>,
): Promise<{ facts?: ActFacts }> {
  const { whole, byApproval } = await promiseBlocksOf(database, { city: city.key, org })
  if (whole !== undefined) return { facts: { creditRecord: whole } }
  return Object.keys(byApproval).length === 0 ? {} : { facts: { blockedApprovals: byApproval } }
}
