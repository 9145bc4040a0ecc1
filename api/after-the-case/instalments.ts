import type { ActBodies } from '../../domain/act/act.schema.ts'
import { findMatter } from '../../db/queries/matters.ts'
import { instalmentsId } from '../../domain/instalments/instalments.ts'
import type { MatterAnswer } from '../../domain/matter/matter.ts'
import { INSTALMENTS_KIND } from '../../domain/instalments/instalments-kind.ts'
import { Refusal } from '../../domain/problem.ts'
import { instalmentPlansOf, requirePayment } from '../../workflows/application/core/inner-works.ts'
import { inputOf } from '../../workflows/instalments/messages.ts'
import type { Caller } from '../auth/caller.ts'
import type { CaseState } from '../case.ts'
import type { Dependencies } from '../dependencies.ts'
import { INSTALMENTS_API } from '../matters/instalments.ts'
import { begunFor } from '../../domain/clocks/begun.ts'
import { performMatterAct, startMatter } from '../matters/temporal.ts'
import type { ActRequest } from '../temporal/perform-act.ts'
import { answerAfter } from './answer.ts'
import type { AfterAnswer } from './answer.ts'

/**
 * the case's own rule first, so that its problems stay what they were; what was unpaid when it closed is paid to
 * the matter.
 */
export async function payAfterwards(
  deps: Dependencies,
  request: ActRequest,
  state: CaseState,
  caller: Caller,
): Promise<AfterAnswer> {
  const body = request.act.body as ActBodies['recordPayment']
  requirePayment(
    state,
    { type: 'recordPayment', actor: request.act.actor, at: deps.now().toISOString(), body },
    caller.city,
  )
  try {
    return answerAfter(state, 'instalments', await pay(deps, request, state, caller))
  } catch (error) {
    throw error instanceof Refusal
      ? await asInTheCase(deps, error, instalmentsId(state.serviceNumber, body.line), body.part)
      : error
  }
}

/**
 * A plan that nobody has taken over yet is on its way, or its case closed before 0.2: it is started here, as the case
 * would.
 */
async function pay(
  deps: Dependencies,
  { type, updateId, act }: ActRequest,
  state: CaseState,
  caller: Caller,
): Promise<MatterAnswer> {
  const { line } = act.body as ActBodies['recordPayment']
  const request = { parameter: instalmentsId(state.serviceNumber, line), type, updateId, act }
  const plan = instalmentPlansOf(state).find((each) => each.line === line)
  try {
    return await performMatterAct(deps, INSTALMENTS_API, request)
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== INSTALMENTS_KIND.notFound || plan === undefined) throw error
    await startMatter(deps, INSTALMENTS_API.kind, {
      ...inputOf(plan, caller),
      ...begunFor(caller.city, deps.calendars, deps.now()),
    })
    return performMatterAct(deps, INSTALMENTS_API, request)
  }
}

/** What is paid has this part paid. */
async function asInTheCase({ database }: Dependencies, refusal: Refusal, id: string, part: number): Promise<Error> {
  if (refusal.code !== 'matter-closed') return refusal
  const plan = await findMatter(database, 'instalments', id)
  return plan?.parts[part - 1]?.paidOn === undefined
    ? refusal
    : new Refusal('already-done', `第 ${part} 期已付`, 'part')
}
