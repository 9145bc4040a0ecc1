import type { ActBodies } from '../../domain/act.schema.ts'
import { findMatter } from '../../db/queries/matters.ts'
import { instalmentsId } from '../../domain/instalments.ts'
import { Refusal } from '../../domain/problem.ts'
import { requirePayment } from '../../workflows/application/state.ts'
import type { Caller } from '../auth/caller.ts'
import type { CaseState } from '../case.ts'
import type { Dependencies } from '../dependencies.ts'
import { INSTALMENTS_API } from '../matters/instalments.ts'
import { notYet, performMatterAct } from '../matters/temporal.ts'
import type { ActRequest } from '../temporal/perform-act.ts'
import { answerAfter } from './answer.ts'
import type { AfterAnswer } from './answer.ts'

/** the case's own rule first, so that its problems stay what they were; what was unpaid when it closed is paid to the matter. */
export async function payAfterwards(deps: Dependencies, { type, updateId, act }: ActRequest, state: CaseState, { city }: Caller): Promise<AfterAnswer> {
  const body = act.body as ActBodies['recordPayment']
  requirePayment(state, { type: 'recordPayment', actor: act.actor, at: deps.now().toISOString(), body }, city)
  const id = instalmentsId(state.serviceNumber, body.line)
  try {
    return answerAfter(state, 'instalments', await performMatterAct(deps, INSTALMENTS_API, { parameter: id, type, updateId, act }))
  } catch (error) {
    throw error instanceof Refusal ? await asInTheCase(deps, error, id, body.part) : error
  }
}

/** A plan that is not there yet is being handed over; one that is paid has this part paid. */
async function asInTheCase({ database }: Dependencies, refusal: Refusal, id: string, part: number): Promise<Error> {
  if (refusal.code === 'instalments-not-found') return notYet()
  if (refusal.code !== 'matter-closed') return refusal
  const plan = await findMatter(database, 'instalments', id)
  return plan?.parts[part - 1]?.paidOn === undefined ? refusal : new Refusal('already-done', `第 ${part} 期已付`, 'part')
}
